#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

TEST_SUITE("aio.task") {
    TEST_CASE("create_task starts nothing until its creator gives way (S13)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                const auto task = aio::create_task(say("task", log));
                log->push_back("after create_task");
                co_await task;
                log->push_back("after await");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"after create_task", "task", "after await"});
    }

    TEST_CASE("tasks start in the order of their creation") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                for (const char* name : {"a", "b", "c"}) aio::create_task(say(name, log));
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a", "b", "c"});
    }

    TEST_CASE("awaiting a task that is done gives way to nobody (S14)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                const auto done = aio::create_task(value_after(0s, 1));
                co_await done;
                aio::create_task(say("other", log));
                const int again = co_await done;
                log->push_back("main " + std::to_string(again));
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"main 1", "other"});
    }

    TEST_CASE("who awaits a task runs one turn after it is done (S16)") {
        struct Body {
            static aio::Coro<std::uint64_t> ends() {
                co_await aio::sleep(1s);
                co_return aio::current_loop().turn();
            }
            static aio::Coro<std::uint64_t> main() {
                const auto task = aio::create_task(ends());
                const std::uint64_t ended = co_await task;
                co_return aio::current_loop().turn() - ended;
            }
        };
        CHECK(run_virtual(Body::main()) == 1);
    }

    TEST_CASE("a sleep's task runs one turn after its timer fired") {
        struct Body {
            static aio::Coro<std::uint64_t> main() {
                std::uint64_t fired = 0;
                auto& loop = aio::current_loop();
                // Armed before the sleep, so that it fires in the same turn.
                loop.call_later(1s, [&fired, &loop] { fired = loop.turn(); });
                co_await aio::sleep(1s);
                co_return loop.turn() - fired;
            }
        };
        CHECK(run_virtual(Body::main()) == 1);
    }

    TEST_CASE("many may await one task, and all get its result, in the order in which they asked (S17, S20)") {
        struct Body {
            static aio::Coro<> wait(std::string name, aio::Task<int> task, Lines* log) {
                const int value = co_await task;
                log->push_back(name + std::to_string(value));
            }
            static aio::Coro<> main(Lines* log) {
                const auto shared = aio::create_task(value_after(1s, 5));
                co_await aio::gather(wait("a", shared, log), wait("b", shared, log), wait("c", shared, log));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a5", "b5", "c5"});
    }

    TEST_CASE("all who await a failed task get the same exception") {
        struct Body {
            static aio::Coro<std::string> wait(aio::Task<> task) {
                try {
                    co_await task;
                } catch (const std::runtime_error& error) {
                    co_return error.what();
                }
                co_return "";
            }
            static aio::Coro<Lines> main() {
                const auto shared = aio::create_task(fail("broken"));
                auto [a, b] = co_await aio::gather(wait(shared), wait(shared));
                co_return Lines{a, b};
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"broken", "broken"});
    }

    TEST_CASE("a result that is not there yet is an InvalidStateError (S18)") {
        struct Body {
            static aio::Coro<> main() {
                const auto task = aio::create_task(value_after(1s, 1));
                CHECK_THROWS_AS(task.result(), aio::InvalidStateError);
                CHECK_THROWS_AS(task.exception(), aio::InvalidStateError);
                CHECK_FALSE(task.done());
                co_await task;
                CHECK(task.done());
                CHECK(task.result() == 1);
                CHECK(task.exception() == nullptr);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a task cannot await itself (S21)") {
        struct Body {
            static aio::Coro<> selfish(aio::Task<>* self, Lines* log) {
                try {
                    co_await *self;
                } catch (const aio::UsageError& error) {
                    log->push_back(error.what());
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::Task<> self;
                self = aio::create_task(selfish(&self, log), "me");
                co_await self;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        REQUIRE(log.size() == 1);
        CHECK(log[0].find("task 'me' cannot await itself") == 0);
    }

    TEST_CASE("a task cannot wait for a gather of itself (divergence)") {
        struct Body {
            static aio::Coro<> selfish(aio::Task<>* self, Lines* log) {
                try {
                    co_await aio::gather(*self, aio::sleep(0));
                } catch (const aio::UsageError& error) {
                    log->push_back(error.what());
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::Task<> self;
                self = aio::create_task(selfish(&self, log), "me");
                co_await self;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        REQUIRE(log.size() == 1);
        CHECK(log[0].starts_with("task 'me' cannot await itself"));
    }

    TEST_CASE("tasks have names, by default Task-N, counted up (S24)") {
        struct Body {
            static aio::Coro<Lines> main() {
                const auto named = aio::create_task(value_after(0s, 1), "named");
                auto first = aio::create_task(value_after(0s, 1));
                const auto second = aio::create_task(value_after(0s, 1));
                Lines names{aio::current_task().name(), named.name(), first.name(), second.name()};
                first.set_name("renamed");
                names.push_back(first.name());
                co_return names;
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"main", "named", "Task-1", "Task-2", "renamed"});
    }

    TEST_CASE("all_tasks are those that are not done, oldest first; current_task is the one that runs") {
        struct Body {
            static aio::Coro<> main() {
                const auto quick = aio::create_task(value_after(0s, 1), "quick");
                const auto slow = aio::create_task(value_after(1s, 1), "slow");
                CHECK(aio::all_tasks() == std::vector<aio::AnyTask>{aio::current_task(), quick, slow});
                co_await quick;
                CHECK(aio::all_tasks() == std::vector<aio::AnyTask>{aio::current_task(), slow});
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("the loop keeps a task alive that nobody holds (S26, ours)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::create_task(say("ran", log));
                co_await aio::sleep(1s);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"ran"});
    }

    TEST_CASE("an exception that nobody looked at is reported once, when the task goes (S25)") {
        struct Body {
            static aio::Coro<> main(Lines* reports) {
                aio::current_loop().set_exception_handler(
                    [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
                aio::create_task(fail("lost"), "careless");
                co_await aio::sleep(1s);
                const auto seen = aio::create_task(fail("seen"));
                co_await aio::sleep(1s);
                CHECK(seen.exception() != nullptr);
            }
        };
        Lines reports;
        run_virtual(Body::main(&reports));
        REQUIRE(reports.size() == 1);
        CHECK(reports[0] == "task 'careless' raised an exception that nobody looked at");
    }
}
