#include "support.hpp"

#include "aio/scoped.hpp"

#include <memory>
#include <optional>

using namespace test;

namespace {

std::string text(const std::exception_ptr& error) { return error ? aio::detail::text_of(error) : "nothing"; }

// A resource that takes its time, and says what happens to it.
class Connection {
public:
    Connection(std::string name, Lines* log) : name_(std::move(name)), log_(log) {}
    aio::Coro<std::string> enter() {
        co_await aio::sleep(1s);
        log_->push_back(name_ + " open");
        co_return name_ + "'s session";
    }
    aio::Coro<> exit(std::exception_ptr error) {
        log_->push_back(name_ + " closes after " + text(error));
        co_await aio::sleep(1s);
        log_->push_back(name_ + " closed");
    }

private:
    std::string name_;
    Lines* log_;
};

// Deals with runtime_errors, and enters nothing.
struct Forgiving {
    aio::Coro<> enter() { co_return; }
    aio::Coro<bool> exit(std::exception_ptr error) {
        bool handled = false;
        try {
            if (error) std::rethrow_exception(error);
        } catch (const std::runtime_error&) {
            handled = true;
        } catch (...) {
            handled = false;
        }
        co_return handled;
    }
};

struct Failing {
    explicit Failing(bool on_enter) : at_once(on_enter) {}
    bool at_once;
    aio::Coro<> enter() {
        if (at_once) throw std::runtime_error("no entry");
        co_return;
    }
    aio::Coro<> exit(std::exception_ptr) {
        throw std::runtime_error("exit failed");
        co_return;
    }
};

aio::Coro<> raise(std::string why) {
    throw std::runtime_error(why);
    co_return;
}

// What comes out of it.
template <class T>
aio::Coro<> outcome(aio::Coro<T> coro, Lines* log) {
    try {
        co_await coro;
        log->push_back("returned");
    } catch (const aio::CancelledError& cancelled) {
        log->push_back("cancelled: " + cancelled.message());
    } catch (const std::exception& error) {
        log->push_back(std::string("raised ") + error.what());
    }
}

// Starts it, cancels it a second and a half later, and says what came of that.
aio::Coro<> cancelled_later(aio::Coro<> coro, Lines* log) {
    auto task = aio::create_task(outcome(std::move(coro), log));
    co_await aio::sleep(1.5);
    task.cancel("enough");
    co_await task;
}

}  // namespace

