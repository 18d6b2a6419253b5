#include "support.hpp"

#include "aio/threadsafe.hpp"

#include <future>
#include <latch>
#include <thread>

using namespace test;

namespace {

template <class T>
T run_real(aio::Coro<T> main) {
    return aio::run(std::move(main));
}

}  // namespace

TEST_SUITE("aio.threadsafe") {
    TEST_CASE("a call from another thread wakes the loop, and runs on the loop's thread (S74)") {
        struct Body {
            static aio::Coro<> main(std::thread::id* ran_on) {
                aio::Future<> called;
                aio::KeepAlive keep = aio::current_loop().expect_calls();
                std::jthread other([&, loop = keep.loop()] {
                    loop.call_soon([&] {
                        *ran_on = std::this_thread::get_id();
                        called.set_result();
                    });
                });
                co_await called;
            }
        };
        std::thread::id ran_on;
        run_real(Body::main(&ran_on));
        CHECK(ran_on == std::this_thread::get_id());
    }

    TEST_CASE("calls run in the order in which they arrive (S74)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::EventLoop& loop = aio::current_loop();
                aio::Future<> last;
                aio::KeepAlive keep = loop.expect_calls();
                std::jthread([&] {
                    for (int i = 0; i < 3; ++i)
                        loop.call_soon_threadsafe([=] { log->push_back("other " + std::to_string(i)); });
                }).join();
                loop.call_soon_threadsafe([=] { log->push_back("own, behind them"); });
                loop.call_soon([=] { log->push_back("soon"); });
                std::jthread([&] { loop.call_soon_threadsafe([&] { last.set_result(); }); }).join();
                co_await last;
            }
        };
        Lines log;
        run_real(Body::main(&log));
        CHECK(log == Lines{"other 0", "other 1", "other 2", "own, behind them", "soon"});
    }

    TEST_CASE("a task that gives way goes before calls that arrived while its step ran (S74, divergence)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::EventLoop& loop = aio::current_loop();
                std::jthread([&] { loop.call_soon_threadsafe([=] { log->push_back("call"); }); }).join();
                co_await aio::sleep(0);
                log->push_back("task");
                co_await aio::sleep(0);
            }
        };
        Lines log;
        run_real(Body::main(&log));
        CHECK(log == Lines{"task", "call"});
    }

    TEST_CASE("many threads call at once, and no call is lost") {
        constexpr int kThreads = 4;
        constexpr int kCalls = 500;
        struct Body {
            static aio::Coro<> main(int* calls) {
                aio::Future<> all;
                aio::KeepAlive keep = aio::current_loop().expect_calls();
                std::vector<std::jthread> threads;
                for (int i = 0; i < kThreads; ++i) {
                    threads.emplace_back([&, loop = keep.loop()] {
                        for (int k = 0; k < kCalls; ++k) {
                            loop.call_soon([&] {
                                if (++*calls == kThreads * kCalls) all.set_result();
                            });
                        }
                    });
                }
                co_await all;
            }
        };
        int calls = 0;
        run_real(Body::main(&calls));
        CHECK(calls == kThreads * kCalls);
    }

    TEST_CASE("a call that comes after the loop's end is refused, and never a crash") {
        struct Body {
            static aio::Coro<> main(std::optional<aio::RemoteLoop>* out) {
                out->emplace(aio::current_loop());
                CHECK((*out)->alive());
                CHECK((*out)->runs_here());
                co_return;
            }
        };
        std::optional<aio::RemoteLoop> loop;
        run_real(Body::main(&loop));
        CHECK_FALSE(loop->alive());
        bool ran = false;
        CHECK_FALSE(loop->call_soon([&] { ran = true; }));
        CHECK_FALSE(ran);
        CHECK_THROWS_AS(aio::run_coroutine_threadsafe(value_after(0s, 1), *loop), aio::UsageError);
        aio::KeepAlive keep(*loop);  // holds nothing up
    }

    TEST_CASE("a call that a loop never gets to is dropped with what it holds") {
        auto held = std::make_shared<int>(1);
        {
            aio::EventLoop loop;
            std::jthread([&] { loop.call_soon_threadsafe([held] { FAIL("it must not run"); }); }).join();
            CHECK(held.use_count() == 2);
        }
        CHECK(held.use_count() == 1);
    }

    TEST_CASE("a loop whose tasks all wait gives up, unless somebody said that he may call") {
        struct Body {
            static aio::Coro<> wait() { co_await aio::Future<>(); }
            static aio::Coro<> forgets() {
                {
                    aio::KeepAlive keep = aio::current_loop().expect_calls();
                }
                co_await aio::Future<>();
            }
            static aio::Coro<> releases_from_elsewhere() {
                std::jthread other([keep = aio::current_loop().expect_calls()]() mutable { keep.release(); });
                co_await aio::Future<>();
            }
        };
        CHECK_THROWS_AS(run_real(Body::wait()), aio::DeadlockError);
        CHECK_THROWS_AS(run_virtual(Body::wait()), aio::DeadlockError);
        CHECK_THROWS_AS(run_real(Body::forgets()), aio::DeadlockError);
        CHECK_THROWS_AS(run_real(Body::releases_from_elsewhere()), aio::DeadlockError);
        CHECK_THROWS_AS(run_virtual(Body::releases_from_elsewhere()), aio::DeadlockError);
    }

    TEST_CASE("virtual time stands still while somebody may call") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                std::promise<void> asleep;
                aio::RemoteLoop loop = aio::current_loop().remote();
                std::jthread other([&, keep = aio::KeepAlive(loop)] {
                    asleep.get_future().wait();
                    keep.loop().call_soon([log] { log->push_back("called at " + std::to_string(now())); });
                });
                aio::current_loop().call_soon([&] { asleep.set_value(); });
                co_await aio::sleep(1s);
                log->push_back("slept");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"called at 0.000000", "slept"});
    }

    TEST_CASE("run_coroutine_threadsafe gives another thread what the coroutine returns or raises (S74)") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> boxed() {
                co_await aio::sleep(0);
                co_return std::make_unique<int>(7);
            }
            static aio::Coro<> main(int* value, std::string* why) {
                aio::Future<> over;
                std::jthread other([&, keep = aio::current_loop().expect_calls()] {
                    *value = *aio::run_coroutine_threadsafe(boxed(), keep.loop()).get();
                    auto failing = aio::run_coroutine_threadsafe(fail("no"), keep.loop());
                    failing.wait();
                    try {
                        failing.get();
                    } catch (const std::runtime_error& error) {
                        *why = error.what();
                    }
                    keep.loop().call_soon([&] { over.set_result(); });
                });
                co_await over;
            }
        };
        int value = 0;
        std::string why;
        run_virtual(Body::main(&value, &why));
        CHECK(value == 7);
        CHECK(why == "no");
    }

    TEST_CASE("cancelling reaches the task on the loop, and the thread that waits for it (S74)") {
        struct Body {
            static aio::Coro<> forever(Lines* log, aio::Future<> started) {
                started.set_result();
                try {
                    co_await aio::Future<>();
                } catch (const aio::CancelledError&) {
                    log->push_back("the task was cancelled");
                    throw;
                }
            }
            static aio::Coro<> main(Lines* log) {
                aio::Future<> started;
                aio::Future<> over;
                std::promise<void> runs;
                started.add_done_callback([&](const aio::AnyFuture&) { runs.set_value(); });
                std::string from_there;
                auto other = std::jthread([&, keep = aio::current_loop().expect_calls()] {
                    auto first = aio::run_coroutine_threadsafe(forever(log, started), keep.loop());
                    runs.get_future().wait();
                    CHECK(first.cancel());
                    CHECK(first.cancelled());
                    CHECK_FALSE(first.cancel());
                    CHECK_THROWS_AS(first.get(), aio::CancelledError);
                    keep.loop().call_soon([&] { over.set_result(); });
                });
                co_await over;
                other.join();
            }
            static aio::Coro<> cancelled_here(Lines* log) {
                aio::Future<> over;
                auto other = std::jthread([&, keep = aio::current_loop().expect_calls()] {
                    auto future = aio::run_coroutine_threadsafe(never(), keep.loop());
                    try {
                        future.get();
                    } catch (const aio::CancelledError& cancelled) {
                        log->push_back("the thread learns: " + cancelled.message());
                    }
                    keep.loop().call_soon([&] { over.set_result(); });
                });
                while (aio::all_tasks().size() < 2) co_await aio::sleep(0);
                aio::all_tasks()[1].cancel("enough");
                co_await over;
                other.join();
            }
            static aio::Coro<> never() { co_await aio::Future<>(); }
        };
        Lines log;
        run_virtual(Body::main(&log));
        run_virtual(Body::cancelled_here(&log));
        CHECK(log == Lines{"the task was cancelled", "the thread learns: enough"});
    }

    TEST_CASE("a coroutine that is cancelled before it arrives never starts") {
        struct Body {
            static aio::Coro<> start(Lines* log) {
                log->push_back("started");
                co_return;
            }
            static aio::Coro<> main(Lines* log) {
                aio::RemoteLoop loop = aio::current_loop().remote();
                std::jthread([&] { CHECK(aio::run_coroutine_threadsafe(start(log), loop).cancel()); }).join();
                for (int i = 0; i < 3; ++i) co_await aio::sleep(0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log.empty());
    }

    TEST_CASE("a thread that waits for a coroutine learns that its loop ended") {
        struct Body {
            static aio::Coro<> forever() { co_await aio::Future<>(); }
        };
        auto loop = std::make_unique<aio::EventLoop>();
        aio::RemoteLoop remote = loop->remote();
        auto future = aio::run_coroutine_threadsafe(Body::forever(), remote);
        CHECK_FALSE(future.wait_for(0s));
        loop.reset();
        CHECK(future.done());
        CHECK_THROWS_AS(future.get(), aio::CancelledError);

        loop = std::make_unique<aio::EventLoop>();
        auto started = aio::run_coroutine_threadsafe(Body::forever(), *loop);
        loop->call_soon_threadsafe([&] { loop->call_soon([&] { loop->stop(); }); });
        loop->run_forever();
        CHECK_FALSE(started.done());
        loop.reset();
        CHECK_THROWS_AS(started.get(), aio::CancelledError);
    }

    TEST_CASE("a remote loop that was moved from is still the same loop") {
        struct Body {
            static aio::Coro<> main(int* calls) {
                aio::RemoteLoop first = aio::current_loop().remote();
                aio::RemoteLoop second = std::move(first);
                CHECK(first.alive());
                CHECK(first.runs_here());
                CHECK(first.call_soon([calls] { ++*calls; }));
                second = std::move(first);
                CHECK(first.call_soon([calls] { ++*calls; }));
                auto future = aio::run_coroutine_threadsafe(value_after(0s, 1), first);
                const aio::KeepAlive keep(std::move(first));
                const aio::KeepAlive other(first);
                while (!future.done()) co_await aio::sleep(0);
            }
        };
        int calls = 0;
        run_virtual(Body::main(&calls));
        CHECK(calls == 2);
    }

    TEST_CASE("a remote future that was moved from says so, whatever it is asked") {
        aio::EventLoop loop;
        auto empty = aio::run_coroutine_threadsafe(value_after(0s, 1), loop);
        auto future = std::move(empty);
        CHECK_THROWS_WITH_AS((void)empty.done(), doctest::Contains("this handle is empty"), aio::UsageError);
        CHECK_THROWS_AS((void)empty.cancelled(), aio::UsageError);
        CHECK_THROWS_AS(empty.cancel(), aio::UsageError);
        CHECK_THROWS_AS(empty.wait(), aio::UsageError);
        CHECK_THROWS_AS((void)empty.wait_for(0s), aio::UsageError);
        CHECK_THROWS_AS(empty.get(), aio::UsageError);
        CHECK(future.cancel());
        empty = std::move(future);
        CHECK(empty.cancelled());
    }

    TEST_CASE("the loop's own thread cannot wait for itself") {
        struct Body {
            static aio::Coro<> main() {
                auto future = aio::run_coroutine_threadsafe(value_after(0s, 1), aio::current_loop());
                CHECK_THROWS_AS(future.get(), aio::UsageError);
                while (!future.done()) co_await aio::sleep(0);
                CHECK(future.get() == 1);
                CHECK_THROWS_AS(future.get(), aio::InvalidStateError);
            }
        };
        run_virtual(Body::main());
    }
}
