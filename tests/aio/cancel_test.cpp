#include "support.hpp"

#include <stdexcept>

using namespace test;

namespace {

aio::Coro<> sleeper(Lines* log) {
    try {
        co_await aio::sleep(10s);
        log->push_back("slept");
    } catch (const aio::CancelledError& error) {
        log->push_back("cancelled " + error.message() + " at " + std::to_string(static_cast<int>(now())));
        throw;
    }
}

}  // namespace

TEST_SUITE("aio.cancel") {
    TEST_CASE("cancel only asks; CancelledError arrives at the next step (S28)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(sleeper(log));
                co_await aio::sleep(1s);
                CHECK(task.cancel("enough"));
                CHECK_FALSE(task.cancelled());
                CHECK(task.cancelling() == 1);
                CHECK(log->empty());
                try {
                    co_await task;
                } catch (const aio::CancelledError& error) {
                    log->push_back("awaiter sees " + error.message());
                }
                CHECK(task.cancelled());
                CHECK_FALSE(task.cancel());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled enough at 1", "awaiter sees enough"});
    }

    TEST_CASE("a task cancelled before its first step never runs its body (S29)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(say("body", log));
                task.cancel();
                co_await aio::sleep(0);
                CHECK(task.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log.empty());
    }

    TEST_CASE("cancelling a task cancels the task that it awaits (S30)") {
        struct Body {
            static aio::Coro<> outer(aio::Task<> inner) { co_await inner; }
            static aio::Coro<> main(Lines* log) {
                auto inner = aio::create_task(sleeper(log));
                auto task = aio::create_task(outer(inner));
                co_await aio::sleep(1s);
                task.cancel();
                co_await aio::sleep(1s);
                CHECK(inner.cancelled());
                CHECK(task.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled  at 1"});
    }

    TEST_CASE("a chain of four tasks resumes five turns after the request at its end (S30)") {
        struct Body {
            static aio::Coro<> link(aio::Task<> next) { co_await next; }
            static aio::Coro<> last() { co_await aio::sleep(1h); }
            static aio::Coro<std::uint64_t> head(aio::Task<> next) {
                try {
                    co_await next;
                } catch (const aio::CancelledError&) {
                }
                co_return aio::current_loop().turn();
            }
            static aio::Coro<std::uint64_t> main() {
                aio::Task<> task = aio::create_task(last());
                for (int i = 0; i < 3; ++i) task = aio::create_task(link(task));
                auto first = aio::create_task(head(task));
                co_await aio::sleep(1s);
                const std::uint64_t asked = aio::current_loop().turn();
                first.cancel();
                const std::uint64_t resumed = co_await first;
                co_return resumed - asked;
            }
        };
        CHECK(run_virtual(Body::main()) == 5);
    }

    TEST_CASE("a caught cancellation is over: the next await does not raise (S31)") {
        struct Body {
            static aio::Coro<int> stubborn() {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                }
                co_await aio::sleep(1s);
                co_return 7;
            }
            static aio::Coro<int> main() {
                auto task = aio::create_task(stubborn());
                co_await aio::sleep(0);
                task.cancel();
                const int value = co_await task;
                CHECK(task.cancelling() == 1);
                CHECK_FALSE(task.cancelled());
                co_return value;
            }
        };
        CHECK(run_virtual(Body::main()) == 7);
    }

    TEST_CASE("two requests before the step are one CancelledError (S32)") {
        struct Body {
            static aio::Coro<int> count() {
                int caught = 0;
                for (int i = 0; i < 3; ++i) {
                    try {
                        co_await aio::sleep(1s);
                    } catch (const aio::CancelledError&) {
                        ++caught;
                    }
                }
                co_return caught;
            }
            static aio::Coro<> main() {
                auto task = aio::create_task(count());
                co_await aio::sleep(0);
                task.cancel();
                task.cancel();
                CHECK(task.cancelling() == 2);
                const int caught = co_await task;
                // The second came while the first was on its way: it meets the next wait.
                CHECK(caught == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a task that cancels itself meets the request at its next real wait (S33)") {
        struct Body {
            static aio::Coro<> main_part(Lines* log) {
                const auto done = aio::create_task(say("done", log));
                co_await done;
                aio::current_task().cancel();
                co_await done;  // no suspension: passes
                log->push_back("passed a done task");
                co_await aio::sleep(1s);
                log->push_back("never");
            }
            static aio::Coro<> returns_at_once() {
                aio::current_task().cancel();
                co_return;
            }
            static aio::Coro<> main(Lines* log) {
                const auto task = aio::create_task(main_part(log));
                const auto other = aio::create_task(returns_at_once());
                co_await aio::sleep(2s);
                CHECK(task.cancelled());
                CHECK(other.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"done", "passed a done task"});
    }

    TEST_CASE("uncancel down to zero takes back a request that was not delivered (S34)") {
        struct Body {
            static aio::Coro<int> self() {
                auto me = aio::current_task();
                me.cancel();
                CHECK(me.uncancel() == 0);
                co_await aio::sleep(1s);
                co_return 3;
            }
            static aio::Coro<int> main() {
                const auto task = aio::create_task(self());
                const int value = co_await task;
                co_return value;
            }
        };
        CHECK(run_virtual(Body::main()) == 3);
    }

    TEST_CASE("cancelling one awaiter cancels the shared task and so the others (S20)") {
        struct Body {
            static aio::Coro<> wait(aio::Task<int> shared) { co_await shared; }
            static aio::Coro<> main() {
                const auto shared = aio::create_task(value_after(10s, 1));
                auto a = aio::create_task(wait(shared));
                const auto b = aio::create_task(wait(shared));
                co_await aio::sleep(1s);
                a.cancel();
                co_await aio::sleep(1s);
                CHECK(shared.cancelled());
                CHECK(a.cancelled());
                CHECK(b.cancelled());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a sleep whose timer fired but whose task has not run yet is still cancelled") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(sleeper(log));
                co_await aio::sleep(0);
                // Fires in the same turn as the sleep's timer, after it.
                aio::current_loop().call_at(10s, [task]() mutable { task.cancel("late"); });
                co_await aio::sleep(20s);
                CHECK(task.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled late at 10"});
    }

    TEST_CASE("run cancels what is left, oldest first, lets it clean up, and reports what fails (S11, ours)") {
        struct Body {
            static aio::Coro<> left(std::string name, Lines* log) {
                try {
                    co_await aio::sleep(1h);
                } catch (const aio::CancelledError&) {
                    log->push_back(name);
                    if (name == "b") throw std::runtime_error("cleanup failed");
                    throw;
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().set_exception_handler(
                    [log](const aio::ErrorContext& context) { log->push_back(context.message); });
                for (const char* name : {"a", "b", "c"}) aio::create_task(left(name, log), name);
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a", "b", "c", "task 'b' raised an exception while the loop shut down"});
    }

    TEST_CASE("run throws what main raised, and CancelledError if main was cancelled") {
        struct Body {
            static aio::Coro<> cancel_me() {
                aio::current_task().cancel("myself");
                co_await aio::sleep(1s);
            }
        };
        CHECK_THROWS_WITH_AS(run_virtual(fail("main failed")), "main failed", std::runtime_error);
        CHECK_THROWS_AS(run_virtual(Body::cancel_me()), aio::CancelledError);
    }

    TEST_CASE("CancelledError is no std::exception, so a handler for errors does not swallow it (S35)") {
        static_assert(!std::is_base_of_v<std::exception, aio::CancelledError>);
    }

    TEST_CASE("a task handle may outlive its loop") {
        struct Body {
            static aio::Coro<aio::Task<int>> main() {
                auto task = aio::create_task(value_after(1s, 9));
                co_await task;
                co_return task;
            }
        };
        auto task = run_virtual(Body::main());
        CHECK(task.done());
        CHECK(task.result() == 9);
        CHECK_FALSE(task.cancel());
        CHECK(task.name() == "Task-1");
    }
}
