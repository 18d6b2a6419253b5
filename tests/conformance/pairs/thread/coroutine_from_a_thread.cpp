#include "conformance/program.hpp"

namespace conformance::thread_coroutine_from_a_thread {

aio::Coro<std::string> work(bool fails) {
    co_await aio::sleep(0);
    aio::print("work ran on the loop");
    if (fails) throw std::runtime_error("work failed");
    co_return "result";
}

std::string ask(aio::RemoteLoop loop) {
    const std::string good = aio::run_coroutine_threadsafe(work(false), loop).get();
    try {
        aio::run_coroutine_threadsafe(work(true), loop).get();
    } catch (const std::runtime_error& error) {
        return fmt::format("['{}', '{}']", good, error.what());
    }
    return good;
}

PROGRAM(thread, coroutine_from_a_thread) {
    const std::string both = co_await aio::to_thread(ask, aio::RemoteLoop(aio::current_loop()));
    aio::print("{}", both);
}

}  // namespace conformance::thread_coroutine_from_a_thread
