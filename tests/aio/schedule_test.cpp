#include "support.hpp"

#include "monitor/pump.hpp"
#include "monitor/recorder.hpp"
#include "monitor/recording.hpp"

#include <cstring>
#include <set>
#include <string>

using namespace test;

namespace {

aio::Coro<> give_way_and_log(std::string name, int rounds, Lines* log) {
    for (int i = 0; i < rounds; ++i) {
        log->push_back(name + std::to_string(i));
        co_await aio::sleep(0);
    }
}

aio::Coro<> three(Lines* log) {
    co_await aio::gather(give_way_and_log("a", 2, log), give_way_and_log("b", 2, log), give_way_and_log("c", 2, log));
}

Lines order_under(aio::Schedule schedule) {
    Lines log;
    aio::run(three(&log), {.clock = aio::ClockKind::virtual_time, .schedule = std::move(schedule)});
    return log;
}

struct Kept final : loopscope::Sink {
    void write(std::span<const loopscope::Event> slots) override {
        for (const loopscope::Event& event : slots) {
            events.push_back(event);
            events.back().time = 0;  // the only part that differs between two runs
        }
    }
    std::vector<loopscope::Event> events;
};

std::vector<loopscope::Event> events_under(aio::Schedule schedule, std::uint64_t seed = 0) {
    loopscope::Recorder recorder;
    Kept kept;
    Lines log;
    {
        loopscope::Pump pump(recorder, {&kept});
        aio::run(three(&log), {.clock = aio::ClockKind::virtual_time,
                               .recorder = &recorder,
                               .schedule = std::move(schedule),
                               .seed = seed});
    }
    return kept.events;
}

bool same(const std::vector<loopscope::Event>& left, const std::vector<loopscope::Event>& right) {
    return left.size() == right.size() &&
           std::memcmp(left.data(), right.data(), left.size() * sizeof(loopscope::Event)) == 0;
}

std::vector<std::uint32_t> choices_of(const std::vector<loopscope::Event>& events) {
    std::vector<std::uint32_t> places;
    for (const auto& event : events) {
        if (event.kind == loopscope::EventKind::choice) places.push_back(event.a);
    }
    return places;
}

}  // namespace

TEST_SUITE("aio.schedule") {
    TEST_CASE("first come, first served, unless told otherwise (S75)") {
        CHECK(order_under(aio::Schedule::fifo()) == Lines{"a0", "b0", "c0", "a1", "b1", "c1"});
    }

    TEST_CASE("a script names, turn by turn, who goes next") {
        // Of three: the last, then of the two that are left: the last.
        CHECK(order_under(aio::Schedule::scripted({2, 1, 1})) == Lines{"c0", "b0", "a0", "b1", "c1", "a1"});
    }

    TEST_CASE("a script that is at its end goes on first come, first served") {
        CHECK(order_under(aio::Schedule::scripted({1})) == Lines{"b0", "a0", "c0", "b1", "a1", "c1"});
    }

    TEST_CASE("a script for another program is refused") {
        struct Body {
            static aio::Coro<> stopped(bool* cleaned_up) {
                try {
                    co_await aio::sleep(0);
                } catch (const aio::CancelledError&) {
                    *cleaned_up = true;
                }
            }
            static aio::Coro<> main(bool* cleaned_up) {
                co_await aio::gather(stopped(cleaned_up), aio::sleep(0), aio::sleep(0));
            }
        };
        bool cleaned_up = false;
        CHECK_THROWS_AS(aio::run(Body::main(&cleaned_up), {.schedule = aio::Schedule::scripted({0, 0, 7})}),
                        aio::UsageError);
        CHECK(cleaned_up);
    }

    TEST_CASE("no schedule lets a task run twice in one turn (S02)") {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const Lines log = order_under(aio::Schedule::seeded(seed));
            REQUIRE(log.size() == 6);
            CHECK(std::set<std::string>(log.begin(), log.begin() + 3) == std::set<std::string>{"a0", "b0", "c0"});
        }
    }

    TEST_CASE("seeds reach every order") {
        std::set<Lines> orders;
        for (std::uint64_t seed = 0; seed < 1000; ++seed) orders.insert(order_under(aio::Schedule::seeded(seed)));
        CHECK(orders.size() == 36);  // 3! in each of two turns
    }

    TEST_CASE("the same seed gives the same run, event for event") {
        const auto once = events_under(aio::Schedule::seeded(5));
        CHECK(same(once, events_under(aio::Schedule::seeded(5))));
        CHECK_FALSE(same(once, events_under(aio::Schedule::seeded(6))));
    }

    TEST_CASE("what was recorded of a seeded run replays it as a script") {
        const auto seeded = events_under(aio::Schedule::seeded(3));
        const auto places = choices_of(seeded);
        CHECK(places.size() == 6);  // of three, then of two, in each of three turns
        CHECK(same(seeded, events_under(aio::Schedule::scripted(places))));
    }

    TEST_CASE("the one who is asked sees who could run, in the order of the ready queue") {
        std::vector<std::vector<loopscope::TaskId>> asked;
        order_under(aio::Schedule::ask([&](std::span<const aio::Candidate> candidates) {
            auto& ids = asked.emplace_back();
            for (const auto& candidate : candidates) ids.push_back(candidate.task);
            return std::size_t{0};
        }));
        REQUIRE(asked.size() == 6);
        CHECK(asked[0] == std::vector<loopscope::TaskId>{2, 3, 4});
        CHECK(asked[1] == std::vector<loopscope::TaskId>{3, 4});
    }

    TEST_CASE("a thousand ready tasks are chosen from in good time, each once") {
        struct Body {
            static aio::Coro<> count(int* ran) {
                ++*ran;
                co_return;
            }
            static aio::Coro<> main(int* ran) {
                for (int i = 0; i < 1000; ++i) aio::create_task(count(ran));
                co_await aio::sleep(0);
            }
        };
        int ran = 0;
        aio::run(Body::main(&ran), {.clock = aio::ClockKind::virtual_time, .schedule = aio::Schedule::seeded(1)});
        CHECK(ran == 1000);
    }

    TEST_CASE("chance comes from the loop, by its seed") {
        struct Body {
            static aio::Coro<std::uint64_t> draw() { co_return aio::current_loop().random()(); }
        };
        const auto drawn = [](std::uint64_t seed) {
            return aio::run(Body::draw(), {.clock = aio::ClockKind::virtual_time, .seed = seed});
        };
        CHECK(drawn(1) == drawn(1));
        CHECK(drawn(1) != drawn(2));
    }
}