TEST_SUITE("aio.scoped") {
    TEST_CASE("async_with enters, gives the body what enter returned, exits, and gives the body's result out") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto length = co_await aio::async_with(Connection("db", log),
                                                       [&](std::string& session) -> aio::Coro<std::size_t> {
                                                           log->push_back("body has " + session);
                                                           co_return session.size();
                                                       });
                log->push_back(std::to_string(length) + " at " + std::to_string(static_cast<int>(now())));
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"db open", "body has db's session", "db closes after nothing", "db closed", "12 at 2"});
    }

    TEST_CASE("a resource that is no temporary is used where it stands") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Connection connection("db", log);
                co_await aio::async_with(connection, [&](const std::string&) -> aio::Coro<> { co_return; });
                co_await aio::async_with(connection, [&](const std::string&) -> aio::Coro<> { co_return; });
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log.size() == 6);
    }

    TEST_CASE("exit runs on an exception, which goes on when it has ended") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::async_with(Connection("db", log),
                                         [&](const std::string&) -> aio::Coro<> { co_await raise("boom"); });
            }
        };
        Lines log;
        run_virtual(outcome(Body::block(&log), &log));
        CHECK(log == Lines{"db open", "db closes after boom", "db closed", "raised boom"});
    }

    TEST_CASE("exit runs on a cancellation, may wait, and the cancellation goes on") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::async_with(Connection("db", log),
                                         [&](const std::string&) -> aio::Coro<> { co_await aio::sleep(10s); });
            }
        };
        Lines log;
        run_virtual(cancelled_later(Body::block(&log), &log));
        CHECK(log == Lines{"db open", "db closes after cancelled: enough", "db closed", "cancelled: enough"});
    }

    TEST_CASE("a second cancellation reaches the wait inside exit") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::async_with(Connection("db", log),
                                         [&](const std::string&) -> aio::Coro<> { co_await aio::sleep(10s); });
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(outcome(block(log), log));
                co_await aio::sleep(1.5);
                task.cancel("first");
                co_await aio::sleep(0.5);
                task.cancel("second");
                co_await task;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"db open", "db closes after cancelled: first", "cancelled: second"});
    }

    TEST_CASE("an exit that returns true deals with the exception") {
        struct Body {
            static aio::Coro<> forgiven() {
                co_await aio::async_with(Forgiving(), [&]() -> aio::Coro<> { co_await raise("boom"); });
            }
            static aio::Coro<> not_forgiven() {
                co_await aio::async_with(Forgiving(), [&]() -> aio::Coro<> {
                    throw std::logic_error("bug");
                    co_return;
                });
            }
            static aio::Coro<> optional(Lines* log) {
                const auto none = co_await aio::async_with(Forgiving(), [&]() -> aio::Coro<std::optional<int>> {
                    co_await raise("boom");
                    co_return 1;
                });
                log->push_back(none ? "a value" : "no value");
            }
            static aio::Coro<> number() {
                co_await aio::async_with(Forgiving(), [&]() -> aio::Coro<int> {
                    co_await raise("boom");
                    co_return 1;
                });
            }
        };
        Lines log;
        run_virtual(outcome(Body::forgiven(), &log));
        run_virtual(outcome(Body::not_forgiven(), &log));
        run_virtual(outcome(Body::optional(&log), &log));
        CHECK(log == Lines{"returned", "raised bug", "no value", "returned"});
        CHECK_THROWS_AS(run_virtual(Body::number()), aio::UsageError);
    }

    TEST_CASE("if enter fails there is nothing to exit; what exit raises replaces what the body raised") {
        struct Body {
            static aio::Coro<> block(bool on_enter, Lines* log) {
                co_await aio::async_with(Failing(on_enter), [&]() -> aio::Coro<> {
                    log->push_back("body");
                    co_await raise("body failed");
                });
            }
        };
        Lines log;
        run_virtual(outcome(Body::block(true, &log), &log));
        run_virtual(outcome(Body::block(false, &log), &log));
        CHECK(log == Lines{"raised no entry", "body", "raised exit failed"});
    }

    TEST_CASE("with_cleanup runs the cleanup whichever way the body ends, and it may wait") {
        struct Body {
            static aio::Coro<int> block(std::string how, Lines* log) {
                co_return co_await aio::with_cleanup(
                    [&]() -> aio::Coro<int> {
                        if (how == "raise") co_await raise("boom");
                        if (how == "wait") co_await aio::sleep(10s);
                        co_return 7;
                    },
                    [&]() -> aio::Coro<> {
                        co_await aio::sleep(1s);
                        log->push_back("cleaned up after " + how);
                    });
            }
            static aio::Coro<> wait(Lines* log) { co_await block("wait", log); }
        };
        Lines log;
        CHECK(run_virtual(Body::block("return", &log)) == 7);
        run_virtual(outcome(Body::block("raise", &log), &log));
        run_virtual(cancelled_later(Body::wait(&log), &log));
        CHECK(log == Lines{"cleaned up after return", "cleaned up after raise", "raised boom", "cleaned up after wait",
                           "cancelled: enough"});
    }

    TEST_CASE("an exit stack leaves last what it entered first, on every way out") {
        struct Body {
            static aio::Coro<> block(bool fails, Lines* log) {
                co_await aio::with_exit_stack([&](aio::AsyncExitStack& stack) -> aio::Coro<> {
                    CHECK(stack.empty());
                    for (const char* name : {"a", "b"}) {
                        const std::string session = co_await stack.enter(Connection(name, log));
                        CHECK(session == std::string(name) + "'s session");
                    }
                    stack.defer([log]() -> aio::Coro<> { co_await say("deferred", log); });
                    if (fails) co_await raise("boom");
                });
            }
        };
        Lines log;
        run_virtual(Body::block(false, &log));
        CHECK(log == Lines{"a open", "b open", "deferred", "b closes after nothing", "b closed",
                           "a closes after nothing", "a closed"});
        log.clear();
        run_virtual(outcome(Body::block(true, &log), &log));
        CHECK(log == Lines{"a open", "b open", "deferred", "b closes after boom", "b closed", "a closes after boom",
                           "a closed", "raised boom"});
    }

    TEST_CASE("in an exit stack an exit may deal with the exception, or raise another one") {
        struct Body {
            static aio::Coro<> forgiven(Lines* log) {
                co_await aio::with_exit_stack([&](aio::AsyncExitStack& stack) -> aio::Coro<> {
                    co_await stack.enter(Connection("outer", log));
                    co_await stack.enter(Forgiving());
                    co_await stack.enter(Failing(false));
                });
            }
        };
        Lines log;
        run_virtual(outcome(Body::forgiven(&log), &log));
        CHECK(log == Lines{"outer open", "outer closes after nothing", "outer closed", "returned"});
    }

    TEST_CASE("a resource that cannot be entered is not on the stack") {
        struct Body {
            static aio::Coro<> block(Lines* log) {
                co_await aio::with_exit_stack([&](aio::AsyncExitStack& stack) -> aio::Coro<> {
                    co_await stack.enter(Connection("a", log));
                    co_await stack.enter(Failing(true));
                });
            }
        };
        Lines log;
        run_virtual(outcome(Body::block(&log), &log));
        CHECK(log == Lines{"a open", "a closes after no entry", "a closed", "raised no entry"});
    }

    TEST_CASE("a loop that goes with a block in it destroys what the block holds") {
        struct Body {
            static aio::Coro<> block(std::shared_ptr<int> held, Lines* log) {
                const auto body = [held](const std::string&) -> aio::Coro<> { co_await aio::sleep(10s); };
                co_await aio::async_with(Connection("a", log), body);
            }
        };
        Lines log;
        auto held = std::make_shared<int>(1);
        {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
            loop.set_exception_handler([](const aio::ErrorContext&) {});
            auto task = loop.create_task(Body::block(held, &log));
            loop.call_later(2s, [&loop] { loop.stop(); });
            loop.run_forever();
            CHECK(held.use_count() > 1);
        }
        CHECK(held.use_count() == 1);
        CHECK(log == Lines{"a open"});
    }
}
