// What is held too long, never given back, or never got.
#include "support.hpp"

#include <regex>
#include <stdexcept>

using namespace test;

namespace {

std::string without_lines(const std::string& claim) { return std::regex_replace(claim, std::regex(":[0-9]+"), ":N"); }

unsigned take_line = 0;
unsigned hold_line = 0;

// --- never released ---

aio::Coro<> take_and_go(aio::Lock& lock) {
    take_line = __LINE__ + 1;
    co_await lock.acquire();
}

aio::Coro<> take_late(aio::Lock& lock) {
    co_await aio::sleep(1s);
    const auto guard = co_await lock.guard();
}

aio::Coro<> forgets_to_release(bool somebody_waits) {
    aio::Lock lock("db");
    auto one = aio::create_task(take_and_go(lock), "forgetful");
    co_await one;
    if (somebody_waits) {
        auto two = aio::create_task(take_late(lock), "next");
        co_await two;
    }
}

aio::Coro<> gives_back(aio::Lock& lock) {
    co_await aio::sleep(1s);
    lock.release();
}

aio::Coro<> another_releases() {
    aio::Lock lock("db");
    auto one = aio::create_task(take_and_go(lock), "taker");
    auto two = aio::create_task(gives_back(lock), "giver");
    auto three = aio::create_task(take_late(lock), "next");
    co_await aio::gather(one, two, three);
}

aio::Coro<> hold_by_guard(aio::Lock& lock) {
    const auto guard = co_await lock.guard();
    co_await aio::sleep(10s);
}

aio::Coro<> cancelled_with_a_guard() {
    aio::Lock lock("db");
    auto one = aio::create_task(hold_by_guard(lock), "holder");
    co_await aio::sleep(1s);
    one.cancel();
    co_await take_late(lock);
}

aio::Coro<> hold_by_hand(aio::Lock& lock) {
    co_await lock.acquire();
    co_await aio::sleep(10s);
    lock.release();
}

aio::Coro<> cancelled_by_hand() {
    aio::Lock lock("db");
    auto one = aio::create_task(hold_by_hand(lock), "holder");
    co_await aio::sleep(1s);
    one.cancel();
    co_await aio::gather(aio::return_exceptions, one);
}

// The run is over, and the loop cancels who is left: nobody comes after that.
aio::Coro<> cancelled_at_the_end(aio::Lock& lock) {
    auto one = aio::create_task(hold_by_hand(lock), "holder");
    co_await aio::sleep(1s);
}

aio::Coro<> take_permit(aio::Semaphore& permits) { co_await permits.acquire(); }

aio::Coro<> forgets_permits(int workers) {
    aio::Semaphore permits(2, "permits");
    std::vector<aio::Task<>> tasks;
    for (int i = 0; i < workers; ++i) {
        tasks.push_back(aio::create_task(take_permit(permits), "worker-" + std::to_string(i + 1)));
    }
    co_await aio::gather(aio::return_exceptions, tasks);
}

aio::Coro<> wait_for_signals(aio::Semaphore& signal) {
    for (int i = 0; i < 3; ++i) co_await signal.acquire();
}

aio::Coro<> signals() {
    aio::Semaphore signal(1, "signal");
    auto listener = aio::create_task(wait_for_signals(signal), "listener");
    co_await aio::sleep(1s);
    signal.release();
    signal.release();
    co_await listener;
}

// --- held across a wait ---

aio::Coro<> sleep_inside(aio::Lock& lock, aio::Duration time) {
    const auto guard = co_await lock.guard();
    hold_line = __LINE__ + 1;
    co_await aio::sleep(time);
}

aio::Coro<> work_under_a_lock(int workers, aio::Duration time) {
    aio::Lock lock("db");
    std::vector<aio::Task<>> tasks;
    for (int i = 0; i < workers; ++i) {
        tasks.push_back(aio::create_task(sleep_inside(lock, time), "worker-" + std::to_string(i + 1)));
    }
    co_await aio::gather(aio::return_exceptions, tasks);
}

aio::Coro<> fetch_with(aio::Semaphore& permits) {
    const auto permit = co_await permits.guard();
    co_await aio::sleep(1s);
}

aio::Coro<> fetch_all(int permits_at_first) {
    aio::Semaphore permits(permits_at_first, "limit");
    std::vector<aio::Task<>> tasks;
    for (int i = 0; i < 10; ++i) tasks.push_back(aio::create_task(fetch_with(permits)));
    co_await aio::gather(aio::return_exceptions, tasks);
}

aio::Coro<> permit_then_lock(aio::Semaphore& permits, aio::Lock& lock) {
    const auto permit = co_await permits.guard();
    const auto guard = co_await lock.guard();
}

aio::Coro<> permits_that_wait_for_a_lock() {
    aio::Semaphore permits(2, "limit");
    aio::Lock lock("db");
    auto holder = aio::create_task(sleep_inside(lock, 1s), "holder");
    std::vector<aio::Task<>> tasks;
    for (int i = 0; i < 4; ++i) tasks.push_back(aio::create_task(permit_then_lock(permits, lock)));
    co_await aio::gather(aio::return_exceptions, tasks);
    co_await holder;
}

aio::Coro<> impatient(aio::Lock& lock) {
    try {
        const auto guard = co_await aio::with_timeout(200ms, lock.guard());
    } catch (const aio::TimeoutError&) {
        co_return;
    }
}

aio::Coro<> who_waited_gave_up() {
    aio::Lock lock("db");
    auto holder = aio::create_task(sleep_inside(lock, 1s), "holder");
    auto other = aio::create_task(impatient(lock), "impatient");
    co_await aio::gather(holder, other);
}

// A condition lets go of its lock while it is waited for.
aio::Coro<> wait_for_news(aio::Condition& condition) {
    const auto guard = co_await condition.guard();
    co_await condition.wait();
}

aio::Coro<> waits_for_a_condition() {
    aio::Condition news("news");
    auto one = aio::create_task(wait_for_news(news), "one");
    auto two = aio::create_task(wait_for_news(news), "two");
    co_await aio::sleep(1s);
    const auto guard = co_await news.guard();
    news.notify_all();
}

aio::Coro<> wait_inside(aio::Lock& lock, aio::Event& event) {
    const auto guard = co_await lock.guard();
    co_await event.wait();
}

// For a second somebody else is busy.
aio::Coro<> waits_in_vain_with_a_lock() {
    aio::Lock lock("db");
    aio::Event never("never");
    auto holder = aio::create_task(wait_inside(lock, never), "holder");
    auto next = aio::create_task(take_late(lock), "next");
    co_await aio::gather(holder, next);
}

aio::Coro<> take_and_give(aio::Lock& lock) { const auto guard = co_await lock.guard(); }

aio::Coro<> holds_two() {
    aio::Lock one("one");
    aio::Lock two("two");
    const auto first = co_await one.guard();
    const auto second = co_await two.guard();
    auto left = aio::create_task(take_and_give(one));
    auto right = aio::create_task(take_and_give(two));
    co_await aio::sleep(1s);
}

aio::Coro<> holds_two_shortly() {
    aio::Lock one("one");
    aio::Lock two("two");
    auto late = aio::create_task(sleep_inside(one, 1ms));
    co_await aio::sleep(0);
    {
        const auto first = co_await one.guard();
        const auto second = co_await two.guard();
        auto right = aio::create_task(take_and_give(two));
        co_await aio::sleep(10ms);
    }
    co_await aio::sleep(1s);
}

// --- starvation ---

aio::Coro<> get_one(aio::Queue<int>& queue) {
    const int item = co_await queue.get();
    static_cast<void>(item);
}

// Puts an item, and takes it away before the one who was woken for it runs.
aio::Coro<> helps_himself(aio::Queue<int>& queue, int times, aio::Duration each) {
    co_await aio::sleep(0);
    for (int i = 0; i < times; ++i) {
        queue.put_nowait(i);
        queue.get_nowait();
        co_await aio::sleep(0);
        co_await aio::sleep(each);
    }
    queue.put_nowait(0);
}

aio::Coro<> past_the_line(int times, aio::Duration each = 10ms) {
    aio::Queue<int> queue(0, "letters");
    auto getter = aio::create_task(get_one(queue), "patient");
    auto thief = aio::create_task(helps_himself(queue, times, each), "thief");
    co_await aio::gather(getter, thief);
}

aio::Coro<> a_whole_line_is_passed() {
    aio::Queue<int> queue(0, "letters");
    std::vector<aio::Task<>> getters;
    for (int i = 0; i < 10; ++i) getters.push_back(aio::create_task(get_one(queue), "patient-" + std::to_string(i)));
    co_await helps_himself(queue, 50, 10ms);
    for (auto& getter : getters) getter.cancel();
    co_await aio::gather(aio::return_exceptions, getters);
}

aio::Coro<> hold_shortly(aio::Lock& lock) {
    for (int i = 0; i < 5; ++i) {
        const auto guard = co_await lock.guard();
        co_await aio::sleep(0);
    }
}

aio::Coro<> a_long_line() {
    aio::Lock lock("db");
    std::vector<aio::Task<>> tasks;
    for (int i = 0; i < 30; ++i) tasks.push_back(aio::create_task(hold_shortly(lock)));
    co_await aio::gather(aio::return_exceptions, tasks);
}

aio::Coro<> get_all(aio::PriorityQueue<int>& queue, int count) {
    for (int i = 0; i < count; ++i) co_await queue.get();
}

// The 99 lies in the queue until all others are gone.
aio::Coro<> an_item_that_stays_long() {
    aio::PriorityQueue<int> queue(0, "by priority");
    queue.put_nowait(99);
    auto getter = aio::create_task(get_all(queue, 41), "getter");
    for (int i = 0; i < 40; ++i) {
        queue.put_nowait(1);
        co_await aio::sleep(0);
    }
    co_await getter;
}

}  // namespace

