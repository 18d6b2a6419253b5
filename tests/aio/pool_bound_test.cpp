// A pool's bound, under every way to come by a resource: open, acquire, a replacement.
#include "support.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

using namespace test;

namespace {

// How many resources there are, those that are being made included.
struct Count {
    int alive = 0;
    int most = 0;
    int made = 0;
    int closed = 0;
    bool refuses = false;
};

class Resource {
public:
    explicit Resource(Count& count) : count_(&count) { count.most = std::max(count.most, ++count.alive); }
    Resource(Resource&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
    Resource& operator=(Resource&& other) noexcept {
        std::swap(count_, other.count_);
        return *this;
    }
    ~Resource() {
        if (count_ != nullptr) --count_->alive;
    }
    Count& count() const { return *count_; }

private:
    Count* count_;
};
using Pool = aio::ResourcePool<Resource>;
using Options = aio::PoolOptions<Resource>;

// Both take 1 s.
aio::Coro<Resource> make(Count* count) {
    Resource resource(*count);
    co_await aio::sleep(1);
    if (count->refuses) throw std::runtime_error("refused");
    ++count->made;
    co_return resource;
}
aio::Coro<> close(Resource* resource) {
    co_await aio::sleep(1);
    ++resource->count().closed;
}
Pool::Make maker(Count* count) {
    return [count] { return make(count); };
}
std::function<aio::Coro<>(Resource&)> closer() {
    return [](Resource& resource) { return close(&resource); };
}

aio::Coro<> use(Pool* pool, aio::Duration span, bool discard, std::vector<double>* times) {
    auto lease = co_await pool->acquire();
    times->push_back(now());
    co_await aio::sleep(span);
    if (discard) lease.discard();
}

// The same numbers on every machine.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : state_(seed) {}
    int roll(int sides) {
        state_ = state_ * 1664525U + 1013904223U;
        return static_cast<int>((state_ >> 16U) % static_cast<std::uint32_t>(sides));
    }

private:
    std::uint32_t state_;
};

}  // namespace

