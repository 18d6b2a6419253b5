#include "support.hpp"

#include <algorithm>
#include <list>
#include <memory>
#include <ranges>

using namespace test;

namespace {

struct Gauge {
    int running = 0;
    int most = 0;
};

aio::Coro<int> square(int value, Gauge* gauge) {
    gauge->most = std::max(gauge->most, ++gauge->running);
    co_await aio::sleep(std::chrono::seconds(10 - value));  // later ones are faster
    --gauge->running;
    co_return value* value;
}

}  // namespace

TEST_SUITE("aio.map_concurrent") {
    TEST_CASE("results come in the order of the range, and no more than the limit run at a time") {
        struct Body {
            static aio::Coro<> main() {
                Gauge gauge;
                const auto work = [&gauge](int value) { return square(value, &gauge); };
                const std::vector<int> all = co_await aio::map_concurrent(std::views::iota(0, 10), 3, work);
                CHECK(all == std::vector<int>{0, 1, 4, 9, 16, 25, 36, 49, 64, 81});
                CHECK(gauge.most == 3);
                CHECK(now() == 19);  // 0 3 6 8, 1 4 7, 2 5 9: no task waits for another
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("there are no more tasks than elements, and none for an empty range") {
        struct Body {
            static aio::Coro<> main() {
                Gauge gauge;
                std::size_t tasks = 0;
                const auto work = [&gauge, &tasks](int value) {
                    tasks = aio::all_tasks().size();
                    return square(value, &gauge);
                };
                const std::list<int> two{8, 9};
                const auto some = co_await aio::map_concurrent(two, 100, work);
                CHECK(some == std::vector<int>{64, 81});
                CHECK(tasks == 3);  // and main
                const auto none = co_await aio::map_concurrent(std::vector<int>(), 100, work);
                CHECK(none.empty());
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("the first failure cancels the others, and nothing more is begun") {
        struct Body {
            static aio::Coro<> work(int value, Lines* log) {
                try {
                    co_await aio::sleep(std::chrono::seconds(value));
                } catch (const aio::CancelledError&) {
                    log->push_back(std::to_string(value) + " cancelled");
                    throw;
                }
                log->push_back(std::to_string(value) + " done");
                if (value == 2) throw std::runtime_error("two");
            }
            static aio::Coro<> main(Lines* log) {
                const auto each = [log](int value) { return work(value, log); };
                const std::vector<int> values{1, 2, 9, 8, 7};
                std::string why;
                try {
                    co_await aio::map_concurrent(values, 3, each);
                } catch (const aio::ExceptionGroup& group) {
                    REQUIRE(group.exceptions().size() == 1);
                    why = aio::detail::text_of(group.exceptions()[0]);
                }
                CHECK(why == "two");
                CHECK(now() == 2);
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"1 done", "2 done", "8 cancelled", "9 cancelled"});
    }

    TEST_CASE("cancelled from outside, it cancels what runs and ends when that has ended") {
        struct Body {
            static aio::Coro<> mapping(Lines* log) {
                const auto work = [log](int value) -> aio::Coro<> {
                    try {
                        co_await aio::sleep(9);
                    } catch (const aio::CancelledError&) {
                        log->push_back(std::to_string(value));
                        throw;
                    }
                };
                co_await aio::map_concurrent(std::views::iota(0, 100), 2, work);
            }
            static aio::Coro<> main(Lines* log) {
                auto task = aio::create_task(mapping(log));
                co_await aio::sleep(1);
                task.cancel();
                co_await aio::sleep(1);
                CHECK(task.cancelled());
            }
        };
        Lines log;
        run_virtual(Body::main(&log));
        CHECK(log == Lines{"0", "1"});
    }

    TEST_CASE("elements and results may be of types that can only be moved") {
        struct Body {
            static aio::Coro<std::unique_ptr<int>> twice(std::unique_ptr<int>* from) {
                auto mine = std::move(*from);
                co_await aio::sleep(0);
                *mine *= 2;
                co_return mine;
            }
            static aio::Coro<> main() {
                std::vector<std::unique_ptr<int>> numbers;
                for (int i = 0; i < 3; ++i) numbers.push_back(std::make_unique<int>(i));
                const auto work = [](std::unique_ptr<int>& number) { return twice(&number); };
                const auto all = co_await aio::map_concurrent(numbers, 2, work);
                CHECK(*all[2] == 4);
                CHECK_FALSE(numbers[2]);
            }
        };
        run_virtual(Body::main());
    }

    TEST_CASE("a limit of nothing is refused") {
        const auto work = [](int) -> aio::Coro<> { co_return; };
        CHECK_THROWS_AS(static_cast<void>(aio::map_concurrent(std::views::iota(0, 3), 0, work)), std::invalid_argument);
    }
}
