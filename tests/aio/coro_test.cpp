#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::Coro<int> answer(Lines* log) {
    log->push_back("runs");
    co_return 42;
}

aio::Coro<int> down(int levels) {
    if (levels == 0) {
        co_await aio::sleep(1ms);
        co_return 0;
    }
    const int below = co_await down(levels - 1);
    co_return below + 1;
}

aio::Coro<int> down_and_throw(int levels) {
    if (levels == 0) throw std::runtime_error("from below");
    const int below = co_await down_and_throw(levels - 1);
    co_return below + 1;
}

aio::Coro<int> at_once(int value) { co_return value; }

}  // namespace

TEST_SUITE("aio.coro") {
    TEST_CASE("calling a coroutine runs nothing; awaiting it does") {
        Lines log;
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto coro = answer(log);
                log->push_back("called");
                const int value = co_await coro;
                log->push_back("got " + std::to_string(value));
            }
        };
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"called", "runs", "got 42"});
    }

    TEST_CASE("awaiting a coroutine that does not wait gives way to nobody") {
        struct Body {
            static aio::Coro<> other(Lines* log) {
                log->push_back("other");
                co_return;
            }
            static aio::Coro<> main(Lines* log) {
                const auto task = aio::create_task(other(log));
                const int one = co_await at_once(1);
                log->push_back("main " + std::to_string(one));
                co_await task;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"main 1", "other"});
    }

    TEST_CASE("a chain of 100,000 awaits neither overflows the stack going down nor coming back") {
        CHECK(run_virtual(down(100'000)) == 100'000);
    }

    TEST_CASE("an exception passes through 10,000 levels of co_await") {
        CHECK_THROWS_WITH_AS(run_virtual(down_and_throw(10'000)), "from below", std::runtime_error);
    }

    TEST_CASE("a chain of 100,000 coroutines that never ends is destroyed without recursion") {
        struct Body {
            // Refuses to be cancelled, so that only destruction ends it.
            static aio::Coro<> stubborn() {
                while (true) {
                    try {
                        co_await aio::sleep(1h);
                    } catch (const aio::CancelledError&) {
                    }
                }
            }
            static aio::Coro<> endless(int levels) {
                if (levels > 0) {
                    co_await endless(levels - 1);
                } else {
                    co_await stubborn();
                }
            }
        };
        {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
            const auto task = loop.create_task(Body::endless(100'000));
            loop.call_later(1s, [&loop] { loop.stop(); });
            loop.run_forever();
            CHECK_FALSE(task.done());
        }
        CHECK(true);  // reached: the loop's destructor came back
    }

    TEST_CASE("a million awaits that never wait use no stack") {
        struct Body {
            static aio::Coro<long> sum(int count) {
                long total = 0;
                for (int i = 0; i < count; ++i) total += co_await at_once(1);
                co_return total;
            }
        };
        CHECK(run_virtual(Body::sum(1'000'000)) == 1'000'000);
    }

    TEST_CASE("awaiting a coroutine twice is refused, with the line") {
        struct Body {
            static aio::Coro<std::string> main(Lines* log) {
                auto coro = answer(log);
                co_await coro;
                try {
                    co_await coro;
                } catch (const aio::UsageError& error) {
                    co_return error.what();
                }
                co_return "";
            }
        };
        Lines log;
        const std::string what = run_virtual(Body::main(&log));
        CHECK(what.find("awaited before") != std::string::npos);
        CHECK(what.find("coro_test.cpp:") != std::string::npos);
        CHECK(log == Lines{"runs"});
    }

    TEST_CASE("a coroutine that nobody awaits is reported by name when it is dropped") {
        struct Body {
            static aio::Coro<> main(Lines* log, Lines* reports) {
                aio::current_loop().set_exception_handler(
                    [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
                {
                    const auto dropped = answer(log);
                }
                co_return;
            }
        };
        Lines log;
        Lines reports;
        run_virtual(Body::main(&log, &reports));
        CHECK(log.empty());
        REQUIRE(reports.size() == 1);
        CHECK(reports[0].find("coroutine 'answer' was never awaited") == 0);
    }

    TEST_CASE("move-only results come out of a coroutine by move") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> make() { co_return std::make_unique<int>(7); }
            static aio::Coro<int> main() {
                const auto made = co_await make();
                co_return *made;
            }
        };
        CHECK(run_virtual(Body::main()) == 7);
    }

    TEST_CASE("what a coroutine holds is destroyed when its task is cancelled") {
        struct Body {
            static aio::Coro<> hold(std::shared_ptr<int> held) {
                co_await aio::sleep(1h);
                CHECK(held != nullptr);
            }
            static aio::Coro<> main(std::shared_ptr<int> held) {
                auto task = aio::create_task(hold(std::move(held)));
                co_await aio::sleep(0);
                task.cancel();
            }
        };
        auto held = std::make_shared<int>(1);
        const std::weak_ptr<int> watch = held;
        run_virtual(Body::main(std::move(held)));
        CHECK(watch.expired());
    }

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
    TEST_CASE("a body that GCC 12 compiles to nothing is a clear error, not a silence (PR 106188)") {
        struct Body {
            static aio::Coro<bool> truth() { co_return true; }
            // Unsafe on purpose: co_await in a condition, and no local at the top.
            static aio::Coro<> lost(Lines* log) {
                if (co_await truth()) log->push_back("ran");  // gcc12-unsafe: that is what is tested
            }
        };
        Lines log;
        std::string what;
        try {
            run_virtual(Body::lost(&log));
        } catch (const aio::UsageError& error) {
            what = error.what();
        }
        CHECK(log.empty());
        CHECK(what.find("PR 106188") != std::string::npos);
    }
#endif
}
