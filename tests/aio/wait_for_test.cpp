#include "support.hpp"

#include <cmath>
#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::Coro<int> cleans_up(aio::Duration span, Lines* log) {
    bool cancelled = false;
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        cancelled = true;
    }
    co_await aio::sleep(span);
    log->push_back("clean");
    if (cancelled) throw aio::CancelledError();
    co_return 1;
}

aio::Coro<int> stubborn(Lines* log) {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
    }
    co_await aio::sleep(1s);
    log->push_back("stubborn");
    co_return 3;
}

}  // namespace

TEST_SUITE("aio.wait_for") {
    TEST_CASE("in the same task; a result in time is the result (S43)") {
        struct Body {
            static aio::Coro<bool> is_same(aio::AnyTask task) { co_return task == aio::current_task(); }
            static aio::Coro<> main() {
                const bool same = co_await aio::wait_for(is_same(aio::current_task()), 1s);
                CHECK(same);
                const int value = co_await aio::wait_for(value_after(1s, 5), 2.0);
                CHECK(value == 5);
                const int unlimited = co_await aio::wait_for(value_after(1h, 6), std::nullopt);
                CHECK(unlimited == 6);
                co_await aio::wait_for(aio::sleep(1s), 2s);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("cleaning up is waited for: the whole may take longer (S43)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                try {
                    co_await aio::wait_for(cleans_up(2s, log), 1s);
                } catch (const aio::TimeoutError&) {
                    log->push_back("timeout");
                }
                CHECK(now() == 3.0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"clean", "timeout"});
    }

    TEST_CASE("what swallows the cancellation and returns gives its value (S43)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                const int value = co_await aio::wait_for(stubborn(log), 1s);
                CHECK(value == 3);
                CHECK(aio::current_task().cancelling() == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"stubborn"});
    }

    TEST_CASE("a limit of zero or less never starts a coroutine (S44)") {
        struct Body {
            static aio::Coro<int> main(Lines* log) {
                int timeouts = 0;
                for (const double limit : {0.0, -1.0}) {
                    const auto start = aio::current_loop().turn();
                    try {
                        co_await aio::wait_for(say("started", log), limit);
                    } catch (const aio::TimeoutError& error) {
                        ++timeouts;
                        CHECK_THROWS_AS(std::rethrow_if_nested(error), aio::CancelledError);
                    }
                    CHECK(aio::current_loop().turn() - start == 3);
                }
                co_return timeouts;
            }
        };
        Lines log;
        CHECK(run_virtual(Body::main(&log)) == 2);
        CHECK(log.empty());
    }

    TEST_CASE("a limit of zero gives what is done, at once, and cancels what is not (S44)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<int> future;
                future.set_result(3);
                const auto start = aio::current_loop().turn();
                const int value = co_await aio::wait_for(future, 0);
                CHECK(value == 3);
                CHECK(aio::current_loop().turn() == start);
                aio::Future<> pending;
                bool timeout = false;
                try {
                    co_await aio::wait_for(pending, 0s);
                } catch (const aio::TimeoutError&) {
                    timeout = true;
                }
                CHECK(timeout);
                CHECK(pending.cancelled());
                CHECK(aio::current_loop().turn() - start == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE(
        "at a limit of zero a running task that swallows the cancellation gives its value; the wait can be cancelled") {
        struct Body {
            static aio::Coro<int> wait(aio::Task<int> task) {
                const int value = co_await aio::wait_for(task, 0s);
                co_return value;
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(stubborn(log));
                co_await aio::sleep(0);
                auto waiting = aio::create_task(wait(task));
                co_await aio::sleep(0);
                co_await aio::sleep(0);
                waiting.cancel();
                try {
                    co_await waiting;
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled");
                }
                const int value = co_await task;
                CHECK(value == 3);
                auto again = aio::create_task(stubborn(log));
                co_await aio::sleep(0);
                const int kept = co_await aio::wait_for(again, 0s);
                CHECK(kept == 3);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled", "stubborn", "stubborn"});
    }

    TEST_CASE("cancelling the caller cancels what it awaits, and stays CancelledError (S44)") {
        struct Body {
            static aio::Coro<int> wait(aio::Task<int> inner) {
                const int value = co_await aio::wait_for(inner, 5s);
                co_return value;
            }
            static aio::Coro<> main() {
                auto inner = aio::create_task(value_after(10s, 1));
                auto outer = aio::create_task(wait(inner));
                co_await aio::sleep(1s);
                outer.cancel();
                co_await aio::wait(outer);
                CHECK(outer.cancelled());
                CHECK(inner.cancelled());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a task that misses the deadline is cancelled; under a shield it goes on") {
        struct Body {
            static aio::Coro<> main() {
                auto first = aio::create_task(value_after(10s, 1));
                auto second = aio::create_task(value_after(10s, 2));
                bool both = false;
                try {
                    co_await aio::wait_for(first, 1s);
                } catch (const aio::TimeoutError&) {
                    both = true;
                }
                try {
                    co_await aio::wait_for(aio::shield(second), 1s);
                    both = false;
                } catch (const aio::TimeoutError&) {
                    CHECK(both);
                }
                CHECK(first.cancelled());
                const int value = co_await second;
                CHECK(value == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what it awaits may raise, and its result may be one that cannot be copied") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> make() {
                co_await aio::sleep(1s);
                co_return std::make_unique<int>(4);
            }
            static aio::Coro<int> main() {
                bool caught = false;
                try {
                    co_await aio::wait_for(fail("no"), 1s);
                } catch (const std::runtime_error& error) {
                    caught = error.what() == std::string("no");
                }
                CHECK(caught);
                auto made = co_await aio::wait_for(make(), 2s);
                auto task = aio::create_task(make());
                auto other = co_await aio::wait_for(task, 2s);
                co_return *made + *other;
            }
        };
        CHECK(run_virtual(Body::main()) == 8);
    }

    TEST_CASE("a lock that is not got in time leaves the line in order") {
        struct Body {
            static aio::Coro<> main() {
                aio::Lock lock;
                co_await lock.acquire();
                for (const auto limit : {0s, 1s}) {
                    bool timeout = false;
                    try {
                        co_await aio::wait_for(lock.acquire(), limit);
                    } catch (const aio::TimeoutError&) {
                        timeout = true;
                    }
                    CHECK(timeout);
                }
                CHECK(lock.statistics().waiting == 0);
                lock.release();
                co_await aio::wait_for(lock.acquire(), 1s);
                CHECK(lock.locked());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("not a number is refused before anything runs") {
        CHECK_THROWS_AS(static_cast<void>(aio::wait_for(aio::sleep(1), std::nan(""))), std::invalid_argument);
    }
}
