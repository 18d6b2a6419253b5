#include "support.hpp"

#include <memory>
#include <stdexcept>

using namespace test;

namespace {

aio::Coro<int> started(int value, aio::Duration delay, Lines* log) {
    log->push_back("start " + std::to_string(value));
    co_await aio::sleep(delay);
    co_return value;
}

}  // namespace

TEST_SUITE("aio.as_completed") {
    TEST_CASE("they start in the order given and come in the order of completion (S42)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                std::vector<aio::Coro<int>> coros;
                coros.push_back(started(1, 3s, log));
                coros.push_back(started(2, 1s, log));
                coros.push_back(started(3, 2s, log));
                for (auto& next : aio::as_completed(std::move(coros))) {
                    const int value = co_await next;
                    log->push_back(std::to_string(value) + " at " + std::to_string(static_cast<int>(now())));
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"start 1", "start 2", "start 3", "2 at 1", "3 at 2", "1 at 3"});
    }

    TEST_CASE("next.task() gives the task itself, done; tasks that it made itself too") {
        struct Body {
            static aio::Coro<> main() {
                std::vector<aio::Task<int>> tasks{aio::create_task(value_after(2s, 1)),
                                                  aio::create_task(value_after(1s, 2))};
                std::vector<aio::Task<int>> order;
                for (auto& next : aio::as_completed(tasks)) {
                    aio::Task<int> task = co_await next.task();
                    CHECK(task.done());
                    order.push_back(task);
                }
                CHECK(order == std::vector<aio::Task<int>>{tasks[1], tasks[0]});
                std::vector<aio::Coro<int>> coros;
                coros.push_back(value_after(1s, 5));
                for (auto& next : aio::as_completed(std::move(coros))) {
                    aio::Task<int> task = co_await next.task();
                    CHECK(task.result() == 5);
                }
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("an exception is raised by the await that it belongs to, and the loop may go on") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                std::vector<aio::Coro<>> coros;
                coros.push_back(say("a", log));
                coros.push_back(fail("no"));
                coros.push_back(say("b", log));
                for (auto& next : aio::as_completed(std::move(coros))) {
                    try {
                        co_await next;
                        log->push_back("ok");
                    } catch (const std::runtime_error& error) {
                        log->push_back(error.what());
                    }
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a", "b", "ok", "ok", "no"});
    }

    TEST_CASE("when the time is over the awaits that are left raise TimeoutError, and the tasks go on (S42)") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                std::vector<aio::Task<int>> tasks{aio::create_task(value_after(1s, 1)),
                                                  aio::create_task(value_after(5s, 2)),
                                                  aio::create_task(value_after(6s, 3))};
                for (auto& next : aio::as_completed(tasks, 2s)) {
                    const auto start = aio::current_loop().turn();
                    try {
                        const int value = co_await next;
                        log->push_back(std::to_string(value));
                    } catch (const aio::TimeoutError&) {
                        log->push_back("timeout after " + std::to_string(aio::current_loop().turn() - start));
                    }
                }
                CHECK(now() == 2.0);
                CHECK_FALSE(tasks[1].done());
                co_await aio::gather(tasks);
                CHECK(now() == 6.0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"1", "timeout after 2", "timeout after 0"});
    }

    TEST_CASE("leaving the loop early lets the others go on; what they raise is reported") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::current_loop().set_exception_handler(
                    [log](const aio::ErrorContext& context) { log->push_back(context.message); });
                std::vector<aio::Coro<>> coros;
                coros.push_back(say("first", log));
                coros.push_back(late(log));
                for (auto& next : aio::as_completed(std::move(coros), 1h)) {
                    co_await next;
                    break;
                }
                co_await aio::sleep(5s);
            }
            static aio::Coro<> late(Lines* log) {
                co_await aio::sleep(2s);
                log->push_back("late");
                throw std::runtime_error("no");
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        REQUIRE(log.size() == 3);
        CHECK(log[1] == "late");
        CHECK(log[2].ends_with("raised an exception that nobody looked at"));
    }

    TEST_CASE("what is given twice comes once; nothing gives nothing") {
        struct Body {
            static aio::Coro<int> main() {
                auto task = aio::create_task(value_after(1s, 1));
                std::vector<aio::Task<int>> tasks{task, task};
                int count = 0;
                for (auto& next : aio::as_completed(tasks)) {
                    co_await next;
                    ++count;
                }
                for (auto& next : aio::as_completed(std::vector<aio::Coro<int>>(), 1s)) {
                    co_await next;
                    ++count;
                }
                co_return count;
            }
        };
        CHECK(run_virtual(Body::main()) == 1);
    }

    TEST_CASE(
        "each may be awaited by a task of its own: who awaits first gets the first, and may lose it to a newcomer") {
        struct Body {
            static aio::Coro<> get(std::string name, aio::Next<aio::Future<int>> next, Lines* log) {
                const int value = co_await next;
                log->push_back(name + std::to_string(value));
            }
            static aio::Coro<> main(Lines* log) {
                std::vector<aio::Future<int>> futures{aio::Future<int>(), aio::Future<int>(), aio::Future<int>()};
                std::vector<aio::Next<aio::Future<int>>> nexts;
                auto range = aio::as_completed(futures);
                for (auto& next : range) nexts.push_back(std::move(next));
                auto a = aio::create_task(get("a", std::move(nexts[0]), log));
                auto b = aio::create_task(get("b", std::move(nexts[1]), log));
                co_await aio::sleep(0);
                futures[2].set_result(2);
                co_await aio::sleep(0);
                auto c = aio::create_task(get("c", std::move(nexts[2]), log));
                a.cancel();  // woken, and not run yet
                co_await aio::sleep(0);
                log->push_back("t");
                futures[0].set_result(0);
                futures[1].set_result(1);
                auto outcomes = co_await aio::gather(aio::return_exceptions, a, b, c);
                CHECK(a.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"c2", "t", "b0"});
    }

    TEST_CASE("who is woken and finds that a newcomer took it waits again; who is cancelled then passes it on") {
        struct Body {
            using Nexts = std::vector<aio::Next<aio::Future<int>>>;
            static aio::Coro<> get(std::string name, aio::Next<aio::Future<int>> next, Lines* log) {
                const int value = co_await next;
                log->push_back(name + std::to_string(value));
            }
            static aio::Coro<> main(bool newcomer, Lines* log) {
                std::vector<aio::Future<int>> futures{aio::Future<int>(), aio::Future<int>(), aio::Future<int>()};
                Nexts nexts;
                auto range = aio::as_completed(futures);
                for (auto& next : range) nexts.push_back(std::move(next));
                auto a = aio::create_task(get("a", std::move(nexts[0]), log));
                auto b = aio::create_task(get("b", std::move(nexts[1]), log));
                co_await aio::sleep(0);
                futures[2].set_result(2);
                std::vector<aio::Task<>> all{a, b};
                if (newcomer) all.push_back(aio::create_task(get("c", std::move(nexts[2]), log)));
                co_await aio::sleep(0);
                if (!newcomer) a.cancel();
                for (int i = 0; i < 2; ++i) {
                    co_await aio::sleep(0);
                    log->push_back("t");
                }
                futures[0].set_result(0);
                futures[1].set_result(1);
                co_await aio::wait(all);
            }
        };
        Lines log;
        run_virtual(Body::main(true, &log));
        CHECK(log == Lines{"c2", "t", "t", "b0", "a1"});
        log.clear();
        run_virtual(Body::main(false, &log));
        CHECK(log == Lines{"t", "b2", "t"});
    }

    TEST_CASE("awaiting the same one twice is a UsageError") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                std::vector<aio::Coro<int>> coros;
                coros.push_back(value_after(1s, 1));
                for (auto& next : aio::as_completed(std::move(coros))) {
                    co_await next;
                    try {
                        co_await next;
                    } catch (const aio::UsageError& error) {
                        log->push_back(error.what());
                    }
                }
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        REQUIRE(log.size() == 1);
        CHECK(log[0].starts_with("this was awaited before"));
    }

    TEST_CASE("cancelling who awaits cancels none of them") {
        struct Body {
            static aio::Coro<> wait(std::vector<aio::Task<int>> tasks) {
                for (auto& next : aio::as_completed(std::move(tasks), 1h)) co_await next;
            }
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(2s, 1));
                auto waiting = aio::create_task(wait({task}));
                co_await aio::sleep(1s);
                waiting.cancel();
                const int value = co_await task;
                CHECK(value == 1);
                CHECK(waiting.cancelled());
                CHECK(now() == 2.0);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("results that cannot be copied are moved out, and outside of a loop it says so") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> make(int value) {
                co_await aio::sleep(value * 1s);
                co_return std::make_unique<int>(value);
            }
            static aio::Coro<int> main() {
                std::vector<aio::Coro<std::unique_ptr<int>>> coros;
                coros.push_back(make(2));
                coros.push_back(make(1));
                int digits = 0;
                for (auto& next : aio::as_completed(std::move(coros))) {
                    auto made = co_await next;
                    digits = digits * 10 + *made;
                }
                co_return digits;
            }
        };
        CHECK(run_virtual(Body::main()) == 12);
        CHECK_THROWS_AS(static_cast<void>(aio::as_completed(std::vector<aio::Coro<int>>())), aio::UsageError);
    }

    TEST_CASE("kept beyond its run, it is let go in peace") {
        struct Body {
            static aio::Coro<aio::AsCompleted<aio::Future<int>>> main() {
                std::vector<aio::Future<int>> futures{aio::Future<int>(), aio::Future<int>()};
                futures[0].set_result(1);
                co_return aio::as_completed(futures, 1h);
            }
        };
        auto kept = run_virtual(Body::main());
        CHECK(kept.begin() != kept.end());
    }

    TEST_CASE("left standing when its loop goes, it leaks nothing") {
        struct Body {
            static aio::Coro<> main(aio::AnyFuture* kept) {
                std::vector<aio::Future<int>> futures{aio::Future<int>()};
                *kept = futures[0];
                for (auto& next : aio::as_completed(futures, 1h)) co_await next;
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
}