TEST_SUITE("findings.never_released") {
    TEST_CASE("a lock that its holder took with him is found when it goes") {
        const Examined examined = examine(forgets_to_release(false));
        const Finding& finding = examined.the(FindingKind::never_released);
        CHECK(without_lines(examined.claim(finding)) ==
              "forgetful took the lock db (holds_test.cpp:N) and has ended, and nobody gave it back");
        CHECK(examined.line(finding) == take_line);
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.recording[finding.last].kind == loopscope::EventKind::object_destroy);
        REQUIRE(finding.moments.size() == 2);
        CHECK(examined.recording[finding.moments[0]].kind == loopscope::EventKind::object_take);
        CHECK(examined.recording[finding.moments[1]].kind == loopscope::EventKind::task_done);
        CHECK(examined.findings.size() == 1);
    }

    TEST_CASE("and once only when somebody waits for it in vain") {
        const Examined examined = examine(forgets_to_release(true));
        const Finding& finding = examined.the(FindingKind::never_released);
        CHECK(finding.tasks.size() == 2);
        CHECK(examined.findings.size() == 1);
    }

    TEST_CASE("a lock that another task gives back is not") { CHECK(examine(another_releases()).findings.empty()); }

    TEST_CASE("a guard gives back when its task is cancelled, a release by hand does not") {
        CHECK(examine(cancelled_with_a_guard()).count(FindingKind::never_released) == 0);
        CHECK(examine(cancelled_by_hand()).count(FindingKind::never_released) == 1);
    }

    TEST_CASE("who is cancelled at the end of the run need not give back") {
        aio::Lock lock("db");
        CHECK(examine(cancelled_at_the_end(lock)).count(FindingKind::never_released) == 0);
    }

    TEST_CASE("permits that are used up are worth a word, and more if somebody waits for one") {
        const Examined quiet = examine(forgets_permits(2));
        CHECK(quiet.the(FindingKind::never_released).confidence == Confidence::possible);
        CHECK(quiet.claim(quiet.the(FindingKind::never_released)).find("2 permits of the semaphore permits") == 0);
        const Examined missed = examine(forgets_permits(3));
        CHECK(missed.the(FindingKind::never_released).confidence == Confidence::likely);
        CHECK(missed.findings.size() == 1);
    }

    TEST_CASE("a semaphore that signals owes nobody anything") { CHECK(examine(signals()).findings.empty()); }
}