TEST_SUITE("aio.pool") {
    TEST_CASE("what open makes has places: who acquires meanwhile waits for it") {
        struct Body {
            static aio::Coro<> main(Count* count, std::vector<double>* times) {
                Pool pool(maker(count), {.minimum = 2, .maximum = 2});
                auto opening = aio::create_task(pool.open());
                co_await aio::sleep(0);
                CHECK(pool.statistics().in_use == 2);
                co_await aio::gather(use(&pool, 1s, false, times), use(&pool, 1s, false, times),
                                     use(&pool, 1s, false, times));
                co_await opening;
                CHECK(pool.statistics().in_use == 0);
                CHECK(pool.statistics().idle == 2);
            }
        };
        Count count;
        std::vector<double> times;
        run_virtual(Body::main(&count, &times));
        CHECK(count.made == 2);
        CHECK(count.most == 2);
        CHECK(times == std::vector<double>{1, 1, 2});
    }

    TEST_CASE("an open that fails or is cancelled gives its places to those in line") {
        struct Body {
            static aio::Coro<> main(Count* count, std::vector<double>* times) {
                Pool pool(maker(count), {.minimum = 2, .maximum = 2});
                auto opening = aio::create_task(pool.open());
                co_await aio::sleep(0);
                auto user = aio::create_task(use(&pool, 1s, true, times));
                co_await aio::sleep(0.5);
                opening.cancel();
                co_await user;
                CHECK(opening.cancelled());
                count->refuses = true;
                auto failing = aio::create_task(pool.open());
                auto next = aio::create_task(use(&pool, 1s, true, times));
                co_await aio::gather(aio::return_exceptions, failing);
                CHECK(failing.exception() != nullptr);
                count->refuses = false;
                co_await next;
                CHECK(pool.statistics().in_use == 0);
                auto unstarted = aio::create_task(pool.open());
                co_await aio::sleep(0);  // it has its places, and its tasks have not begun
                unstarted.cancel();
                co_await aio::gather(aio::return_exceptions, unstarted);
                CHECK(pool.statistics().in_use == 0);
            }
        };
        Count count;
        std::vector<double> times;
        run_virtual(Body::main(&count, &times));
        CHECK(count.most == 2);
        CHECK(times.size() == 2);
    }

    TEST_CASE("close waits for what open makes, closes it, and open raises PoolClosed") {
        struct Body {
            static aio::Coro<> main(Count* count) {
                Pool pool(maker(count), {.minimum = 2, .maximum = 3, .close = closer()});
                auto opening = aio::create_task(pool.open());
                co_await aio::sleep(0.5);
                co_await pool.close();
                CHECK(count->made == 2);
                CHECK(count->closed == 2);
                CHECK(count->alive == 0);
                CHECK_THROWS_AS(opening.result(), aio::PoolClosed);
            }
        };
        Count count;
        run_virtual(Body::main(&count));
    }

    TEST_CASE("open closes the broken first, so that the bound holds") {
        struct Body {
            static aio::Coro<> main(Count* count, std::vector<double>* times) {
                Pool pool(maker(count), {.minimum = 2, .maximum = 2, .close = closer()});
                co_await aio::gather(use(&pool, 1s, true, times), use(&pool, 1s, true, times));
                co_await pool.open();
                CHECK(pool.statistics().idle == 2);
            }
        };
        Count count;
        std::vector<double> times;
        run_virtual(Body::main(&count, &times));
        CHECK(count.made == 4);
        CHECK(count.closed == 2);
        CHECK(count.most == 2);
    }

    TEST_CASE("whoever opens, acquires, breaks and cancels in whatever order, the bound holds and no place is lost") {
        struct Body {
            static aio::Coro<bool> check(Dice* dice) {
                co_await aio::sleep(0.1 * dice->roll(3));
                co_return dice->roll(4) != 0;
            }
            static aio::Coro<> main(Count* count, std::uint32_t seed) {
                Dice dice(seed);
                const auto checker = [&dice](Resource&) { return check(&dice); };
                Options options{.minimum = 2, .maximum = 3, .check = checker, .close = closer(), .uses = 3};
                Pool pool(maker(count), std::move(options));
                std::vector<aio::Task<void>> tasks;
                std::vector<double> times;
                for (int i = 0; i < 60; ++i) {
                    const auto span = std::chrono::milliseconds(100 * dice.roll(20));
                    if (dice.roll(4) == 0) {
                        tasks.push_back(aio::create_task(pool.open()));
                    } else {
                        tasks.push_back(aio::create_task(use(&pool, span, dice.roll(3) == 0, &times)));
                    }
                    co_await aio::sleep(0.1 * dice.roll(6));
                    if (dice.roll(3) == 0) tasks[static_cast<std::size_t>(dice.roll(i + 1))].cancel();
                }
                for (auto& task : tasks) co_await aio::gather(aio::return_exceptions, task);
                CHECK(pool.statistics().in_use == 0);
                CHECK(pool.statistics().waiting == 0);
                co_await pool.close();
                CHECK(count->alive == 0);
                CHECK(count->closed == count->made);
            }
        };
        for (std::uint32_t seed = 1; seed <= 40; ++seed) {
            CAPTURE(seed);
            Count count;
            run_virtual(Body::main(&count, seed));
            CHECK(count.most <= 3);
        }
    }

    TEST_CASE("two places that come free serve two, though the second came when the first had not run yet") {
        struct Body {
            static aio::Coro<> main(Count* count, std::vector<double>* times) {
                Pool pool(maker(count), {.minimum = 2, .maximum = 2});
                co_await pool.open();
                auto one = co_await pool.acquire();
                auto two = co_await pool.acquire();
                auto waiter = aio::create_task(use(&pool, 5s, false, times));
                co_await aio::sleep(0);
                one.release();  // the waiter's
                two.release();  // nobody's
                co_await use(&pool, 0s, false, times);
                co_await waiter;
            }
        };
        Count count;
        std::vector<double> times;
        run_virtual(Body::main(&count, &times));
        CHECK(times == std::vector<double>{1, 1});
    }

    TEST_CASE("a lease that was given back or moved from has no resource: UsageError") {
        struct Body {
            static void refused(aio::PoolLease<Resource>& lease) {
                std::string lesson;
                try {
                    (void)*lease;
                } catch (const aio::UsageError& error) {
                    lesson = error.lesson();
                }
                CHECK(lesson == "semaphore");
                CHECK_THROWS_AS(lease->count(), aio::UsageError);
            }
            static aio::Coro<> main(Count* count) {
                Pool pool(maker(count), {.maximum = 2});
                auto lease = co_await pool.acquire();
                auto moved = std::move(lease);
                CHECK(&moved->count() == count);
                refused(lease);
                lease = co_await pool.acquire();
                CHECK(&lease->count() == count);
                moved.release();
                refused(moved);
                lease = std::move(moved);  // nothing, for what it had
                refused(lease);
                CHECK(pool.statistics().idle == 2);
            }
        };
        Count count;
        run_virtual(Body::main(&count));
    }

    TEST_CASE("a close that is cancelled leaves what it was closing to the next close") {
        struct Body {
            static aio::Coro<> main(Count* count) {
                Pool pool(maker(count), {.minimum = 3, .maximum = 3, .close = closer()});
                co_await pool.open();
                auto closing = aio::create_task(pool.close());
                co_await aio::sleep(0.5);
                closing.cancel();
                co_await aio::gather(aio::return_exceptions, closing);
                CHECK(closing.cancelled());
                CHECK(pool.statistics().closed == 0);
                co_await pool.close();
                CHECK(count->closed == 3);
                CHECK(pool.statistics().closed == 3);
                CHECK(pool.statistics().in_use == 0);
            }
        };
        Count count;
        run_virtual(Body::main(&count));
        CHECK(count.alive == 0);
    }

    TEST_CASE("a second close meanwhile returns when all is closed, also if the first is cancelled") {
        struct Body {
            static aio::Coro<> main(Count* count, bool cancels) {
                Pool pool(maker(count), {.minimum = 3, .maximum = 3, .close = closer()});
                co_await pool.open();
                auto first = aio::create_task(pool.close());
                co_await aio::sleep(0.5);
                auto second = aio::create_task(pool.close());
                co_await aio::sleep(1);
                if (cancels) first.cancel();
                co_await second;
                CHECK(count->closed == 3);
                CHECK(count->alive == 0);
                co_await aio::gather(aio::return_exceptions, first);
            }
        };
        for (const bool cancels : {false, true}) {
            CAPTURE(cancels);
            Count count;
            run_virtual(Body::main(&count, cancels));
        }
    }
}
