#include "group_support.hpp"

#include <optional>

using namespace test;

TEST_SUITE("aio.task_group") {
    TEST_CASE("a child that is cancelled by itself disturbs nobody (S55)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    auto a = group.create_task(patient("a", log));
                    group.create_task(patient("b", log));
                    co_await aio::sleep(0);
                    a.cancel("enough");
                });
                log->push_back("after " + left());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled: enough", "b slept", "after 0"});
    }

    TEST_CASE("a cancellation from outside that meets the body passes through, after the children have ended (S55)") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(patient("a", log));
                    co_await patient("body", log);
                });
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(block(log));
                co_await aio::sleep(1s);
                task.cancel("stop");
                try {
                    co_await task;
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back("out: " + cancelled.message());
                }
                CHECK(task.cancelled());
                CHECK(task.cancelling() == 1);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"body cancelled: stop", "a cancelled", "out: stop"});
    }

    TEST_CASE("a cancellation from outside that meets the end of the block cancels the children (S55)") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(patient("a", log));
                    group.create_task(patient("b", log));
                    co_return;
                });
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(block(log));
                co_await aio::sleep(1s);
                task.cancel("stop");
                auto ticker = aio::create_task(ticks(6, log));
                try {
                    co_await task;
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back("out: " + cancelled.message());
                }
                co_await ticker;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"t0", "a cancelled", "b cancelled", "t1", "t2", "t3", "out: stop", "t4", "t5"});
    }

    TEST_CASE("cancelled again and again, the block still waits until its children have cleaned up (S55)") {
        struct Body {
            static aio::Coro<> slow(Lines* log) {
                bool cancelled = false;
                try {
                    co_await aio::sleep(10s);
                } catch (const aio::CancelledError&) {
                    cancelled = true;
                }
                co_await aio::sleep(2s);
                log->push_back(cancelled ? "clean" : "slept");
            }
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(slow(log));
                    co_return;
                });
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(block(log));
                for (int i = 0; i < 3; ++i) {
                    co_await aio::sleep(0.5);
                    task.cancel("number " + std::to_string(i));
                }
                try {
                    co_await task;
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back(cancelled.message());
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"clean", "number 0"});
    }

    TEST_CASE("a cancellation at any turn of a short block arrives, or comes too late") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(aio::sleep(0));
                    co_return;
                });
                log->push_back("after");
                co_await aio::sleep(0);
                log->push_back("end");
            }
            static aio::Coro<> main(int turns, Lines* log) {
                auto task = aio::create_task(block(log));
                for (int i = 0; i < turns; ++i) co_await aio::sleep(0);
                task.cancel();
                try {
                    co_await task;
                } catch (const aio::CancelledError&) {
                    log->push_back("C");
                }
            }
        };
        for (int turns = 0; turns < 8; ++turns) {
            Lines log;
            run_virtual(Body::main(turns, &log));
            const Lines expected = turns < 5 ? Lines{"C"} : turns == 5 ? Lines{"after", "C"} : Lines{"after", "end"};
            CAPTURE(turns);
            CHECK(log == expected);
        }
    }

    TEST_CASE("a cancellation from outside and an error: the group comes first, the request at the next wait (S56)") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(fail_when_cancelled("broken"));
                        co_return;
                    });
                } catch (const aio::ExceptionGroup& group) {
                    log->push_back(texts(group).front() + " " + left());
                }
                try {
                    co_await aio::sleep(1s);
                    log->push_back("went on");
                } catch (const aio::CancelledError&) {
                    log->push_back("C");
                    throw;
                }
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(block(log));
                co_await aio::sleep(1s);
                task.cancel();
                try {
                    co_await task;
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled");
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"broken 1", "C", "cancelled"});
    }

    TEST_CASE("cancel() ends the children and the body, and no CancelledError comes out (S59)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(patient("a", log));
                    co_await aio::sleep(1s);
                    group.cancel();
                    group.cancel();
                    co_await patient("body", log);
                });
                log->push_back("after " + left());
                co_await aio::sleep(1s);
                log->push_back("slept");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "body cancelled", "after 0", "slept"});
    }

    TEST_CASE("cancel() by a child, while the group waits for its end (S59)") {
        struct Body {
            static aio::Coro<> end_it(aio::TaskGroup& group) {
                co_await aio::sleep(1s);
                group.cancel();
            }
            static aio::Coro<> main(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(patient("a", log));
                    group.create_task(end_it(group));
                    group.create_task(patient("b", log));
                    co_return;
                });
                log->push_back("after " + left());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "b cancelled", "after 0"});
    }

    TEST_CASE("cancel() by the body just before its end: nothing is left to cancel") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.cancel();
                    co_return;
                });
                co_await aio::sleep(0);
                log->push_back("after " + left());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"after 0"});
    }

    TEST_CASE("cancel() does not swallow a cancellation from outside (S59)") {
        struct Body {
            static aio::Coro<> slow_to_end() {
                bool cancelled = false;
                try {
                    co_await aio::sleep(10s);
                } catch (const aio::CancelledError&) {
                    cancelled = true;
                }
                if (cancelled) co_await aio::sleep(2s);
            }
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(slow_to_end());
                    co_await aio::sleep(0);
                    group.cancel();
                });
                log->push_back("never");
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(block(log));
                co_await aio::sleep(1s);
                task.cancel("from outside");
                try {
                    co_await task;
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back(cancelled.message() + " at " + std::to_string(static_cast<int>(now())));
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"from outside at 2"});
    }

    TEST_CASE("after cancel(), errors of children still come out as a group (S59)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(fail_when_cancelled("broken"));
                        co_await aio::sleep(0);
                        group.cancel();
                    });
                } catch (const aio::ExceptionGroup& group) {
                    log->push_back(texts(group).front() + " " + left());
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"broken 0"});
    }

    TEST_CASE("a body that cancel() cut short has no result: an optional is empty, anything else a UsageError") {
        struct Body {
            static aio::Coro<> main() {
                const auto none =
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<std::optional<int>> {
                        group.cancel();
                        co_await aio::sleep(1s);
                        co_return 1;
                    });
                CHECK_FALSE(none.has_value());
                bool told = false;
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<int> {
                        group.cancel();
                        co_await aio::sleep(1s);
                        co_return 1;
                    });
                } catch (const aio::UsageError&) {
                    told = true;
                }
                CHECK(told);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("run() ends while a group waits: children are cancelled oldest first, nothing is left behind") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(patient("a", log));
                    group.create_task(patient("b", log));
                    co_return;
                });
            }
            static aio::Coro<> main(Lines* log) {
                aio::create_task(block(log));
                co_await aio::sleep(1s);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "b cancelled"});
    }

    TEST_CASE("a loop that goes with a group in it takes everything along") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                    group.create_task(patient("a", log));
                    group.create_task(fail("b"));
                    co_return;
                });
            }
        };
        Lines log;
        for (int turns = 1; turns < 6; ++turns) {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
            loop.set_exception_handler([](const aio::ErrorContext&) {});
            auto task = loop.create_task(Body::block(&log));
            for (int turn = 0; turn < turns; ++turn) {
                loop.call_soon([&loop] { loop.stop(); });
                loop.run_forever();
            }
        }
        for (const auto& line : log) CHECK(line == "a cancelled");  // by the group, in the longer runs
    }
}
