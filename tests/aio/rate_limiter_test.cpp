#include "support.hpp"

#include <memory>

using namespace test;

namespace {

aio::Coro<> request(aio::RateLimiter* limiter, std::string name, Lines* log) {
    co_await limiter->acquire();
    log->push_back(name + " at " + std::to_string(static_cast<int>(now() * 10)));
}

}  // namespace

TEST_SUITE("aio.rate_limiter") {
    TEST_CASE("so many are let through at once, the others as soon as the window has room") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::RateLimiter limiter(2, 1s);
                std::vector<aio::Task<>> tasks;
                for (const char* name : {"a", "b", "c", "d", "e"}) {
                    tasks.push_back(aio::create_task(request(&limiter, name, log)));
                }
                co_await aio::gather(std::move(tasks));
                const auto statistics = limiter.statistics();
                CHECK(statistics.acquired == 5);
                CHECK(statistics.delayed == 3);
                CHECK(statistics.waited == 4s);
                CHECK(statistics.in_window == 1);
                CHECK(statistics.waiting == 0);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a at 0", "b at 0", "c at 10", "d at 10", "e at 20"});
    }

    TEST_CASE("the window slides: each place comes back a span after it was taken") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::RateLimiter limiter(2, 1s);
                co_await request(&limiter, "a", log);
                co_await aio::sleep(0.6);
                co_await request(&limiter, "b", log);
                co_await request(&limiter, "c", log);  // when a leaves
                co_await request(&limiter, "d", log);  // when b leaves
                CHECK_FALSE(limiter.try_acquire());
                co_await aio::sleep(0.4);  // c leaves
                CHECK(limiter.try_acquire());
                CHECK_FALSE(limiter.try_acquire());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a at 0", "b at 6", "c at 10", "d at 16"});
    }

    TEST_CASE("nobody overtakes those in line") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::RateLimiter limiter(1, 1s);
                co_await limiter.acquire();
                auto a = aio::create_task(request(&limiter, "a", log));
                co_await aio::sleep(0.999);
                auto b = aio::create_task(request(&limiter, "b", log));
                co_await aio::sleep(0.0005);
                CHECK_FALSE(limiter.try_acquire());
                co_await aio::gather(a, b);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"a at 10", "b at 20"});
    }

    TEST_CASE("who is cancelled in line leaves it, and takes no place") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::RateLimiter limiter(1, 1s);
                co_await limiter.acquire();
                auto a = aio::create_task(request(&limiter, "a", log));
                auto b = aio::create_task(request(&limiter, "b", log));
                co_await aio::sleep(0.5);
                a.cancel();
                co_await b;
                CHECK(a.cancelled());
                CHECK(limiter.statistics().acquired == 2);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"b at 10"});
    }

    TEST_CASE("who is cancelled after it was let through gives its place to the next") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                aio::RateLimiter limiter(1, 1s);
                co_await limiter.acquire();
                auto a = aio::create_task(request(&limiter, "a", log));
                auto b = aio::create_task(request(&limiter, "b", log));
                co_await aio::sleep(0);
                // The alarm was set before this: it lets a through in the same turn, before a runs.
                auto handle = aio::current_loop().call_later(1s, [&a] { a.cancel(); });
                co_await b;
                CHECK(a.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"b at 10"});
    }

    TEST_CASE("over any span there are never more than the limit") {
        struct Body {
            static aio::Coro<> user(aio::RateLimiter* limiter, std::vector<double>* times) {
                for (int i = 0; i < 12; ++i) {
                    co_await limiter->acquire();
                    times->push_back(now());
                    co_await aio::sleep(std::chrono::milliseconds(aio::current_loop().random()() % 700));
                }
            }
            static aio::Coro<> main(std::vector<double>* times) {
                aio::RateLimiter limiter(3, 1s);
                std::vector<aio::Task<>> users;
                for (int i = 0; i < 6; ++i) users.push_back(aio::create_task(user(&limiter, times)));
                for (int i = 0; i < 5; ++i) {
                    co_await aio::sleep(2.3);
                    users[static_cast<std::size_t>(i)].cancel();
                }
                co_await aio::gather(aio::return_exceptions, std::move(users));
            }
        };
        std::vector<double> times;
        run_virtual(Body::main(&times));
        REQUIRE(times.size() > 30);
        int full = 0;
        for (std::size_t i = 3; i < times.size(); ++i) {
            CHECK(times[i] - times[i - 3] > 1 - 1e-9);
            full += times[i] - times[i - 3] < 1 + 1e-9 ? 1 : 0;
        }
        CHECK(full > 5);  // and no fewer than it allows
    }

    TEST_CASE("a limiter that goes while a task waits tells that task why, and takes its timer along") {
        struct Body {
            static aio::Coro<> main(std::string* why) {
                auto limiter = std::make_unique<aio::RateLimiter>(1, 1s, "api");
                co_await limiter->acquire();
                Lines log;
                auto task = aio::create_task(request(limiter.get(), "a", &log));
                co_await aio::sleep(0);
                limiter.reset();
                try {
                    co_await task;
                } catch (const aio::UsageError& error) {
                    *why = error.what();
                }
                CHECK(now() == 0);
            }
        };
        std::string why;
        run_virtual(Body::main(&why));
        CHECK(why.starts_with("rate limiter 'api' was destroyed while task"));
    }

    TEST_CASE("nonsense is refused") {
        CHECK_THROWS_AS(aio::RateLimiter(0, 1s), std::invalid_argument);
        CHECK_THROWS_AS(aio::RateLimiter(1, 0s), std::invalid_argument);
    }
}
