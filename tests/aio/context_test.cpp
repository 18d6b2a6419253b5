// Context variables: who sees what was set where.
#include "aio/context.hpp"
#include "aio/threadsafe.hpp"
#include "support.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

using namespace test;

namespace {

aio::ContextVar<std::string> user("user", "nobody");
aio::ContextVar<int> request("request");

aio::Coro<std::string> who() { co_return user.get(); }

aio::Coro<std::string> who_after(aio::Duration span) {
    co_await aio::sleep(span);
    co_return user.get();
}

}  // namespace

TEST_SUITE("aio.context") {
    TEST_CASE("a variable without a value gives its default, or what is asked instead, or raises LookupError") {
        CHECK(user.get() == "nobody");
        CHECK(user.get("somebody") == "somebody");
        CHECK(request.get(7) == 7);
        CHECK_THROWS_WITH_AS(request.get(), "context variable 'request' has no value here, and no default",
                             aio::LookupError);
        CHECK(user.name() == "user");
    }

    TEST_CASE("a task starts with a copy of what its creator had set, and what it sets stays its own (S24)") {
        struct Body {
            static aio::Coro<> child(Lines* log) {
                log->push_back("child sees " + user.get());
                user.set("child");
                co_await aio::sleep(1s);
                log->push_back("child still sees " + user.get());
            }
            static aio::Coro<> main(Lines* log) {
                user.set("parent");
                const auto task = aio::create_task(child(log));
                user.set("parent later");
                co_await aio::sleep(0.5);
                log->push_back("parent sees " + user.get());
                co_await task;
                log->push_back("parent still sees " + user.get());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"child sees parent", "parent sees parent later", "child still sees child",
                           "parent still sees parent later"});
        CHECK(user.get() == "nobody");  // nor does a run leave anything behind
    }

    TEST_CASE("a coroutine that is awaited shares its task's context, in both directions") {
        struct Body {
            static aio::Coro<> sets() {
                CHECK(user.get() == "outer");
                user.set("inner");
                co_await aio::sleep(0);
            }
            static aio::Coro<std::string> main() {
                user.set("outer");
                co_await sets();
                co_return user.get();
            }
        };
        CHECK(run_virtual(Body::main()) == "inner");
    }

    TEST_CASE("gather and create_task of any awaitable give their tasks the context, too") {
        struct Body {
            static aio::Coro<Lines> main() {
                user.set("gatherer");
                auto [a, b] = co_await aio::gather(who_after(1s), who());
                auto grandchild = aio::create_task(who_after(1s));
                user.set("later");
                const std::string c = co_await grandchild;
                co_return Lines{a, b, c};
            }
        };
        CHECK(run_virtual(Body::main()) == Lines{"gatherer", "gatherer", "gatherer"});
    }

    TEST_CASE("callbacks run in the context of who asked for them, and keep what they set to themselves") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                const auto note = [log](const char* what) {
                    return [log, what] {
                        log->push_back(what + (" " + user.get()));
                        user.set("callback");
                    };
                };
                auto& loop = aio::current_loop();
                user.set("soon");
                loop.call_soon(note("call_soon"));
                loop.call_soon(note("call_soon again"));
                user.set("later");
                loop.call_later(1s, note("call_later"));
                aio::Future<> future;
                user.set("done");
                future.add_done_callback([note](const aio::AnyFuture&) { note("done callback")(); });
                user.set("main");
                future.set_result();
                co_await aio::sleep(2s);
                log->push_back("main " + user.get());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log ==
              Lines{"call_soon soon", "call_soon again soon", "done callback done", "call_later later", "main main"});
    }

    TEST_CASE("a callback that was made where nothing is set sees nothing, whatever runs it") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().call_soon([log] { log->push_back(user.get()); });
                user.set("main");
                co_await aio::sleep(0);
            }
        };
        Lines log;
        auto outside = user.set("thread");
        {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
            loop.call_soon([&log] { log.push_back(user.get()); });
            user.reset(outside);
            loop.run_until_done(loop.create_task(Body::main(&log)));
        }
        CHECK(log == Lines{"thread", "nobody"});
    }

    TEST_CASE("reset puts back what the token remembers, in any order, once") {
        struct Body {
            static aio::Coro<> main() {
                auto first = user.set("one");
                auto second = user.set("two");
                CHECK_FALSE(first.old_value());
                CHECK(second.old_value() == "one");
                user.reset(second);
                CHECK(user.get() == "one");
                user.reset(first);
                CHECK(user.get() == "nobody");
                CHECK_THROWS_WITH_AS(user.reset(first), doctest::Contains("was used before"), aio::UsageError);
                auto number = request.set(1);
                request.reset(number);
                CHECK_THROWS_AS(request.get(), aio::LookupError);
                co_return;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a token is good for its own variable and its own context only") {
        struct Body {
            static aio::Coro<bool> resets(aio::ContextVar<std::string>::Token* token) {
                try {
                    user.reset(*token);
                } catch (const std::invalid_argument&) {
                    co_return true;
                }
                co_return false;
            }
            static aio::Coro<> main() {
                aio::ContextVar<std::string> other("other");
                auto token = user.set("main");
                CHECK_THROWS_AS(other.reset(token), std::invalid_argument);
                const bool refused = co_await aio::create_task(resets(&token));
                CHECK(refused);
                const bool refused_here = co_await resets(&token);  // the same task
                CHECK_FALSE(refused_here);
                CHECK(user.get() == "nobody");
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what is set outside of every loop is the thread's own, and a main task starts with it") {
        auto token = user.set("thread");
        CHECK(user.get() == "thread");
        CHECK(run_virtual(who()) == "thread");
        std::string elsewhere;
        std::thread([&elsewhere] { elsewhere = user.get(); }).join();
        CHECK(elsewhere == "nobody");
        user.reset(token);
        CHECK(user.get() == "nobody");
    }

    TEST_CASE("a copied context runs functions apart, and keeps what they set for the next one") {
        struct Body {
            static aio::Coro<> main() {
                user.set("main");
                auto context = aio::copy_context();
                user.set("main later");
                const std::string inside = context.run([] {
                    const std::string before = user.get();
                    user.set("context");
                    return before;
                });
                CHECK(inside == "main");
                CHECK(user.get() == "main later");
                CHECK(context.run([] { return user.get(); }) == "context");
                auto task = context.run([] { return aio::create_task(who_after(1s)); });
                const std::string seen = co_await task;
                CHECK(seen == "context");
                CHECK_THROWS_AS(context.run([] { throw std::runtime_error("out"); }), std::runtime_error);
                CHECK(user.get() == "main later");
                const auto nested = [&context] { context.run([] {}); };
                CHECK_THROWS_WITH_AS(context.run(nested), doctest::Contains("runs in this context already"),
                                     aio::UsageError);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a run inside of a copied context: tasks have their own, which the entered one does not hide") {
        auto context = aio::copy_context();
        struct Body {
            static aio::Coro<std::string> main() {
                const std::string started_with = user.get();
                user.set("main");
                const auto other = aio::create_task(who());
                user.set("main later");
                const std::string task_sees = co_await other;
                co_return started_with + ", " + task_sees + ", " + user.get();
            }
        };
        const auto all = [] {
            user.set("entered");
            const std::string text = run_virtual(Body::main());
            return text + ", " + user.get();
        };
        CHECK(context.run(all) == "entered, main, main later, entered");
    }

    TEST_CASE("a copied context that was moved from is still the same one") {
        auto first = aio::copy_context();
        auto second = std::move(first);
        first.run([] { user.set("set by the first"); });
        CHECK(second.run([] { return user.get(); }) == "set by the first");
        second = std::move(first);
        CHECK(first.run([] { return user.get(); }) == "set by the first");
    }

    TEST_CASE("a context can be carried to another thread") {
        std::optional<std::string> seen;
        auto token = user.set("carried");
        aio::detail::ContextRef captured = aio::detail::capture_context();
        user.reset(token);
        std::thread([&] {
            const aio::detail::ContextScope scope(captured);
            seen = user.get();
            user.set("theirs");
        }).join();
        CHECK(seen == "carried");
        CHECK(user.get() == "nobody");
    }

    TEST_CASE("call_soon_threadsafe carries the context of the thread that calls") {
        struct Body {
            static aio::Coro<std::string> main() {
                user.set("main");
                aio::Future<std::string> future;
                aio::EventLoop& loop = aio::current_loop();
                auto* const result = &future;
                const auto alive = loop.expect_calls();
                std::thread caller([&loop, result] {
                    user.set("caller");
                    loop.call_soon_threadsafe([result] { result->set_result(user.get()); });
                });
                const std::string seen = co_await future;
                caller.join();
                co_return seen;
            }
        };
        CHECK(aio::run(Body::main()) == "caller");
    }

    TEST_CASE("values go when the last context that has them goes") {
        aio::ContextVar<std::shared_ptr<int>> held("held");
        const auto value = std::make_shared<int>(1);
        struct Body {
            static aio::Coro<> child() { co_await aio::sleep(1s); }
            static aio::Coro<> main(aio::ContextVar<std::shared_ptr<int>>* held, std::shared_ptr<int> value) {
                held->set(value);
                const auto task = aio::create_task(child());
                held->set(nullptr);
                CHECK(value.use_count() > 2);  // the child has it
                co_await task;
            }
        };
        run_virtual(Body::main(&held, value));
        CHECK(value.use_count() == 1);
    }

    TEST_CASE("many variables, set in any order, are told apart") {
        struct Body {
            static aio::Coro<> main() {
                std::vector<std::unique_ptr<aio::ContextVar<int>>> all;
                for (int i = 0; i < 50; ++i) all.push_back(std::make_unique<aio::ContextVar<int>>(std::to_string(i)));
                for (std::size_t i = 0; i < 50; ++i) all[i * 17 % 50]->set(static_cast<int>(i));
                for (std::size_t i = 0; i < 50; ++i) CHECK(all[i * 17 % 50]->get() == static_cast<int>(i));
                co_return;
            }
        };
        run_virtual(Body::main());
    }
}