TEST_SUITE("findings.held_across_wait") {
    TEST_CASE("a lock held through a long sleep while others stand in line is found once") {
        const Examined examined = examine(work_under_a_lock(4, 1s));
        const Finding& finding = examined.the(FindingKind::held_across_wait);
        CHECK(without_lines(examined.claim(finding)) ==
              "worker-1 held the lock db while it slept for 1.0 s (holds_test.cpp:N), and 3 others stood in line "
              "for it");
        CHECK(examined.line(finding) == hold_line);
        CHECK(finding.time == 1'000'000'000);
        CHECK(finding.confidence == Confidence::likely);  // so that one does the work for all, perhaps
        REQUIRE(finding.moments.size() == 3);
        CHECK(examined.recording[finding.moments[0]].kind == loopscope::EventKind::object_take);
        CHECK(examined.recording[finding.moments[1]].kind == loopscope::EventKind::task_wait);
        CHECK(examined.recording[finding.moments[2]].kind == loopscope::EventKind::task_ready);
    }

    TEST_CASE("a short wait is not, nor one that nobody else minds") {
        CHECK(examine(work_under_a_lock(4, 99ms)).findings.empty());
        CHECK(examine(work_under_a_lock(1, 10s)).findings.empty());
    }

    TEST_CASE("a semaphore of one permit is a lock, one of three is a limiter") {
        CHECK(examine(fetch_all(1)).count(FindingKind::held_across_wait) == 1);
        CHECK(examine(fetch_all(3)).count(FindingKind::held_across_wait) == 0);
    }

    TEST_CASE("a permit held in line for a lock serves nobody") {
        const Examined examined = examine(permits_that_wait_for_a_lock());
        std::vector<std::string> claims;
        for (const Finding& finding : examined.findings) claims.push_back(without_lines(examined.claim(finding)));
        REQUIRE(claims.size() == 2);
        CHECK(claims[0].find("holder held the lock db while it slept for 1.0 s") == 0);
        CHECK(claims[1] ==
              "Task-1 held the semaphore limit while it waited 1.0 s for the lock db (holds_test.cpp:N), and 2 others "
              "stood in line for it");
    }

    TEST_CASE("who stood in line and gave up counts") {
        const Examined examined = examine(who_waited_gave_up());
        const Finding& finding = examined.the(FindingKind::held_across_wait);
        CHECK(finding.count == 1);
        CHECK(examined.claim(finding).find("1 other stood in line") != std::string::npos);
    }

    TEST_CASE("a wait that only the end of the standstill ends is none") {
        const Examined examined = examine(waits_in_vain_with_a_lock());
        CHECK(examined.count(FindingKind::nobody_left) == 1);
        CHECK(examined.count(FindingKind::held_across_wait) == 0);
    }

    TEST_CASE("of all that a task holds, each is told") {
        CHECK(examine(holds_two()).count(FindingKind::held_across_wait) == 2);
    }

    TEST_CASE("what it gave back in time is not") {
        CHECK(examine(holds_two_shortly()).count(FindingKind::held_across_wait) == 0);
    }

    TEST_CASE("a condition's lock is free while it is waited for") {
        CHECK(examine(waits_for_a_condition()).count(FindingKind::held_across_wait) == 0);
    }
}

TEST_SUITE("findings.starvation") {
    TEST_CASE("a getter whose items are taken by somebody who does not stand in line starves") {
        const Examined examined = examine(past_the_line(25));
        const Finding& finding = examined.the(FindingKind::starvation);
        CHECK(without_lines(examined.claim(finding)) ==
              "patient waits in line for the queue letters (holds_test.cpp:N), and 20 times another one was served "
              "that came later, such as thief");
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.recording[finding.first].kind == loopscope::EventKind::task_wait);
        CHECK(examined.recording[finding.last].kind == loopscope::EventKind::object_get);
    }

    TEST_CASE("a whole line that is passed is told once, of who stands first") {
        const Examined examined = examine(a_whole_line_is_passed());
        const Finding& finding = examined.the(FindingKind::starvation);
        CHECK(examined.recording.task_name(finding.tasks[0]) == "patient-0");
        CHECK(finding.count == 20);
    }

    TEST_CASE("a few times is no starvation, nor is a long line") {
        CHECK(examine(past_the_line(19)).count(FindingKind::starvation) == 0);
        CHECK(examine(a_long_line()).count(FindingKind::starvation) == 0);
    }

    TEST_CASE("a scramble that is over at the same moment is none, unless it never ends") {
        CHECK(examine(past_the_line(100, 0ms)).count(FindingKind::starvation) == 0);
        CHECK(examine(past_the_line(400, 0ms)).count(FindingKind::starvation) == 1);
    }

    TEST_CASE("an item that stays long in a priority queue starves nobody") {
        CHECK(examine(an_item_that_stays_long()).count(FindingKind::starvation) == 0);
    }
}
