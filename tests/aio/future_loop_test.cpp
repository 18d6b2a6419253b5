// Futures and their loops: outliving one, belonging to another; tasks of any awaitable, and names.
#include "support.hpp"

#include <memory>
#include <optional>

using namespace test;

namespace {

aio::RunOptions virtual_clock() { return {.clock = aio::ClockKind::virtual_time}; }

// What `co_await thing` ends with, in words.
template <class Future>
aio::Coro<std::string> outcome_of(Future thing) {
    std::string text;
    try {
        const int value = co_await thing;
        text = std::to_string(value);
    } catch (const aio::CancelledError& error) {
        text = "cancelled " + error.message();
    } catch (const std::exception& error) {
        text = error.what();
    }
    co_return text;
}

}  // namespace

TEST_SUITE("aio.future_loop") {
    TEST_CASE("a future that is destroyed pending lets its callbacks go") {
        const auto held = std::make_shared<int>(1);
        struct Body {
            static aio::Coro<> main(std::shared_ptr<int> held) {
                aio::Future<int> future;
                future.add_done_callback([held](const aio::AnyFuture&) {});
                co_return;
            }
        };
        run_virtual(Body::main(held));
        CHECK(held.use_count() == 1);
    }

    TEST_CASE("a later loop at the same address is another loop") {
        struct Body {
            static aio::Coro<> awaits(aio::Future<int> future) { co_await future; }
        };
        std::optional<aio::EventLoop> loop;
        loop.emplace(virtual_clock());
        const aio::EventLoop* const address = &*loop;
        aio::Future<int> future(*loop, "old");
        loop.emplace(virtual_clock());
        REQUIRE(&*loop == address);
        CHECK_THROWS_WITH_AS(future.add_done_callback([](const aio::AnyFuture&) {}), doctest::Contains("is gone"),
                             aio::UsageError);
        CHECK_THROWS_WITH_AS(loop->run_until_done(future), doctest::Contains("another event loop"), aio::UsageError);
        const auto task = loop->create_task(Body::awaits(future));
        loop->run_until_done(task);
        CHECK_THROWS_WITH_AS(task.result(), doctest::Contains("is gone"), aio::UsageError);
    }

    TEST_CASE("a future of another loop that lives is refused until it is done") {
        aio::EventLoop home(virtual_clock());
        aio::Future<int> future(home, "foreign");
        CHECK(run_virtual(outcome_of(future)).starts_with("future 'foreign' belongs to another event loop"));
        future.set_result(3);
        CHECK(run_virtual(outcome_of(future)) == "3");
    }

    TEST_CASE("a loop that does not run yet can have futures, and run until one is done") {
        aio::EventLoop loop(virtual_clock());
        aio::Future<int> future(loop, "later");
        loop.call_later(1s, [future]() mutable { future.set_result(8); });
        loop.run_until_done(future);
        CHECK(future.result() == 8);
        CHECK(loop.time() == 1s);
    }

    TEST_CASE("a task that is made of something else than a coroutine, by name (create_task)") {
        struct Body {
            static aio::Coro<std::string> main(Lines* log) {
                aio::Lock lock("l");
                co_await lock.acquire();
                const auto waits = aio::create_task(lock.acquire(), "waits");
                co_await aio::sleep(1s);
                CHECK_FALSE(waits.done());
                lock.release();
                co_await waits;
                CHECK(lock.locked());
                lock.release();
                const auto guarded = aio::create_task(lock.guard());
                log->push_back(guarded.name());
                const auto slept = aio::create_task(aio::sleep(1s), "sleeper");
                log->push_back(slept.name());
                co_await slept;
                co_return waits.name();
            }
        };
        Lines log;
        CHECK(run_virtual(Body::main(&log)) == "waits");
        CHECK(log == Lines{"Task-1", "sleeper"});
    }

    TEST_CASE("a name may be given, changed and emptied") {
        struct Body {
            static aio::Coro<Lines> main() {
                auto task = aio::create_task(value_after(1s, 1), "given");
                auto other = aio::create_task(value_after(1s, 1));
                task.set_name("");
                other.set_name("changed");
                Lines names{task.name(), other.name()};
                other.set_name("");
                names.push_back(other.name());
                co_return names;
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"", "changed", "Task-1"});
    }
}
