// Findings in a recording that lets go of its beginning while it is read, as in a program that runs for days.
#include "support.hpp"

#include <stdexcept>

using namespace test;
using loopscope::Diagnosis;
using loopscope::Event;

namespace {

constexpr std::size_t kLimit = 1000;
constexpr std::size_t kAtOnce = 40;  // slots: less than the shortest turn that is let go of

struct KeepSlots final : loopscope::Sink {
    std::vector<Event> slots;
    void write(std::span<const Event> more) override { slots.insert(slots.end(), more.begin(), more.end()); }
};

std::vector<Event> slots_of(aio::Coro<> main) {
    KeepSlots keep;
    run_into(keep, std::move(main));
    return std::move(keep.slots);
}

// What was told at once, and what of it was told when the run was over.
struct Told {
    std::string claim;
    std::size_t moments = 0;
};

class Watched {
public:
    Watched() { recording_.keep_at_most(kLimit); }

    // `reads`: whether it reads on behind the slots so far.
    template <typename Reads>
    void play(std::span<const Event> slots, Reads reads) {
        for (std::size_t from = 0; from < slots.size(); from += kAtOnce) {
            REQUIRE(recording_.append(slots.subspan(from, std::min(kAtOnce, slots.size() - from))));
            if (reads(from)) read();
        }
        read();
    }
    void read() {
        CHECK(diagnosis_.update());
        const auto findings = diagnosis_.findings();
        for (std::size_t i = told_.size(); i < findings.size(); ++i) {
            told_.push_back({plain(tell(findings[i], recording_).claim), findings[i].moments.size()});
        }
    }
    const Recording& recording() const { return recording_; }
    std::span<const Finding> findings() const { return diagnosis_.findings(); }
    const std::vector<Told>& told() const { return told_; }

private:
    Recording recording_;
    Diagnosis diagnosis_{recording_, patient()};
    std::vector<Told> told_;
};

aio::Coro<> chatters(int times) {
    for (int i = 0; i < times; ++i) {
        co_await aio::sleep(1ms);
        aio::print("and on");
    }
}

aio::Coro<> never() { co_return; }
aio::Coro<> request() { co_await aio::sleep(200ms); }
aio::Coro<> fails() {
    co_await aio::sleep(1ms);
    throw std::runtime_error("no luck");
}
aio::Coro<> holds(aio::Lock& lock) {
    const auto guard = co_await lock.guard();
    co_await aio::sleep(200ms);
}
aio::Coro<> takes_both(aio::Lock& first, aio::Lock& second) {
    const auto one = co_await first.guard();
    co_await aio::sleep(10ms);
    const auto two = co_await second.guard();
}

aio::Coro<> mistakes() {
    aio::Lock shared("shared");
    aio::Lock left("left");
    aio::Lock right("right");
    static_cast<void>(never());
    aio::create_task(fails(), "failing");
    for (int i = 0; i < 3; ++i) co_await request();
    co_await aio::gather(holds(shared), holds(shared));
    auto one = aio::create_task(takes_both(left, right), "one");
    auto two = aio::create_task(takes_both(right, left), "two");
    co_await aio::sleep(1s);
    one.cancel();
    two.cancel();
    co_await aio::gather(aio::return_exceptions, one, two);
}

aio::Coro<> mistakes_long_ago() {
    co_await mistakes();
    co_await chatters(1000);
}

// Nothing is wrong with it: a permit that signals, locks that are given back, queues that are emptied.
aio::Coro<> listens(aio::Semaphore& signal, int times) {
    for (int i = 0; i < times; ++i) co_await signal.acquire();
}
aio::Coro<> locks(aio::Lock& lock, int times) {
    for (int i = 0; i < times; ++i) {
        const auto guard = co_await lock.guard();
        co_await aio::sleep(1ms);
    }
}
aio::Coro<> gets(aio::Queue<int>& queue, int times) {
    for (int i = 0; i < times; ++i) {
        static_cast<void>(co_await queue.get());
        aio::print("got one");
    }
}
aio::Coro<> nothing_wrong() {
    aio::Semaphore signal(0, "signal");
    aio::Lock lock("shared");
    aio::Queue<int> queue(5);
    auto listener = aio::create_task(listens(signal, 200), "listener");
    auto one = aio::create_task(locks(lock, 100), "one");
    auto two = aio::create_task(locks(lock, 100), "two");
    auto getter = aio::create_task(gets(queue, 200), "getter");
    for (int i = 0; i < 200; ++i) {
        signal.release();
        co_await queue.put(i);
        co_await aio::sleep(1ms);
    }
    co_await aio::gather(listener, one, two, getter);
    co_await chatters(200);
}

}  // namespace

TEST_SUITE("findings.let_go") {
    TEST_CASE("what was found stays tellable in the same words when its events are gone") {
        Watched watched;
        watched.play(slots_of(mistakes_long_ago()), [](std::size_t) { return true; });
        const Recording& recording = watched.recording();
        for (const FindingKind kind :
             {FindingKind::never_awaited, FindingKind::never_retrieved, FindingKind::await_in_loop,
              FindingKind::held_across_wait, FindingKind::deadlock}) {
            CHECK_MESSAGE(std::ranges::count(watched.findings(), kind, &Finding::kind) == 1, to_string(kind));
        }
        for (std::size_t i = 0; i < watched.findings().size(); ++i) {
            const Finding& finding = watched.findings()[i];
            CAPTURE(to_string(finding.kind));
            REQUIRE(finding.last < recording.first());
            const auto text = tell(finding, recording);
            CHECK(plain(text.claim) == watched.told()[i].claim);
            CHECK(text.moments.size() == watched.told()[i].moments);
            for (const auto& moment : text.moments) CHECK(plain(moment) == "(let go of)");
        }
    }

    TEST_CASE("reading on after turns that nobody read finds nothing that is not so") {
        const auto slots = slots_of(nothing_wrong());
        CHECK(slots.size() > 8 * kLimit);
        for (std::size_t every = 1000; every < slots.size(); every += 500) {
            CAPTURE(every);
            Watched watched;
            watched.play(slots, [&](std::size_t from) { return from % every < kAtOnce; });
            CHECK(watched.recording().first() > 0);
            for (const Finding& finding : watched.findings()) FAIL_CHECK(to_string(finding.kind));
        }
    }

    TEST_CASE("nor does it lose what was found before, or find it again") {
        const auto slots = slots_of(mistakes_long_ago());
        for (std::size_t last = 0; last < slots.size(); last += 200) {
            CAPTURE(last);
            Watched watched;
            watched.play(slots, [&](std::size_t from) { return from <= last; });
            for (const FindingKind kind : loopscope::finding_kinds()) {
                CHECK_MESSAGE(std::ranges::count(watched.findings(), kind, &Finding::kind) <= 1, to_string(kind));
            }
            for (std::size_t i = 0; i < watched.told().size(); ++i) {
                CHECK(plain(tell(watched.findings()[i], watched.recording()).claim) == watched.told()[i].claim);
            }
        }
    }
}
