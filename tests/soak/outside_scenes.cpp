#include "scenes.hpp"

#include "aio/stream.hpp"
#include "aio/threadsafe.hpp"
#include "aio/to_thread.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace soak {
namespace {

constexpr int kWorkers = 4;
constexpr int kTimes = 20;

aio::Coro<> threads(Round& round) {
    const auto runs = std::make_shared<std::atomic<int>>(0);
    const auto step = [&]() -> aio::Coro<> {
        const auto count = [runs] { return ++*runs; };
        const int seen = co_await aio::to_thread(count);
        require(seen > 0, "a thread's result arrives");
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
    require(*runs >= kWorkers * kTimes, "every call that came to its end ran its function");
}

// Other threads set futures of this loop.
aio::Coro<> calls(Round& round) {
    const auto step = [&]() -> aio::Coro<> {
        aio::Future<int> future;
        std::jthread other([keep = aio::current_loop().expect_calls(), future]() mutable {
            // The handle's count is the loop's thread's own: it is moved there, never copied here.
            keep.loop().call_soon([future = std::move(future)]() mutable {
                if (!future.done()) future.set_result(1);
            });
        });
        co_await future;
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
}

aio::Coro<> echoes(Round& round) {
    aio::Server server = co_await aio::serve("127.0.0.1", 0, [](aio::Stream stream) -> aio::Coro<> {
        while (true) {
            const std::string line = co_await stream.read_line();
            if (line.empty()) co_return;
            co_await stream.write(line);
        }
    });
    const auto step = [&]() -> aio::Coro<> {
        aio::Stream stream = co_await aio::connect("127.0.0.1", server.port());
        for (int i = 0; i < 5; ++i) {
            const std::string sent = "line " + std::to_string(round.below(1000)) + "\n";
            co_await stream.write(sent);
            const std::string back = co_await stream.read_line();
            require(back == sent, "an echo is what was sent");
        }
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
    server.close();
    co_await server.wait_closed();
}

}  // namespace

const std::vector<NamedScene>& outside_scenes() {
    static const std::vector<NamedScene> all = {
        {"to_thread", threads}, {"call_soon_threadsafe", calls}, {"echo", echoes}};
    return all;
}

}  // namespace soak
