// retry, and with_timeout_or: what may fail for a while, and what may be left out.
#include "support.hpp"

#include <algorithm>
#include <cmath>
#include <random>

using namespace test;

namespace {

struct NetworkError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Fails so many times, then gives 7; notes when each attempt began.
struct Flaky {
    int failures;
    std::vector<double> times{};
    aio::Coro<int> operator()() {
        times.push_back(now());
        co_await aio::sleep(0);
        if (static_cast<int>(times.size()) <= failures) throw NetworkError("attempt " + std::to_string(times.size()));
        co_return 7;
    }
};

aio::Coro<int> slow(aio::Duration span, Lines* log) {
    try {
        co_await aio::sleep(span);
    } catch (const aio::CancelledError&) {
        log->push_back("cancelled");
        throw;
    }
    co_return 1;
}

}  // namespace

TEST_SUITE("aio.retry") {
    TEST_CASE("it tries again after growing waits, until it succeeds") {
        struct Body {
            static aio::Coro<> main() {
                Flaky flaky{3};
                const auto attempt = [&flaky] { return flaky(); };
                aio::RetryPolicy policy;
                policy.attempts(5).delay(1s).backoff(2);
                const int value = co_await aio::retry(policy, attempt);
                CHECK(value == 7);
                CHECK(flaky.times == std::vector<double>{0, 1, 3, 7});
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("what the last attempt raises is raised") {
        struct Body {
            static aio::Coro<> main() {
                Flaky flaky{9};
                const auto attempt = [&flaky] { return flaky(); };
                std::string why;
                try {
                    co_await aio::retry(attempt);
                } catch (const NetworkError& error) {
                    why = error.what();
                }
                CHECK(why == "attempt 3");
                CHECK(flaky.times == std::vector<double>{0, 1, 3});
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("only the exceptions that are meant are tried again") {
        struct Body {
            static aio::Coro<int> attempts_until(bool network) {
                int attempts = 0;
                const auto attempt = [&attempts, network]() -> aio::Coro<> {
                    ++attempts;
                    co_await aio::sleep(0);
                    if (network) throw NetworkError("again");
                    throw std::logic_error("never again");
                };
                aio::RetryPolicy policy;
                policy.attempts(4).on<NetworkError, aio::TimeoutError>();
                try {
                    co_await aio::retry(policy, attempt);
                } catch (const std::exception&) {
                    co_return attempts;
                }
                co_return 0;
            }
            static aio::Coro<> main() {
                const int network = co_await attempts_until(true);
                const int logic = co_await attempts_until(false);
                CHECK(network == 4);
                CHECK(logic == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a wrong use of aio is not tried again") {
        struct Body {
            static aio::Coro<> main() {
                int attempts = 0;
                aio::Lock lock;
                const auto attempt = [&attempts, &lock]() -> aio::Coro<> {
                    ++attempts;
                    lock.release();
                    co_return;
                };
                bool raised = false;
                try {
                    co_await aio::retry(attempt);
                } catch (const aio::UsageError&) {
                    raised = true;
                }
                CHECK(raised);
                CHECK(attempts == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a cancellation ends it, in an attempt and between attempts") {
        struct Body {
            static aio::Coro<> trying(Flaky* flaky) {
                const auto attempt = [flaky] { return (*flaky)(); };
                co_await aio::retry(attempt);
            }
            static aio::Coro<> main() {
                Flaky first{9};
                Flaky second{9};
                auto a = aio::create_task(trying(&first));
                auto b = aio::create_task(trying(&second));
                co_await aio::sleep(0);
                a.cancel();  // in its first attempt
                co_await aio::sleep(0.5);
                b.cancel();  // while it waits for its second
                co_await aio::sleep(9);
                CHECK(a.cancelled());
                CHECK(b.cancelled());
                CHECK(first.times.size() == 1);
                CHECK(second.times.size() == 1);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("jitter spreads the waits, within its part, the same for the same seed") {
        struct Body {
            static aio::Coro<std::vector<double>> times() {
                Flaky flaky{20};
                const auto attempt = [&flaky] { return flaky(); };
                aio::RetryPolicy policy;
                policy.attempts(21).delay(10s).backoff(1).jitter(0.2);
                co_await aio::retry(policy, attempt);
                co_return flaky.times;
            }
            static std::vector<double> under(std::uint64_t seed) {
                return aio::run(times(), {.clock = aio::ClockKind::virtual_time, .seed = seed});
            }
        };
        const auto first = Body::under(1);
        CHECK(first == Body::under(1));
        CHECK(first != Body::under(2));
        double shortest = 99;
        double longest = 0;
        for (std::size_t i = 1; i < first.size(); ++i) {
            shortest = std::min(shortest, first[i] - first[i - 1]);
            longest = std::max(longest, first[i] - first[i - 1]);
        }
        CHECK(shortest >= 8);
        CHECK(shortest < 9.5);
        CHECK(longest <= 12);
        CHECK(longest > 10.5);
    }

    TEST_CASE("waits have a longest, and never overflow") {
        std::mt19937_64 random;
        aio::RetryPolicy policy;
        policy.delay(1s).backoff(10).longest(30s);
        CHECK(policy.wait_after(1, random) == 1s);
        CHECK(policy.wait_after(2, random) == 10s);
        CHECK(policy.wait_after(3, random) == 30s);
        CHECK(policy.wait_after(400, random) == 30s);
        policy.longest(aio::Duration::max());
        CHECK(policy.wait_after(400, random) == aio::Duration::max());
    }

    TEST_CASE("nonsense is refused") {
        aio::RetryPolicy policy;
        CHECK_THROWS_AS(policy.attempts(0), std::invalid_argument);
        CHECK_THROWS_AS(policy.delay(-1s), std::invalid_argument);
        CHECK_THROWS_AS(policy.delay(std::nan("")), std::invalid_argument);
        CHECK_THROWS_AS(policy.backoff(-1), std::invalid_argument);
        CHECK_THROWS_AS(policy.jitter(1.5), std::invalid_argument);
    }

    TEST_CASE("an observer sees each failure that is followed by another attempt") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                Flaky flaky{2};
                const auto attempt = [&flaky] { return flaky(); };
                aio::RetryPolicy policy;
                policy.delay(500ms).observe([log](const aio::RetryEvent& event) {
                    log->push_back(std::to_string(event.attempt) + ": " + aio::detail::text_of(event.error) +
                                   ", wait " + std::to_string(event.wait / 1ms));
                });
                co_await aio::retry(policy, attempt);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"1: attempt 1, wait 500", "2: attempt 2, wait 1000"});
    }
}

TEST_SUITE("aio.timeout_or") {
    TEST_CASE("the result if it comes in time, the other one if not; the late one is cancelled") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                const int in_time = co_await aio::with_timeout_or(2s, -1, slow(1s, log));
                const int late = co_await aio::with_timeout_or(2s, -1, slow(3s, log));
                const int ever = co_await aio::with_timeout_or(std::nullopt, -1, slow(300s, log));
                CHECK(in_time == 1);
                CHECK(late == -1);
                CHECK(ever == 1);
                CHECK(now() == 303);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled"});
    }

    TEST_CASE("a TimeoutError of the work itself comes out, and so does a cancellation") {
        struct Body {
            static aio::Coro<int> raise() {
                co_await aio::sleep(0);
                throw aio::TimeoutError("my own");
            }
            static aio::Coro<> waiting(Lines* log) { co_await aio::with_timeout_or(9s, -1, slow(5s, log)); }
            static aio::Coro<> main(Lines* log) {
                std::string why;
                try {
                    co_await aio::with_timeout_or(1s, -1, raise());
                } catch (const aio::TimeoutError& error) {
                    why = error.what();
                }
                CHECK(why == "my own");
                auto task = aio::create_task(waiting(log));
                co_await aio::sleep(1);
                task.cancel();
                co_await aio::sleep(1);
                CHECK(task.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"cancelled"});
    }
}
