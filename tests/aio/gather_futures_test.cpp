// gather of what is no coroutine: futures, tasks, gathers, anything that can be awaited.
#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::Coro<int> leaf(std::string name, Lines* log) {
    try {
        co_await aio::sleep(1h);
    } catch (const aio::CancelledError& cancelled) {
        log->push_back(name + " " + cancelled.message());
        throw;
    }
    co_return 0;
}

}  // namespace

TEST_SUITE("aio.gather_futures") {
    TEST_CASE("futures, tasks, coroutines, gathers and primitives, side by side, in the order given") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<int> future;
                aio::Lock lock;
                aio::current_loop().call_later(3s, [future]() mutable { future.set_result(1); });
                auto task = aio::create_task(value_after(1s, 2));
                auto [a, b, c, inner, nothing] =
                    co_await aio::gather(future, task, value_after(2s, 3),
                                         aio::gather(value_after(1s, 4), value_after(2s, 5)), lock.acquire());
                CHECK(a == 1);
                CHECK(b == 2);
                CHECK(c == 3);
                CHECK(std::get<0>(inner) + std::get<1>(inner) == 9);
                static_assert(std::is_same_v<decltype(nothing), std::monostate>);
                CHECK(lock.locked());
                CHECK(now() == 3.0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("the same future twice is one future: cancelled twice, done once (S37)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(leaf("task", log));
                auto all = aio::gather(task, task);
                co_await aio::sleep(0);
                all.cancel("why");
                try {
                    co_await all;
                } catch (const aio::CancelledError&) {
                    log->push_back("gather");
                }
                CHECK(task.cancelling() == 2);
                CHECK_FALSE(all.cancelled());
                aio::Future<int> future;
                future.set_result(4);
                auto [a, b, c] = co_await aio::gather(future, future, future);
                CHECK(a + b + c == 12);
                auto value = aio::create_task(value_after(1s, 5));
                const std::vector<aio::Task<int>> twice{value, value};
                auto both = co_await aio::gather(twice);
                CHECK(both == std::vector<int>{5, 5});
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"task why", "gather"});
    }

    TEST_CASE("two tasks await one gather and both get all results; cancelling one of them ends it for both") {
        struct Body {
            using Results = aio::Gather<std::tuple<int, int>>;
            static aio::Coro<int> sum(Results all) {
                auto [a, b] = co_await all;
                co_return a + b;
            }
            static aio::Coro<> main() {
                const Results all = aio::gather(value_after(2s, 1), value_after(1s, 2));
                auto [first, second] = co_await aio::gather(sum(all), sum(all));
                CHECK(first == 3);
                CHECK(second == 3);
                const Results other = aio::gather(value_after(2s, 1), value_after(1s, 2));
                auto a = aio::create_task(sum(other));
                auto b = aio::create_task(sum(other));
                co_await aio::sleep(0);
                a.cancel();
                co_await aio::wait(a, b);
                CHECK(a.cancelled());
                CHECK(b.cancelled());
                CHECK(b.cancelling() == 0);
                CHECK_FALSE(other.cancelled());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a cancellation goes down through nested gathers, oldest first, with its message (S39)") {
        struct Body {
            static aio::Coro<> top(Lines* log) {
                co_await aio::gather(aio::return_exceptions, leaf("a", log),
                                     aio::gather(leaf("b", log), aio::gather(leaf("c", log))));
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(top(log));
                co_await aio::sleep(0);
                co_await aio::sleep(0);
                const auto start = aio::current_loop().turn();
                task.cancel("why");
                try {
                    co_await task;
                } catch (const aio::CancelledError& cancelled) {
                    log->push_back("top " + cancelled.message());
                }
                CHECK(aio::current_loop().turn() - start == 5);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a why", "b why", "c why", "top "});
    }

    TEST_CASE("a cancellation that finds all children done, one gather down, is still met") {
        struct Body {
            static aio::Coro<> top(aio::Future<int> future, Lines* log) {
                try {
                    co_await aio::gather(aio::gather(future));
                    log->push_back("returned");
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled");
                    throw;
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future;
                auto task = aio::create_task(top(future, log));
                co_await aio::sleep(0);
                future.set_result(1);
                task.cancel();
                co_await aio::wait(task);
                CHECK(task.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled"});
    }

    TEST_CASE("a child that is cancelled stands in the list of outcomes (S40)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(leaf("task", log));
                aio::Future<int> future;
                auto all = aio::gather(aio::return_exceptions, task, future);
                co_await aio::sleep(0);
                task.cancel();
                future.cancel();
                auto [a, b] = co_await all;
                CHECK(a.raised<aio::CancelledError>());
                CHECK(b.raised<aio::CancelledError>());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
    }

    TEST_CASE("cancelling a gather of futures cancels them; one of only done ones cannot be cancelled (S39)") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<int> a;
                aio::Future<int> b;
                auto all = aio::gather(a, b);
                CHECK(all.cancel());
                CHECK(a.cancelled());
                CHECK(b.cancelled());
                CHECK_FALSE(all.done());  // a turn later
                bool caught = false;
                try {
                    co_await all;
                } catch (const aio::CancelledError&) {
                    caught = true;
                }
                CHECK(caught);
                CHECK_FALSE(all.cancel());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("the exception of a future and of a nested gather comes through at once (S38)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::Future<int> future;
                aio::current_loop().call_later(
                    1s, [future]() mutable { future.set_exception(std::runtime_error("from the future")); });
                auto slow = aio::create_task(value_after(9s, 1));
                try {
                    co_await aio::gather(slow, aio::gather(future, slow));
                } catch (const std::runtime_error& error) {
                    log->push_back(error.what());
                }
                CHECK(now() == 1.0);
                CHECK_FALSE(slow.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"from the future"});
    }

    TEST_CASE("what was done in an earlier run can be gathered, waited for, shielded and looped over") {
        struct Body {
            static aio::Coro<aio::Task<int>> make() {
                auto task = aio::create_task(value_after(1s, 3));
                co_await task;
                co_return task;
            }
            static aio::Coro<int> main(aio::Task<int> old) {
                auto [gathered] = co_await aio::gather(old);
                auto [done, pending] = co_await aio::wait(old, 1s);
                CHECK(done.size() == 1);
                const int shielded = co_await aio::shield(old);
                const int limited = co_await aio::wait_for(old, 0);
                int sum = gathered + shielded + limited;
                std::vector<aio::Task<int>> tasks{old};
                for (auto& next : aio::as_completed(tasks)) sum += co_await next;
                co_return sum;
            }
        };
        const aio::Task<int> old = run_virtual(Body::make());
        CHECK(run_virtual(Body::main(old)) == 12);
        CHECK_THROWS_AS(static_cast<void>(aio::gather(old)), aio::UsageError);
    }

    TEST_CASE("a gather of what nobody completes leaks nothing: dropped, awaited at the end, or kept beyond it") {
        struct Body {
            static aio::Coro<aio::AnyFuture> main() {
                aio::Future<std::shared_ptr<int>> never;
                {
                    auto dropped = aio::gather(never, never);
                }
                auto waiting = aio::create_task(wait(never));
                co_await aio::sleep(1s);
                aio::Future<int> other;
                co_return aio::gather(other);
            }
            static aio::Coro<> wait(aio::Future<std::shared_ptr<int>> never) { co_await aio::gather(never); }
        };
        const aio::AnyFuture kept = run_virtual(Body::main());
        CHECK_FALSE(kept.done());
    }
}
