#include "generator_support.hpp"

using namespace test;

TEST_SUITE("aio.generator") {
    TEST_CASE("while somebody is inside, next() and aclose() are refused, and nothing else happens (S72)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto values = count_slowly(2);
                auto reader = aio::create_task(take(values, log));
                co_await aio::sleep(0);
                try {
                    co_await values.next();
                } catch (const aio::UsageError& error) {
                    log->push_back(std::string(error.what()).substr(0, 53));
                    CHECK(error.where().line() == __LINE__ - 3);
                }
                try {
                    co_await values.aclose();
                } catch (const aio::UsageError& error) {
                    log->push_back(std::string(error.what()).substr(0, 55));
                }
                co_await reader;
                const auto second = co_await values.next();
                log->push_back(show(second));
            }
            static aio::Coro<> take(aio::AsyncGenerator<int>& values, Lines* log) {
                const auto value = co_await values.next();
                log->push_back(show(value));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"next() while generator 'count_slowly' runs already: o",
                           "aclose() while generator 'count_slowly' runs already: o", "0", "1"});
    }

    TEST_CASE("aclose() throws GeneratorExit at the co_yield; the body cleans up, and may wait") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto values = careful("a", log);
                co_await values.next();
                co_await values.aclose();
                log->push_back("closed at " + std::to_string(static_cast<int>(now())));
                co_await values.aclose();
                const auto none = co_await values.next();
                log->push_back(show(none));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cleaned up", "a released", "closed at 1", "end"});
    }

    TEST_CASE("aclose() of a generator that was not begun runs nothing") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto values = careful("a", log);
                co_await values.aclose();
                const auto none = co_await values.next();
                log->push_back(show(none));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"end"});
    }

    TEST_CASE("handlers for errors let GeneratorExit pass, and other errors come out of aclose()") {
        struct Body {
            static aio::AsyncGenerator<int> indifferent(Lines* log) {
                try {
                    co_yield 1;
                } catch (const std::exception&) {
                    log->push_back("never");
                }
            }
            static aio::AsyncGenerator<int> clumsy() {
                try {
                    co_yield 1;
                } catch (const aio::GeneratorExit&) {
                    throw std::runtime_error("clumsy");
                }
            }
            static aio::Coro<> main(Lines* log) {
                auto first = indifferent(log);
                co_await first.next();
                co_await first.aclose();
                auto second = clumsy();
                co_await second.next();
                try {
                    co_await second.aclose();
                } catch (const std::runtime_error& error) {
                    log->push_back(error.what());
                }
                CHECK(second.done());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"clumsy"});
    }

    TEST_CASE("a body that gives one more value when it is closed is told so, and ends there") {
        struct Body {
            static aio::AsyncGenerator<int> stubborn(Lines* log) {
                const Guard guard("stubborn", log);
                try {
                    co_yield 1;
                } catch (const aio::GeneratorExit&) {
                    log->push_back("ignored");
                }
                co_yield 2;
                log->push_back("never");
            }
            static aio::Coro<> main(Lines* log) {
                auto values = stubborn(log);
                co_await values.next();
                try {
                    co_await values.aclose();
                } catch (const aio::UsageError& error) {
                    log->push_back(std::string(error.what()).substr(0, 59));
                }
                CHECK(values.done());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log ==
              Lines{"ignored", "stubborn released", "generator 'stubborn' was closed and gave one more value: af"});
    }

    TEST_CASE("left before its end it stops where it stands, and what lives in its body goes (S72)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                {
                    auto values = careful("a", log);
                    co_await values.next();
                }
                log->push_back("left");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a released", "left"});
    }

    TEST_CASE("its handle may go while a task is inside: that task goes on to its value") {
        struct Body {
            static aio::Coro<> take(std::unique_ptr<aio::AsyncGenerator<int>>* values, Lines* log) {
                const auto value = co_await (*values)->next();
                log->push_back(show(value));
            }
            static aio::Coro<> main(Lines* log) {
                auto values = std::make_unique<aio::AsyncGenerator<int>>(count_slowly(2));
                auto reader = aio::create_task(take(&values, log));
                co_await aio::sleep(0);
                values.reset();
                co_await reader;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"0"});
    }

    TEST_CASE("run() closes those that still live when it ends, after the tasks (S11)") {
        struct Body {
            static aio::Coro<> background(Lines* log) {
                const Guard guard("task", log);
                co_await aio::sleep(10s);
            }
            static aio::Coro<> main(std::vector<aio::AsyncGenerator<int>>* kept, Lines* log) {
                kept->push_back(careful("a", log));
                kept->push_back(careful("b", log));
                kept->push_back(careful("not begun", log));
                co_await (*kept)[0].next();
                co_await (*kept)[1].next();
                auto task = aio::create_task(background(log));
                co_await aio::sleep(0);
                log->push_back("main done");
            }
        };
        Lines log;
        std::vector<aio::AsyncGenerator<int>> kept;
        run_virtual(Body::main(&kept, &log));
        CHECK(log == Lines{"main done", "task released", "a cleaned up", "a released", "b cleaned up", "b released"});
        CHECK(kept[0].done());
        CHECK_FALSE(kept[2].done());
    }

    TEST_CASE("what a generator raises while run() closes it is reported") {
        struct Body {
            static aio::AsyncGenerator<int> clumsy() {
                try {
                    co_yield 1;
                } catch (const aio::GeneratorExit&) {
                    throw std::runtime_error("clumsy");
                }
            }
            static aio::Coro<> main(std::optional<aio::AsyncGenerator<int>>* kept, Lines* log) {
                aio::current_loop().set_exception_handler([log](const aio::ErrorContext& context) {
                    log->push_back(context.message + ": " + aio::detail::text_of(context.exception));
                });
                *kept = clumsy();
                co_await (*kept)->next();
            }
        };
        Lines log;
        std::optional<aio::AsyncGenerator<int>> kept;
        run_virtual(Body::main(&kept, &log));
        CHECK(log == Lines{"task 'close generator 'clumsy'' raised an exception while the loop shut down: clumsy"});
    }

    TEST_CASE("a task that a generator starts while run() closes it is cancelled too, and runs its handlers") {
        struct Body {
            static aio::Coro<> background(Lines* log) {
                const Guard guard("task", log);
                co_await aio::sleep(0);
                try {
                    co_await aio::sleep(10s);
                } catch (const aio::CancelledError&) {
                    log->push_back("task cancelled");
                }
            }
            static aio::AsyncGenerator<int> busy(Lines* log) {
                bool closed = false;
                try {
                    co_yield 1;
                } catch (const aio::GeneratorExit&) {
                    closed = true;
                }
                if (closed) aio::create_task(background(log));
                co_await aio::sleep(1s);
            }
            static aio::Coro<> main(std::optional<aio::AsyncGenerator<int>>* kept, Lines* log) {
                *kept = busy(log);
                co_await (*kept)->next();
            }
        };
        Lines log;
        std::optional<aio::AsyncGenerator<int>> kept;
        run_virtual(Body::main(&kept, &log));
        CHECK(log == Lines{"task cancelled", "task released"});
    }

    TEST_CASE("a loop that goes with a task inside a generator takes both along; the handle may stay") {
        struct Body {
            static aio::Coro<> take(aio::AsyncGenerator<int>& values) { co_await values.next(); }
        };
        auto inside = count_slowly(2);
        auto begun = count(2);
        {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
            loop.set_exception_handler([](const aio::ErrorContext&) {});
            loop.run_until_done(loop.create_task(Body::take(begun)));
            auto task = loop.create_task(Body::take(inside));
            loop.call_soon([&loop] { loop.stop(); });
            loop.run_forever();
        }
        CHECK(inside.done());
        CHECK_FALSE(begun.done());
    }

    TEST_CASE("for_each left by an exception closes the generator that it owns, and leaves a lent one open") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                const auto refuse = [](int) { throw std::runtime_error("refused"); };
                try {
                    co_await aio::for_each(careful("owned", log), refuse);
                } catch (const std::runtime_error& error) {
                    log->push_back(error.what());
                }
                auto lent = careful("lent", log);
                try {
                    co_await aio::for_each(lent, refuse);
                } catch (const std::runtime_error& error) {
                    log->push_back(error.what());
                }
                const auto second = co_await lent.next();
                log->push_back(show(second));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"owned cleaned up", "owned released", "refused", "refused", "2", "lent released"});
    }
}
