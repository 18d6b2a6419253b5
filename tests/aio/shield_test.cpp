#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::Coro<int> work(Lines* log) {
    try {
        co_await aio::sleep(2s);
    } catch (const aio::CancelledError&) {
        log->push_back("work cancelled");
        throw;
    }
    log->push_back("work done");
    co_return 1;
}

aio::Coro<> raise_after_turns(int turns) {
    for (int i = 0; i < turns; ++i) co_await aio::sleep(0);
    throw std::runtime_error("no");
}

}  // namespace

TEST_SUITE("aio.shield") {
    TEST_CASE("cancelling who awaits does not reach what is shielded (S45)") {
        struct Body {
            static aio::Coro<> wait(aio::Task<int> inner) { co_await aio::shield(inner); }
            static aio::Coro<> main(Lines* log) {
                auto inner = aio::create_task(work(log));
                auto outer = aio::create_task(wait(inner));
                co_await aio::sleep(1s);
                const auto start = aio::current_loop().turn();
                outer.cancel("message");
                try {
                    co_await outer;
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back("outer: " + cancelled.message());
                }
                CHECK(aio::current_loop().turn() - start == 2);
                const int value = co_await inner;
                CHECK(value == 1);
                CHECK(inner.cancelling() == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"outer: message", "work done"});
    }

    TEST_CASE("cancelling what is shielded cancels the shield, without the message (S45)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto inner = aio::create_task(work(log));
                auto shield = aio::shield(inner);
                co_await aio::sleep(0);
                inner.cancel("inner message");
                try {
                    co_await shield;
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back("shield cancelled: " + cancelled.message());
                }
                CHECK(shield.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"work cancelled", "shield cancelled: "});
    }

    TEST_CASE("what is done already is returned as it is, and nobody gives way (S15, S45)") {
        struct Body {
            static aio::Coro<> main() {
                auto inner = aio::create_task(value_after(0s, 3));
                co_await inner;
                const auto start = aio::current_loop().turn();
                auto shield = aio::shield(inner);
                CHECK(shield == inner);
                const int value = co_await shield;
                CHECK(value == 3);
                CHECK(aio::current_loop().turn() == start);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an exception comes through, and a result that cannot be copied is moved out") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> make() {
                co_await aio::sleep(1s);
                co_return std::make_unique<int>(4);
            }
            static aio::Coro<int> main() {
                bool caught = false;
                try {
                    co_await aio::shield(fail("no"));
                } catch (const std::runtime_error& error) {
                    caught = true;
                    CHECK(error.what() == std::string("no"));
                }
                CHECK(caught);
                auto made = co_await aio::shield(make());
                co_return *made;
            }
        };
        CHECK(run_virtual(Body::main()) == 4);
    }

    TEST_CASE("it shields any awaitable: a gather, a lock's turn") {
        struct Body {
            static aio::Coro<> wait(aio::Lock& lock) { co_await aio::shield(lock.acquire()); }
            static aio::Coro<> main() {
                auto [sum] = co_await aio::shield(aio::gather(value_after(1s, 5)));
                CHECK(sum == 5);
                aio::Lock lock;
                co_await lock.acquire();
                auto task = aio::create_task(wait(lock));
                co_await aio::sleep(1s);
                task.cancel();
                lock.release();
                co_await aio::sleep(1s);
                CHECK(task.cancelled());
                CHECK(lock.locked());  // by the task that went on
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an exception that comes after the caller was cancelled is reported, whenever it comes") {
        struct Body {
            static aio::Coro<> wait(int turns) { co_await aio::shield(raise_after_turns(turns)); }
            static aio::Coro<> main(Lines* reports) {
                aio::current_loop().set_exception_handler(
                    [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
                for (int turns = 1; turns <= 4; ++turns) {
                    {
                        auto task = aio::create_task(wait(turns));
                        co_await aio::sleep(0);
                        co_await aio::sleep(0);
                        task.cancel();
                        co_await aio::wait(task);
                        CHECK(task.cancelled());
                    }
                    co_await aio::sleep(1s);
                    CHECK(reports->size() == static_cast<std::size_t>(turns));
                }
            }
        };
        Lines reports;
        run_virtual(Body::main(&reports));
        for (const std::string& report : reports) CHECK(report.ends_with("raised an exception that nobody looked at"));
    }

    TEST_CASE("a shield that nobody awaits tells of the exception that came through it") {
        struct Body {
            static aio::Coro<> main(Lines* reports) {
                aio::current_loop().set_exception_handler(
                    [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
                {
                    auto dropped = aio::shield(aio::create_task(raise_after_turns(1), "early"));
                }
                co_await aio::sleep(1s);
                {
                    auto kept = aio::shield(aio::create_task(raise_after_turns(1), "late"));
                    co_await aio::sleep(1s);
                    CHECK(kept.done());
                }
                {
                    auto looked_at = aio::shield(raise_after_turns(1));
                    co_await aio::sleep(1s);
                    CHECK(looked_at.exception() != nullptr);
                }
            }
        };
        Lines reports;
        run_virtual(Body::main(&reports));
        CHECK(reports == Lines{"task 'early' raised an exception that nobody looked at",
                               "shield of task 'late' raised an exception that nobody looked at"});
    }

    TEST_CASE("several tasks may await one shield; cancelling one of them cancels it for all, not the work") {
        struct Body {
            static aio::Coro<> wait(aio::Shield<int> shield, std::string name, Lines* log) {
                try {
                    const int value = co_await shield;
                    log->push_back(name + std::to_string(value));
                } catch (const aio::CancelledError&) {
                    log->push_back(name + " cancelled");
                    throw;
                }
            }
            static aio::Coro<> main(Lines* log) {
                auto inner = aio::create_task(work(log));
                auto shield = aio::shield(inner);
                auto a = aio::create_task(wait(shield, "a", log));
                auto b = aio::create_task(wait(shield, "b", log));
                co_await aio::sleep(1s);
                a.cancel();
                co_await inner;
                co_await aio::sleep(0);
                CHECK(shield.cancelled());  // whatever became of the work
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a cancelled", "b cancelled", "work done"});
    }

    TEST_CASE("a shield inside a gather stops the cancelling there") {
        struct Body {
            static aio::Coro<> all(aio::Task<int> inner) {
                co_await aio::gather(aio::shield(inner), value_after(9s, 1));
            }
            static aio::Coro<> main(Lines* log) {
                auto inner = aio::create_task(work(log));
                auto task = aio::create_task(all(inner));
                co_await aio::sleep(1s);
                task.cancel();
                co_await inner;
                CHECK(task.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"work done"});
    }

    TEST_CASE("a shield of what nobody completes may outlive its loop") {
        struct Body {
            static aio::Coro<aio::AnyFuture> main() {
                aio::Future<int> never;
                co_return aio::shield(never);
            }
        };
        const aio::AnyFuture kept = run_virtual(Body::main());
        CHECK_FALSE(kept.done());
    }
}
