// A recording with a limit: whole turns go at the start, everything else stays as it was.
#include "monitor/recording.hpp"

#include "monitor/kinds.hpp"
#include "monitor/narrate.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

constexpr std::size_t kLimit = 400;

// Of programs that live long enough to be cut.
std::vector<std::uint32_t> long_lived() {
    std::vector<std::uint32_t> seeds;
    for (std::uint32_t seed = 1; seeds.size() < 8; ++seed) {
        if (RandomProgram(seed, 4000).out.last() > 3 * kLimit) seeds.push_back(seed);
    }
    return seeds;
}

struct Pair {
    Recording whole;
    Recording limited;
};

Pair record(std::uint32_t seed, std::size_t events = 4000, std::size_t at_once = 61) {
    const RandomProgram program(seed, events);
    Pair pair;
    pair.limited.keep_at_most(kLimit);
    const std::span<const Event> slots = program.out.slots();
    REQUIRE(pair.whole.append(slots));
    for (std::size_t from = 0; from < slots.size(); from += at_once) {
        REQUIRE(pair.limited.append(slots.subspan(from, std::min(at_once, slots.size() - from))));
    }
    return pair;
}

// The part of a lane that lies from `first` on.
std::vector<Span> from(const Lane& lane, std::size_t first) {
    std::vector<Span> spans;
    std::ranges::copy_if(lane.spans, std::back_inserter(spans), [&](const Span& span) { return span.end > first; });
    return spans;
}

}  // namespace

