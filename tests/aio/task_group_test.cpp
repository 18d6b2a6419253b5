#include "group_support.hpp"

#include <memory>
#include <optional>

using namespace test;

TEST_SUITE("aio.task_group") {
    TEST_CASE("the block ends when its children have ended") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(patient("a", log), "a");
                    group.create_task(patient("b", log));
                    CHECK(group.size() == 2);
                    log->push_back("body done");
                    co_return;
                });
                log->push_back("after at " + std::to_string(static_cast<int>(now())));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"body done", "a slept", "b slept", "after at 10"});
    }

    TEST_CASE("an empty group does not give way (S15)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::create_task(say("other", log));
                co_await aio::with_task_group([&](aio::TaskGroup&) -> aio::Coro<> { co_return; });
                log->push_back("main");
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"main", "other"});
    }

    TEST_CASE("three turns from the result that a child waits for to the end of the block (S16)") {
        struct Body {
            static aio::Coro<> wait(aio::Future<> future) { co_await future; }
            static aio::Coro<> block(aio::Future<> future, Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(wait(future));
                    co_return;
                });
                log->push_back("group done");
            }
            static aio::Coro<> main(Lines* log) {
                aio::Future<> future;
                auto task = aio::create_task(block(future, log));
                for (int i = 0; i < 3; ++i) co_await aio::sleep(0);
                auto ticker = aio::create_task(set_and_tick(future, log));
                co_await aio::gather(task, ticker);
            }
            static aio::Coro<> set_and_tick(aio::Future<> future, Lines* log) {
                future.set_result();
                co_await ticks(5, log);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"t0", "t1", "t2", "group done", "t3", "t4"});
    }

    TEST_CASE("what the body returns comes out, also what can only be moved") {
        struct Body {
            static aio::Coro<> main() {
                auto value =
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<std::unique_ptr<int>> {
                        auto task = group.create_task(value_after(1s, 6));
                        co_return std::make_unique<int>(co_await task + 1);
                    });
                CHECK(*value == 7);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("it takes whatever can be awaited, and gives a task of its result") {
        struct Body {
            static aio::Coro<> main() {
                aio::Lock lock("l");
                auto slept = aio::create_task(value_after(1s, 3));
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    aio::Task<int> number = group.create_task(slept, "number");
                    aio::Task<> acquired = group.create_task(lock.acquire());
                    CHECK(number.name() == "number");
                    const int three = co_await number;
                    CHECK(three == 3);
                    co_await acquired;
                });
                CHECK(lock.locked());
                lock.release();
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a child that fails cancels its siblings, oldest first, and the body (S52, S54)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto ticker = aio::create_task(ticks(6, log));
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                        for (const char* name : {"a", "b", "c", "d"}) group.create_task(patient(name, log));
                        group.create_task(fail("boom"));
                        co_await patient("body", log);
                    });
                } catch (const aio::ExceptionGroup& group) {
                    log->push_back(group.what());
                    log->push_back(left());
                }
                co_await ticker;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"t0", "t1", "t2", "t3", "a cancelled", "b cancelled", "c cancelled", "d cancelled",
                           "body cancelled", "t4", "t5", "unhandled errors in a TaskGroup (1 sub-exception)", "0"});
    }

    TEST_CASE("the last child fails while the parent waits for it: the parent runs once, and may wait again (S52)") {
        struct Body {
            static aio::Coro<> fail_later() {
                co_await aio::sleep(0);
                co_await aio::sleep(0);
                throw std::runtime_error("late");
            }
            static aio::Coro<> main(Lines* log) {
                auto ticker = aio::create_task(ticks(7, log));
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(fail_later());
                        co_return;
                    });
                } catch (const aio::ExceptionGroup&) {
                    log->push_back("group " + left());
                }
                co_await aio::sleep(0);
                log->push_back("went on");
                co_await ticker;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"t0", "t1", "t2", "t3", "t4", "group 0", "t5", "went on", "t6"});
    }

    TEST_CASE("errors stand in the order in which tasks ended, the body's last, without cancellations (S53)") {
        struct Body {
            static aio::Coro<> raise_from_body(aio::TaskGroup& group) {
                group.create_task(fail_when_cancelled("first"));
                group.create_task(aio::sleep(10s));
                group.create_task(fail_when_cancelled("second"));
                co_await aio::sleep(0);
                throw std::runtime_error("body");
            }
            static aio::Coro<> several(aio::TaskGroup& group) {
                group.create_task(fail_when_cancelled("cleanup"));
                co_await aio::sleep(0);
                group.create_task(fail_at_once("bad"));
                co_await aio::sleep(10s);
            }
            static aio::Coro<> at_once(aio::TaskGroup& group) {
                for (const char* name : {"0", "1", "2"}) group.create_task(fail_at_once(name));
                co_return;
            }
            static aio::Coro<Lines> errors_of(aio::Coro<> (*body)(aio::TaskGroup&)) {
                Lines lines;
                try {
                    co_await aio::with_task_group(body);
                } catch (const aio::ExceptionGroup& group) {
                    lines = texts(group);
                }
                lines.push_back(left());
                co_return lines;
            }
        };
        CHECK(run_virtual(Body::errors_of(Body::raise_from_body)) == Lines{"first", "second", "body", "0"});
        CHECK(run_virtual(Body::errors_of(Body::several)) == Lines{"bad", "cleanup", "0"});
        CHECK(run_virtual(Body::errors_of(Body::at_once)) == Lines{"0", "1", "2", "0"});
    }

    TEST_CASE("a group that nobody awaits is reported by its name") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().set_exception_handler(
                    [log](const aio::ErrorContext& context) { log->push_back(context.message.substr(0, 48)); });
                {
                    const auto forgotten =
                        aio::with_task_group([&](aio::TaskGroup&) -> aio::Coro<> { co_await say("never", log); });
                }
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"coroutine 'with_task_group' was never awaited: c"});
    }

    TEST_CASE("a group that has ended takes no more tasks, and the coroutine is closed quietly (S57)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                std::optional<aio::TaskGroup> kept;
                aio::current_loop().set_exception_handler(
                    [log](const aio::ErrorContext& context) { log->push_back(context.message); });
                co_await aio::with_task_group(
                    [&](aio::TaskGroup& group) -> aio::Coro<> {
                        kept = group;
                        co_return;
                    },
                    "fetchers");
                try {
                    kept->create_task(say("never", log));
                } catch (const aio::UsageError& error) {
                    log->push_back(std::string(error.what()).substr(0, 34));
                    CHECK(error.lesson() == "task_group");
                    CHECK(error.where().line() == __LINE__ - 4);
                }
                kept->cancel();
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"task group 'fetchers' is finished:"});
    }

    TEST_CASE("a group that shuts down takes no more tasks (S57)") {
        struct Body {
            static aio::Coro<> stubborn(aio::TaskGroup& group, Lines* log) {
                bool cancelled = false;
                try {
                    co_await aio::sleep(10s);
                } catch (const aio::CancelledError&) {
                    cancelled = true;
                }
                CHECK(cancelled);
                group.create_task(say("never", log));
            }
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().set_exception_handler(
                    [log](const aio::ErrorContext& context) { log->push_back(context.message); });
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(stubborn(group, log));
                        co_await aio::sleep(0);
                        group.create_task(fail_at_once("bad"));
                    });
                } catch (const aio::ExceptionGroup& group) {
                    *log = texts(group);
                    CHECK(group.contains<aio::UsageError>());
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        REQUIRE(log.size() == 2);
        CHECK(log[0] == "bad");
        CHECK(log[1].find("is shutting down") != std::string::npos);
    }

    TEST_CASE("a child may make more children while the group waits for its end (S57)") {
        struct Body {
            static aio::Coro<> child(aio::TaskGroup& group, Lines* log) {
                co_await aio::sleep(1s);
                group.create_task(say("leaf", log));
            }
            static aio::Coro<> main(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(child(group, log));
                    co_return;
                });
                log->push_back("after");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"leaf", "after"});
    }

    TEST_CASE("groups in groups: errors nest as the blocks do (S58)") {
        struct Body {
            static aio::Coro<> inner_block(Lines*) {
                co_await aio::with_task_group([&](aio::TaskGroup& inner) -> aio::Coro<> {
                    inner.create_task(fail_at_once("v"));
                    co_await aio::sleep(1s);
                });
            }
            static aio::Coro<> main(Lines* log) {
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& outer) -> aio::Coro<> {
                        outer.create_task(fail_at_once("k"));
                        co_await inner_block(log);
                    });
                } catch (const aio::ExceptionGroup& group) {
                    log->push_back(group.tree());
                }
                log->push_back(left());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"unhandled errors in a TaskGroup (2 sub-exceptions)\n"
                           "+- std::runtime_error: k\n"
                           "+- unhandled errors in a TaskGroup (1 sub-exception)\n"
                           "   +- std::runtime_error: v\n",
                           "0"});
    }

    TEST_CASE("an inner group that fails and is caught leaves the outer one alone (S58)") {
        struct Body {
            static aio::Coro<> outer_body(aio::TaskGroup& outer, Lines* log) {
                outer.create_task(patient("outer child", log));
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& inner) -> aio::Coro<> {
                        inner.create_task(fail_at_once("v"));
                        inner.create_task(patient("inner child", log));
                        co_return;
                    });
                } catch (const aio::ExceptionGroup&) {
                    log->push_back("inner group");
                }
                co_await aio::sleep(1s);
                log->push_back("slept");
                throw std::runtime_error("k");
            }
            static aio::Coro<> main(Lines* log) {
                try {
                    co_await aio::with_task_group(
                        [&](aio::TaskGroup& outer) -> aio::Coro<> { co_await outer_body(outer, log); });
                } catch (const aio::ExceptionGroup& group) {
                    log->push_back(texts(group).front() + " " + left());
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"inner child cancelled", "inner group", "slept", "outer child cancelled", "k 0"});
    }

    TEST_CASE("a body that swallows the group's cancellation goes on, and the group still fails") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(fail_at_once("bad"));
                        try {
                            co_await aio::sleep(10s);
                        } catch (const aio::CancelledError&) {
                            log->push_back("swallowed");
                        }
                        co_await aio::sleep(1s);
                        log->push_back("body end");
                    });
                } catch (const aio::ExceptionGroup&) {
                    log->push_back("group " + left());
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"swallowed", "body end", "group 0"});
    }
}
