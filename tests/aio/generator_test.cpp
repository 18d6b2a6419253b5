#include "generator_support.hpp"

using namespace test;

TEST_SUITE("aio.generator") {
    TEST_CASE("nothing runs until the first value is asked for, and values come one by one") {
        struct Body {
            static aio::AsyncGenerator<int> talk(Lines* log) {
                log->push_back("begun");
                co_yield 1;
                log->push_back("on");
                co_yield 2;
                log->push_back("over");
            }
            static aio::Coro<> main(Lines* log) {
                auto values = talk(log);
                log->push_back("made");
                for (int i = 0; i < 4; ++i) {
                    const auto value = co_await values.next();
                    log->push_back(show(value));
                    CHECK(values.done() == !value.has_value());
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"made", "begun", "1", "on", "2", "over", "end", "end"});
    }

    TEST_CASE("it reads as a loop, and gives way only where its body does") {
        struct Body {
            static aio::AsyncGenerator<int> yielding() {
                for (int i = 0; i < 3; ++i) {
                    co_await aio::sleep(0);
                    co_yield i;
                }
            }
            static aio::Coro<> main(Lines* log) {
                auto ticker = aio::create_task(ticks(5, log));
                auto at_once = count(3);
                while (auto value = co_await at_once.next()) {  // gcc12-unsafe: a local stands above
                    log->push_back(std::to_string(*value));
                }
                auto slowly = yielding();
                for (auto value = co_await slowly.next(); value; value = co_await slowly.next()) {
                    log->push_back(std::to_string(*value));
                }
                co_await ticker;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"0", "1", "2", "t0", "0", "t1", "1", "t2", "2", "t3", "t4"});
    }

    TEST_CASE("a body that never waits may give a million values") {
        struct Body {
            static aio::Coro<long> main() {
                long sum = 0;
                co_await aio::for_each(count(1'000'000), [&sum](int value) { sum += value; });
                co_return sum;
            }
        };
        CHECK(run_virtual(Body::main()) == 499'999'500'000L);
    }

    TEST_CASE("values that can only be moved") {
        struct Body {
            static aio::Coro<> main() {
                auto values = boxes();
                auto first = co_await values.next();
                auto second = co_await values.next();
                CHECK(**first + **second == 3);
                const auto none = co_await values.next();
                CHECK_FALSE(none.has_value());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what the body raises comes out of next(), and it has ended") {
        struct Body {
            static aio::AsyncGenerator<int> broken() {
                co_yield 1;
                throw std::runtime_error("broken");
            }
            static aio::Coro<> main(Lines* log) {
                auto values = broken();
                for (int i = 0; i < 3; ++i) {
                    try {
                        const auto value = co_await values.next();
                        log->push_back(show(value));
                    } catch (const std::runtime_error& error) {
                        log->push_back(error.what());
                    }
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"1", "broken", "end"});
    }

    TEST_CASE("a cancellation reaches what the body waits for; let through, it ends the generator") {
        struct Body {
            static aio::AsyncGenerator<int> patient(Lines* log) {
                const Guard guard("patient", log);
                co_yield 1;
                try {
                    co_await aio::sleep(10s);
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled inside");
                    throw;
                }
                co_yield 2;
            }
            static aio::Coro<> read(aio::AsyncGenerator<int>& values, Lines* log) {
                for (auto value = co_await values.next(); value; value = co_await values.next()) {
                    log->push_back(show(value));
                }
            }
            static aio::Coro<> main(Lines* log) {
                auto values = patient(log);
                auto reader = aio::create_task(read(values, log));
                co_await aio::sleep(1s);
                reader.cancel();
                try {
                    co_await reader;
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled outside");
                }
                const auto none = co_await values.next();
                log->push_back(show(none));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"1", "cancelled inside", "patient released", "cancelled outside", "end"});
    }

    TEST_CASE("a body that catches a cancellation gives its next value") {
        struct Body {
            static aio::AsyncGenerator<std::string> stubborn() {
                bool caught = false;
                try {
                    co_await aio::sleep(10s);
                } catch (const aio::CancelledError&) {
                    caught = true;
                }
                co_yield caught ? "caught" : "slept";
            }
            static aio::Coro<> read(aio::AsyncGenerator<std::string>& values, Lines* log) {
                const auto value = co_await values.next();
                log->push_back(value.value_or("end"));
            }
            static aio::Coro<> main(Lines* log) {
                auto values = stubborn();
                auto reader = aio::create_task(read(values, log));
                co_await aio::sleep(1s);
                reader.cancel();
                co_await reader;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"caught"});
    }

    TEST_CASE("several tasks may take turns with it") {
        struct Body {
            static aio::Coro<> read(std::string name, aio::AsyncGenerator<int>& values, Lines* log) {
                for (int i = 0; i < 2; ++i) {
                    const auto value = co_await values.next();
                    log->push_back(name + show(value));
                }
            }
            static aio::Coro<> main(Lines* log) {
                auto values = count_slowly(3);
                co_await read("a", values, log);
                auto task = aio::create_task(read("b", values, log));
                co_await task;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a0", "a1", "b2", "bend"});
    }

    TEST_CASE("for_each gives every item to a function, or awaits a coroutine for each") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto lent = count_slowly(2);
                co_await aio::for_each(lent, [&](int value) { log->push_back(std::to_string(value)); });
                co_await aio::for_each(boxes(), [&](std::unique_ptr<int> box) -> aio::Coro<> {
                    co_await aio::sleep(1s);
                    log->push_back("box " + std::to_string(*box) + " at " + std::to_string(static_cast<int>(now())));
                });
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"0", "1", "box 1 at 3", "box 2 at 4"});
    }

    TEST_CASE("the await chain goes through the body, with the line where it waits") {
        struct Body {
            static aio::AsyncGenerator<int> wait(unsigned* line) {
                co_yield 0;
                *line = __LINE__ + 1;
                co_await aio::sleep(1s);
                co_yield 1;
            }
            static aio::Coro<> take(aio::AsyncGenerator<int>& values) {
                co_await values.next();
                co_await values.next();
            }
            static aio::Coro<> main() {
                unsigned line = 0;
                auto values = wait(&line);
                auto task = aio::create_task(take(values));
                co_await aio::sleep(0);
                const aio::detail::PromiseBase* inner = task.state()->innermost();
                CHECK(inner->site().line() == line);
                REQUIRE(inner->outer() != nullptr);
                CHECK(inner->outer()->site().line() == line + 5);
                CHECK(inner->outer()->outer() == nullptr);
                co_await task;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("next() can be gathered and made a task of, like whatever can be awaited") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto a = count_slowly(1);
                auto b = count_slowly(1);
                auto [first, second] = co_await aio::gather(a.next(), b.next());
                log->push_back(show(first) + show(second) + " at " + std::to_string(static_cast<int>(now())));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"00 at 1"});
    }

    TEST_CASE("a handle that was moved from says so") {
        struct Body {
            static aio::Coro<> main() {
                auto first = count(1);
                auto second = std::move(first);
                bool told = false;
                try {
                    co_await first.next();  // NOLINT(bugprone-use-after-move)
                } catch (const aio::UsageError&) {
                    told = true;
                }
                CHECK(told);
                const auto value = co_await second.next();
                CHECK(value == 0);
            }
        };
        run_virtual(Body::main());
    }
}