TEST_SUITE("recording with a limit") {
    TEST_CASE("it holds no more than its limit and the quarter that may come on top") {
        const auto [whole, limited] = record(long_lived()[1]);
        CHECK(limited.size() == whole.size());
        CHECK(limited.first() > 0);
        CHECK(limited.size() - limited.first() <= kLimit + kLimit / 4 + 100);  // and the turn that goes on
        CHECK(limited.size() - limited.first() >= kLimit / 2);
    }

    TEST_CASE("what is left begins with a turn, and what went answers as nothing") {
        const auto [whole, limited] = record(long_lived()[2]);
        CHECK(limited[limited.first()].kind == EventKind::turn_begin);
        CHECK(limited[0].kind == EventKind{});
        CHECK(limited[limited.first() - 1].kind == EventKind{});
        CHECK_FALSE(limited.index_of(whole.sequence(0)).has_value());
        CHECK(limited.index_of(whole.sequence(limited.first())) == limited.first());
    }

    TEST_CASE("every instant that is left has the World that it had, and the clocks say the same") {
        for (const std::uint32_t seed : long_lived()) {
            CAPTURE(seed);
            const auto [whole, limited] = record(seed);
            REQUIRE(limited.first() > 0);
            for (std::size_t i = limited.first(); i <= limited.size(); i += 7) {
                CAPTURE(i);
                REQUIRE(limited.at(i) == whole.at(i));
                CHECK(limited.step_at(i) == whole.step_at(i));
                CHECK(limited.turn_at(i) == whole.turn_at(i));
                CHECK(limited.loop_time_at(i) == whole.loop_time_at(i));
                CHECK(limited.real_time_at(i) == whole.real_time_at(i));
                if (i < limited.size()) CHECK(limited.running_at(i) == whole.running_at(i));
            }
            CHECK(limited.at(0) == whole.at(limited.first()));
        }
    }

    TEST_CASE("who was over before and left nothing is forgotten") {
        for (const std::uint32_t seed : long_lived()) {
            const auto [whole, limited] = record(seed);
            const auto over = std::ranges::count_if(
                whole.tasks(), [&](const TaskInfo& task) { return task.finished && *task.finished < limited.first(); });
            const auto gone = static_cast<std::ptrdiff_t>(whole.tasks().size() - limited.tasks().size());
            CHECK(over > 10);
            CHECK(gone > over / 2);
            CHECK(gone <= over);
        }
    }

    TEST_CASE("events, texts and relations that are left say what they said") {
        const auto [whole, limited] = record(long_lived()[3]);
        for (std::size_t i = limited.first(); i < limited.size(); ++i) {
            CHECK(limited[i].kind == whole[i].kind);
            CHECK(limited[i].b == whole[i].b);
            CHECK(limited.text(i) == whole.text(i));
            CHECK(limited.counterpart(i) == whole.counterpart(i));
        }
    }

    TEST_CASE("whoever lives is known with name, lane and wake-ups") {
        for (const std::uint32_t seed : long_lived()) {
            const auto [whole, limited] = record(seed);
            const std::size_t first = limited.first();
            for (const TaskInfo& task : whole.tasks()) {
                CAPTURE(task.id);
                const bool was_over = task.finished && *task.finished < first;
                if (was_over) continue;
                REQUIRE(limited.task(task.id) != nullptr);
                CHECK(limited.task_name(task.id) == whole.task_name(task.id));
                const auto mine = from(*limited.lane(task.id), first);
                const auto theirs = from(*whole.lane(task.id), first);
                REQUIRE(mine.size() == theirs.size());
                CHECK(mine.size() == limited.lane(task.id)->spans.size());
                for (std::size_t i = 0; i < mine.size(); ++i) CHECK(mine[i].begin == theirs[i].begin);
            }
            const auto wakes =
                std::ranges::count_if(whole.wakes(), [&](const WakeEdge& w) { return w.ready >= first; });
            CHECK(static_cast<std::ptrdiff_t>(limited.wakes().size()) == wakes);
            for (const WakeEdge& wake : limited.wakes()) CHECK((wake.cause == kOpen || wake.cause >= first));
        }
    }

    TEST_CASE("each event that is left is told in the same sentence: no name was forgotten too early") {
        for (const std::uint32_t seed : long_lived()) {
            const auto [whole, limited] = record(seed);
            const Narrator before(whole);
            const Narrator after(limited);
            for (std::size_t i = limited.first(); i < limited.size(); ++i) {
                // Of a wake-up, who caused it may be gone.
                const auto cause = whole.index_of(whole[i].cause);
                if (whole[i].kind == EventKind::task_ready && cause && *cause < limited.first()) continue;
                CHECK(after.describe(i) == before.describe(i));
            }
        }
    }

    TEST_CASE("each living task is in the tree once, below its parent or at the root") {
        const auto [whole, limited] = record(long_lived()[4]);
        std::vector<TaskId> seen;
        const auto walk = [&](const auto& self, TaskId parent) -> void {
            for (const TaskId child : limited.children(parent)) {
                seen.push_back(child);
                self(self, child);
            }
        };
        walk(walk, 0);
        std::ranges::sort(seen);
        CHECK(seen.size() == limited.tasks().size());
        CHECK(std::ranges::adjacent_find(seen) == seen.end());
    }

    TEST_CASE("without a limit nothing goes") {
        const auto [whole, limited] = record(long_lived()[5]);
        CHECK(whole.first() == 0);
        CHECK(whole[0].kind == EventKind::loop_start);
    }

    TEST_CASE("time at the gate stays left out of the real time, also where it was let go of") {
        StreamBuilder stream;
        stream.add(EventKind::loop_start);
        for (std::uint64_t turn = 1; turn <= 100; ++turn) {
            stream.add(EventKind::turn_begin, 0, {.b = turn});
            stream.add(EventKind::held, 0, {.b = 40});
            stream.add(EventKind::turn_end, 0, {.b = turn});
        }
        Recording whole;
        Recording limited;
        limited.keep_at_most(50);
        REQUIRE(whole.append(stream.slots()));
        REQUIRE(limited.append(stream.slots()));
        REQUIRE(limited.first() > 200);
        for (std::size_t i = limited.first(); i <= limited.size(); ++i)
            CHECK(limited.real_time_at(i) == whole.real_time_at(i));
        CHECK(limited.real_time_began() == whole.real_time_began());
    }

    TEST_CASE("a turn that is longer than the limit is kept until the next one begins") {
        StreamBuilder stream;
        stream.add(EventKind::loop_start);
        stream.add(EventKind::turn_begin, 0, {.b = 1});
        for (int i = 0; i < 2000; ++i) stream.add(EventKind::mark, 0);
        Recording recording;
        recording.keep_at_most(100);
        REQUIRE(recording.append(stream.slots()));
        CHECK(recording.first() == 0);
        StreamBuilder more;
        more.add(EventKind::turn_begin, 0, {.b = 2});
        REQUIRE(recording.append(more.slots()));
        CHECK(recording.first() == 2002);
        CHECK(recording.turn_at(recording.size()) == 2);
        CHECK(recording.step_at(recording.size()) == 0);
    }
}
