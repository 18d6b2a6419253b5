#include "support.hpp"

#include <cmath>
#include <stdexcept>

using namespace test;

namespace {

// How many turns after `future` is done whoever awaits `awaiting(future)` runs.
template <class Function>
aio::Coro<std::uint64_t> hops(Function awaiting) {
    struct Body {
        static aio::Coro<std::uint64_t> wait(Function function, aio::Future<int> future) {
            co_await function(future);
            co_return aio::current_loop().turn();
        }
    };
    aio::Future<int> future;
    auto task = aio::create_task(Body::wait(awaiting, future));
    for (int i = 0; i < 4; ++i) co_await aio::sleep(0);
    const std::uint64_t start = aio::current_loop().turn();
    future.set_result(1);
    const std::uint64_t end = co_await task;
    co_return end - start;
}

template <class T>
aio::Coro<> discard(T awaitable) {
    co_await std::move(awaitable);
}

aio::Coro<int> raise_after(aio::Duration delay) {
    co_await aio::sleep(delay);
    throw std::runtime_error("no");
}

}  // namespace

TEST_SUITE("aio.wait") {
    TEST_CASE("what is waited for runs on: gather, wait and shield cost two turns, wait_for and timeout none (S16)") {
        struct Body {
            static aio::Coro<> each(aio::Future<int> future) {
                std::vector<aio::Future<int>> one{future};
                for (auto& next : aio::as_completed(one)) co_await next;
            }
            static aio::Coro<> main() {
                const auto bare = co_await hops([](auto f) { return discard(f); });
                const auto gathered = co_await hops([](auto f) { return discard(aio::gather(f)); });
                const auto waited = co_await hops([](auto f) { return discard(aio::wait(f)); });
                const auto shielded = co_await hops([](auto f) { return discard(aio::shield(f)); });
                const auto limited = co_await hops([](auto f) { return discard(aio::wait_for(f, 5s)); });
                const auto scoped = co_await hops([](auto f) { return discard(aio::with_timeout(5s, f)); });
                const auto completed = co_await hops([](auto f) { return each(f); });
                const auto nested = co_await hops([](auto f) { return discard(aio::gather(aio::gather(f))); });
                const auto twice = co_await hops([](auto f) { return discard(aio::shield(aio::shield(f))); });
                CHECK(bare == 1);
                CHECK(gathered == 2);
                CHECK(waited == 2);
                CHECK(shielded == 2);
                CHECK(limited == 1);
                CHECK(scoped == 1);
                CHECK(completed == 2);
                CHECK(nested == 3);
                CHECK(twice == 3);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("waiting for what is done gives way all the same (S15)") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(0s, 1));
                co_await task;
                const auto start = aio::current_loop().turn();
                auto [done, pending] = co_await aio::wait(task);
                CHECK(aio::current_loop().turn() - start == 2);
                CHECK(done == std::vector<aio::Task<int>>{task});
                CHECK(pending.empty());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a timeout neither raises nor cancels; both lists keep the order given (S41)") {
        struct Body {
            static aio::Coro<> main() {
                std::vector<aio::Task<int>> tasks;
                for (const auto delay : {1s, 9s, 2s, 8s}) tasks.push_back(aio::create_task(value_after(delay, 1)));
                auto [done, pending] = co_await aio::wait(tasks, aio::all_completed, 5s);
                CHECK(now() == 5.0);
                CHECK(done == std::vector<aio::Task<int>>{tasks[0], tasks[2]});
                CHECK(pending == std::vector<aio::Task<int>>{tasks[1], tasks[3]});
                CHECK_FALSE(pending[0].cancelled());
                auto [rest, none] = co_await aio::wait(std::move(pending));
                CHECK(now() == 9.0);
                CHECK(rest.size() == 2);
                CHECK(none.empty());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a timeout of zero or less still takes its two turns") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(10s, 1));
                for (const double limit : {0.0, -1.0}) {
                    const auto start = aio::current_loop().turn();
                    auto [done, pending] = co_await aio::wait(task, limit);
                    CHECK(aio::current_loop().turn() - start == 2);
                    CHECK(done.empty());
                    CHECK(pending.size() == 1);
                }
                task.cancel();
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("with no timeout or nullopt it takes as long as it takes; not a number is refused") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(1h, 1));
                CHECK_THROWS_AS(static_cast<void>(aio::wait(task, std::nan(""))), std::invalid_argument);
                auto [done, pending] = co_await aio::wait(task, std::nullopt);
                CHECK(now() == 3600.0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("first_completed: the first that is done is enough; who is done by then is in the list") {
        struct Body {
            static aio::Coro<> pick(std::vector<aio::Future<int>> futures, std::size_t* done_count) {
                auto [done, pending] = co_await aio::wait(futures, aio::first_completed);
                *done_count = done.size();
                CHECK(done.size() + pending.size() == 3);
            }
            static aio::Coro<> main() {
                std::vector<aio::Future<int>> futures(3);
                for (auto& future : futures) future = aio::Future<int>();
                std::size_t count = 0;
                auto task = aio::create_task(pick(futures, &count));
                co_await aio::sleep(0);
                futures[0].set_result(1);
                co_await aio::sleep(0);
                futures[1].set_result(1);
                co_await task;
                CHECK(count == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("two that are done in the same turn wake once") {
        struct Body {
            static aio::Coro<> pick(aio::Future<int> a, aio::Future<int> b) {
                auto [done, pending] = co_await aio::wait(a, b, aio::first_completed);
                CHECK(done.size() == 2);
                co_await aio::sleep(1s);
                CHECK(now() == 1.0);
            }
            static aio::Coro<> main() {
                aio::Future<int> a;
                aio::Future<int> b;
                auto task = aio::create_task(pick(a, b));
                co_await aio::sleep(0);
                a.set_result(1);
                b.set_result(1);
                co_await task;
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("first_exception: an exception is enough, a cancellation is not (S41)") {
        struct Body {
            static aio::Coro<> main() {
                auto bad = aio::create_task(raise_after(2s));
                auto slow = aio::create_task(value_after(9s, 1));
                auto gone = aio::create_task(value_after(9s, 1));
                aio::current_loop().call_later(1s, [gone]() mutable { gone.cancel(); });
                auto [done, pending] = co_await aio::wait(bad, slow, gone, aio::first_exception);
                CHECK(now() == 2.0);
                CHECK(done == std::vector<aio::Task<int>>{bad, gone});
                CHECK(pending == std::vector<aio::Task<int>>{slow});
                CHECK(bad.exception() != nullptr);
                // None raises: all of them.
                auto [rest, none] = co_await aio::wait(slow, gone, aio::first_exception);
                CHECK(rest.size() == 2);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a gather whose child was cancelled has raised, as first_exception sees it (S40)") {
        struct Body {
            static aio::Coro<> main() {
                auto child = aio::create_task(value_after(9s, 1));
                auto slow = aio::create_task(value_after(9s, 1));
                auto all = aio::gather(child);
                child.cancel();
                auto [done, pending] = co_await aio::wait(all, slow, aio::first_exception);
                CHECK(done.size() == 1);
                CHECK(pending.size() == 1);
                CHECK_FALSE(done[0].cancelled());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an exception that first_exception stopped for and nobody looked at is reported") {
        struct Body {
            static aio::Coro<> main(Lines* reports) {
                aio::current_loop().set_exception_handler(
                    [reports](const aio::ErrorContext& context) { reports->push_back(context.message); });
                auto slow = aio::create_task(value_after(9s, 1));
                co_await aio::wait(aio::create_task(raise_after(1s), "bad"), slow, aio::first_exception);
                CHECK(now() == 1.0);
            }
        };
        Lines reports;
        run_virtual(Body::main(&reports));
        CHECK(reports == Lines{"task 'bad' raised an exception that nobody looked at"});
    }

    TEST_CASE("a handle that is given twice counts once") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(1s, 1));
                auto [done, pending] = co_await aio::wait(task, task);
                CHECK(done.size() == 1);
                CHECK(pending.empty());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("mixed handles come back as AnyFuture, which compares with what was given") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(1s, 1));
                aio::Future<std::string> future;
                auto [done, pending] = co_await aio::wait(task, future, aio::first_completed, 2s);
                static_assert(std::is_same_v<decltype(done), std::vector<aio::AnyFuture>>);
                CHECK(done == std::vector<aio::AnyFuture>{task});
                CHECK(pending == std::vector<aio::AnyFuture>{future});
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("nothing to wait for is a std::invalid_argument; an empty handle and oneself are a UsageError") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                std::vector<aio::Task<int>> none;
                try {
                    co_await aio::wait(none);
                } catch (const std::invalid_argument& error) {
                    log->push_back(error.what());
                }
                try {
                    co_await aio::wait(aio::Task<int>());
                } catch (const aio::UsageError&) {
                    log->push_back("empty handle");
                }
                try {
                    co_await aio::wait(aio::current_task());
                } catch (const aio::UsageError&) {
                    log->push_back("oneself");
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"wait needs at least one task or future", "empty handle", "oneself"});
    }

    TEST_CASE("cancelling who waits cancels nobody else (S41)") {
        struct Body {
            static aio::Coro<> wait(aio::Task<int> task) { co_await aio::wait(task, 10s); }
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(2s, 7));
                auto waiting = aio::create_task(wait(task));
                co_await aio::sleep(1s);
                const auto start = aio::current_loop().turn();
                waiting.cancel("enough");
                bool caught = false;
                try {
                    co_await waiting;
                } catch (const aio::CancelledError& cancelled) {
                    caught = true;
                    CHECK(cancelled.message() == "enough");
                }
                CHECK(caught);
                CHECK(aio::current_loop().turn() - start == 2);
                const int value = co_await task;
                CHECK(value == 7);
                CHECK(now() == 2.0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a cancellation that comes when it was woken already is met where it waited") {
        struct Body {
            static aio::Coro<> wait(aio::Future<> future, Lines* log) {
                try {
                    co_await aio::wait(future);
                    log->push_back("returned");
                } catch (const aio::CancelledError&) {
                    log->push_back("cancelled");
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::Future<> future;
                auto waiting = aio::create_task(wait(future, log));
                co_await aio::sleep(0);
                future.set_result();
                co_await aio::sleep(0);  // it has been woken, and runs next turn
                waiting.cancel();
                co_await waiting;
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled"});
    }

    TEST_CASE(
        "a wait left unfinished when the loop is destroyed leaks nothing, nor does one of what nobody completes") {
        struct Body {
            static aio::Coro<> main(aio::AnyFuture* kept) {
                aio::Future<int> never;
                *kept = never;
                auto [done, pending] = co_await aio::wait(never, aio::create_task(value_after(1h, 1)), 2h);
                CHECK(false);
            }
        };
        aio::AnyFuture kept;
        {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time});
            loop.set_exception_handler([](const aio::ErrorContext&) {});
            loop.create_task(Body::main(&kept));
            loop.call_later(1s, [&loop] { loop.stop(); });
            loop.run_forever();
        }
        CHECK_FALSE(kept.done());
    }

    TEST_CASE("a thousand tasks, awaited by whoever is first, one by one") {
        struct Body {
            static aio::Coro<int> main() {
                std::vector<aio::Task<int>> left;
                for (int i = 0; i < 1000; ++i) left.push_back(aio::create_task(value_after((1000 - i) * 1ms, i)));
                int rounds = 0;
                while (!left.empty()) {
                    auto [done, pending] = co_await aio::wait(left, aio::first_completed);
                    CHECK(done.size() == 1);
                    left = std::move(pending);
                    ++rounds;
                }
                co_return rounds;
            }
        };
        CHECK(run_virtual(Body::main()) == 1000);
    }
}
