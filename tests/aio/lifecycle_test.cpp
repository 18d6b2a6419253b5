#include "support.hpp"

using namespace test;

namespace {

aio::Coro<> step(std::string what, Lines* log) {
    co_await aio::sleep(1);
    log->push_back(what);
}

aio::Coro<> failing(std::string what) {
    co_await aio::sleep(1);
    throw std::runtime_error(what);
}

// A hook: logs after a second.
auto hook(std::string what, Lines* log) {
    return [what, log] { return step(what, log); };
}

aio::Coro<> serve(std::string name, Lines* log) {
    try {
        co_await aio::sleep(1000);
    } catch (const aio::CancelledError& error) {
        log->push_back(name + ": " + error.message());
        throw;
    }
}

}  // namespace

TEST_SUITE("aio.lifecycle") {
    TEST_CASE("parts start in order and stop in reverse, around the body and what it tracks") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app("shop");
                app.add("database", hook("open", log), hook("close", log));
                app.add("cache", hook("fill", log));
                app.add("server", hook("listen", log), hook("hang up", log));
                const auto body = [&app, log]() -> aio::Coro<int> {
                    CHECK(app.state() == aio::Lifecycle::State::running);
                    app.track(serve("one", log), "one");
                    app.track(serve("two", log), "two");
                    co_await aio::sleep(5);
                    CHECK(app.active().size() == 2);
                    CHECK(app.active()[1].name == "two");
                    co_return 42;
                };
                const int result = co_await app.run(body);
                CHECK(result == 42);
                CHECK(app.state() == aio::Lifecycle::State::stopped);
                CHECK(now() == 10);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"open", "fill", "listen", "one: 'shop' stops", "two: 'shop' stops", "hang up", "close"});
    }

    TEST_CASE("if a part cannot start, those before it stop and its exception comes out") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app;
                app.add("database", hook("open", log), hook("close", log));
                app.add("cache", [] { return failing("no memory"); }, hook("never", log));
                app.add("server", hook("never", log), hook("never", log));
                std::string why;
                try {
                    co_await app.start();
                } catch (const std::runtime_error& error) {
                    why = error.what();
                }
                CHECK(why == "no memory");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"open", "close"});
    }

    TEST_CASE("every part stops even if another fails, and all that failed is raised") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app("shop");
                app.add("a", hook("a up", log), hook("a down", log));
                app.add("b", hook("b up", log), [] { return failing("b fails"); });
                app.add("c", hook("c up", log), [] { return failing("c fails"); });
                const auto body = []() -> aio::Coro<> { co_await failing("the body fails"); };
                try {
                    co_await app.run(body);
                } catch (const aio::ExceptionGroup& group) {
                    log->push_back(group.message());
                    for (const auto& error : group.exceptions()) log->push_back(aio::detail::text_of(error));
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a up", "b up", "c up", "a down", "errors while 'shop' stopped", "the body fails", "c fails",
                           "b fails"});
    }

    TEST_CASE("what the body raises comes out as it is when stopping went well") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app;
                app.add("a", hook("up", log), hook("down", log));
                const auto body = []() -> aio::Coro<> { co_await failing("the body fails"); };
                std::string why;
                try {
                    co_await app.run(body);
                } catch (const std::runtime_error& error) {
                    why = error.what();
                }
                CHECK(why == "the body fails");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"up", "down"});
    }

    TEST_CASE("cancelled, the application stops in good order, even when it is cancelled again meanwhile") {
        struct Body {
            static aio::Coro<> running(aio::Lifecycle* app, Lines* log) {
                const auto body = [app, log]() -> aio::Coro<> {
                    app->track(serve("one", log), "one");
                    co_await aio::sleep(1000);
                };
                co_await app->run(body);
            }
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app("shop");
                app.add("a", hook("a up", log), hook("a down", log));
                app.add("b", hook("b up", log), hook("b down", log));
                auto task = aio::create_task(running(&app, log));
                co_await aio::sleep(5);
                task.cancel();
                co_await aio::sleep(0.5);
                task.cancel();  // in b's hook, which is cut short
                co_await aio::sleep(5);
                CHECK(task.cancelled());
                CHECK(app.state() == aio::Lifecycle::State::stopped);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a up", "b up", "one: 'shop' stops", "a down"});
    }

    TEST_CASE("statistics count how tracked tasks ended and how long they took") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app("shop");
                co_await app.start();
                auto good = app.track(aio::sleep(2s));
                auto bad = app.track(failing("bad"));
                app.track(serve("left", log));
                co_await aio::sleep(3);
                CHECK(app.statistics().active == 1);
                CHECK(app.statistics().succeeded == 1);
                CHECK(app.statistics().failed == 1);
                CHECK_THROWS_AS(bad.result(), std::runtime_error);
                co_await app.stop();
                const auto all = app.statistics();
                CHECK(all.active == 0);
                CHECK(all.cancelled == 1);
                CHECK(all.total == 6s);
                CHECK(all.longest == 3s);
                co_await app.stop();  // there is nothing left to stop
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"left: 'shop' stops"});
    }

    TEST_CASE("a tracked task may stop the application: it is not cancelled by that itself") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app;
                app.add("a", hook("up", log), hook("down", log));
                co_await app.start();
                auto other = app.track(serve("other", log));
                auto stopper = app.track(app.stop());
                co_await stopper;
                CHECK(other.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"up", "other: 'application' stops", "down"});
    }

    TEST_CASE("parts are added before the start, and work is tracked between start and stop") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Lifecycle app("shop");
                CHECK_THROWS_AS(app.track(serve("early", log)), aio::UsageError);
                co_await app.start();
                CHECK_THROWS_AS(app.add("late", hook("late", log)), aio::UsageError);
                bool refused = false;
                try {
                    co_await app.start();
                } catch (const aio::UsageError&) {
                    refused = true;
                }
                CHECK(refused);
                co_await app.stop();
                CHECK_THROWS_AS(app.track(serve("late", log)), aio::UsageError);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{});
    }
}
