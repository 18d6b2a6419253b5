// Tasks that wait for each other in a ring, and rings that are none.
#include "support.hpp"

#include <regex>

using namespace test;

namespace {

// A claim without its line numbers: what they are is checked by the site.
std::string without_lines(const std::string& claim) { return std::regex_replace(claim, std::regex(":[0-9]+"), ":N"); }

unsigned second_wait = 0;  // the line of it

aio::Coro<> take_both(aio::Lock& first, aio::Lock& second) {
    const auto one = co_await first.guard();
    co_await aio::sleep(1s);
    second_wait = __LINE__ + 1;
    const auto both = co_await second.guard();
}

aio::Coro<> crosswise() {
    aio::Lock a("a");
    aio::Lock b("b");
    auto one = aio::create_task(take_both(a, b), "worker-1");
    auto two = aio::create_task(take_both(b, a), "worker-2");
    co_await aio::gather(one, two);
}

aio::Coro<> in_the_same_order() {
    aio::Lock a("a");
    aio::Lock b("b");
    auto one = aio::create_task(take_both(a, b), "worker-1");
    auto two = aio::create_task(take_both(a, b), "worker-2");
    co_await aio::gather(one, two);
}

aio::Coro<> around_the_table() {
    aio::Lock a("a");
    aio::Lock b("b");
    aio::Lock c("c");
    auto one = aio::create_task(take_both(a, b), "one");
    auto two = aio::create_task(take_both(b, c), "two");
    auto three = aio::create_task(take_both(c, a), "three");
    co_await aio::gather(one, two, three);
}

aio::Coro<> take_both_in_time(aio::Lock& first, aio::Lock& second) {
    const auto one = co_await first.guard();
    co_await aio::sleep(1s);
    try {
        const auto both = co_await aio::with_timeout(5s, second.guard());
    } catch (const aio::TimeoutError&) {
        co_return;
    }
}

aio::Coro<> with_a_timeout() {
    aio::Lock a("a");
    aio::Lock b("b");
    auto one = aio::create_task(take_both_in_time(a, b), "patient");
    auto two = aio::create_task(take_both(b, a), "worker");
    co_await aio::gather(one, two);
}

aio::Coro<> twice() {
    aio::Lock lock("a");
    const auto once = co_await lock.guard();
    const auto again = co_await lock.guard();
}

aio::Coro<> take_one(aio::Lock& lock) { const auto guard = co_await lock.guard(); }

aio::Coro<> gathers_while_it_holds() {
    aio::Lock lock("a");
    const auto guard = co_await lock.guard();
    auto one = aio::create_task(take_one(lock), "child-1");
    auto two = aio::create_task(take_one(lock), "child-2");
    auto three = aio::create_task(take_one(lock), "child-3");
    co_await aio::gather(one, two, three);
}

aio::Coro<> groups_while_it_holds() {
    aio::Lock lock("a");
    const auto guard = co_await lock.guard();
    const auto body = [&lock](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(take_one(lock), "child");
        co_return;
    };
    co_await aio::with_task_group(body);
}

aio::Coro<> awaits_each_other(std::vector<aio::Task<>>& tasks, std::size_t other) {
    co_await aio::sleep(1s);
    co_await tasks[other];
}

aio::Coro<> two_that_await_each_other() {
    std::vector<aio::Task<>> tasks;
    tasks.push_back(aio::create_task(awaits_each_other(tasks, 1), "left"));
    tasks.push_back(aio::create_task(awaits_each_other(tasks, 0), "right"));
    co_await aio::gather(aio::return_exceptions, tasks);
}

aio::Coro<> hold_and_take(aio::Semaphore& permits, aio::Lock& lock) {
    const auto permit = co_await permits.guard();
    co_await aio::sleep(1s);
    const auto guard = co_await lock.guard();
}

aio::Coro<> take_and_hold(aio::Lock& lock, aio::Semaphore& permits) {
    const auto guard = co_await lock.guard();
    co_await aio::sleep(2s);
    const auto permit = co_await permits.guard();
}

aio::Coro<> hold_for(aio::Semaphore& permits, aio::Duration time) {
    const auto permit = co_await permits.guard();
    co_await aio::sleep(time);
}

// Two permits: the ring is open as long as the second one is with somebody who works.
aio::Coro<> with_two_permits(bool second_gets_stuck) {
    aio::Semaphore permits(2, "permits");
    aio::Lock lock("a");
    co_await hold_for(permits, 0s);
    auto holder = aio::create_task(take_and_hold(lock, permits), "holder");
    auto one = aio::create_task(hold_and_take(permits, lock), "one");
    auto two = second_gets_stuck ? aio::create_task(hold_and_take(permits, lock), "two")
                                 : aio::create_task(hold_for(permits, 9s), "two");
    co_await aio::gather(holder, one, two);
}

aio::Coro<> cross_semaphores(aio::Semaphore& first, aio::Semaphore& second) {
    const auto one = co_await first.guard();
    co_await aio::sleep(1s);
    const auto both = co_await second.guard();
}

aio::Coro<> semaphores_crosswise() {
    aio::Semaphore a(1, "a");
    aio::Semaphore b(1, "b");
    auto one = aio::create_task(cross_semaphores(a, b), "one");
    auto two = aio::create_task(cross_semaphores(b, a), "two");
    co_await aio::gather(one, two);
}

// Each waits for a permit that it has taken itself, and that the other one gives.
aio::Coro<> play(aio::Semaphore& mine, aio::Semaphore& yours) {
    for (int i = 0; i < 5; ++i) {
        co_await mine.acquire();
        co_await aio::sleep(1s);
        yours.release();
    }
}

aio::Coro<> ping_pong() {
    aio::Semaphore ping(1, "ping");
    aio::Semaphore pong(0, "pong");
    auto one = aio::create_task(play(ping, pong), "one");
    auto two = aio::create_task(play(pong, ping), "two");
    co_await aio::gather(one, two);
}

aio::Coro<> cancelled_from_outside() {
    aio::Lock a("a");
    aio::Lock b("b");
    auto one = aio::create_task(take_both(a, b), "worker-1");
    auto two = aio::create_task(take_both(b, a), "worker-2");
    co_await aio::sleep(5s);
    one.cancel();
    co_await aio::gather(aio::return_exceptions, one, two);
}

aio::Coro<> again_and_again() {
    aio::Lock a("a");
    aio::Lock b("b");
    for (int i = 0; i < 3; ++i) {
        auto one = aio::create_task(take_both(a, b), "worker-1");
        auto two = aio::create_task(take_both(b, a), "worker-2");
        co_await aio::sleep(5s);
        one.cancel();
        co_await aio::gather(aio::return_exceptions, one, two);
    }
}

aio::Coro<> take_both_twice(aio::Lock& first, aio::Lock& second) {
    for (int i = 0; i < 2; ++i) {
        try {
            co_await take_both(first, second);
        } catch (const aio::CancelledError&) {
            aio::current_task().uncancel();
        }
    }
}

aio::Coro<> the_same_tasks_again() {
    aio::Lock a("a");
    aio::Lock b("b");
    auto one = aio::create_task(take_both_twice(a, b), "worker-1");
    auto two = aio::create_task(take_both_twice(b, a), "worker-2");
    co_await aio::sleep(5s);
    one.cancel();
    co_await aio::sleep(5s);
    one.cancel();
    co_await aio::gather(one, two);
}

aio::Coro<> tick(int times) {
    for (int i = 0; i < times; ++i) co_await aio::sleep(1s);
}

// The ring is there from the start. It closes when the other child, which might have ended the wait, is done.
aio::Coro<> waits_for_all_while_it_holds() {
    aio::Lock lock("a");
    const auto guard = co_await lock.guard();
    auto ticker = aio::create_task(tick(20), "ticker");
    std::vector<aio::Task<>> tasks;
    tasks.push_back(aio::create_task(take_one(lock), "stuck"));
    tasks.push_back(aio::create_task(tick(3), "late"));
    const auto ended = co_await aio::wait(tasks);
}

aio::Coro<> wait_for_two_signals(aio::BoundedSemaphore& signal, aio::Lock& lock) {
    co_await signal.acquire();
    co_await aio::sleep(2s);
    co_await signal.acquire();
    const auto guard = co_await lock.guard();
}

aio::Coro<> hold_and_wait_for_a_signal(aio::BoundedSemaphore& signal, aio::Lock& lock) {
    co_await aio::sleep(1s);
    const auto guard = co_await lock.guard();
    co_await aio::sleep(2s);
    co_await signal.acquire();
}

// All that it has is with who waits for the lock; but another one gives more.
aio::Coro<> signals_by_another() {
    aio::BoundedSemaphore signal(1, "signal");
    aio::Lock lock("a");
    auto listener = aio::create_task(wait_for_two_signals(signal, lock), "listener");
    auto holder = aio::create_task(hold_and_wait_for_a_signal(signal, lock), "holder");
    co_await aio::sleep(1s);
    signal.release();
    co_await aio::sleep(9s);
    signal.release();
    co_await aio::gather(listener, holder);
}

aio::Coro<> fails_later() {
    co_await aio::sleep(3s);
    throw std::runtime_error("it fails");
}

// The first one that is done ends the wait, and with it the hold.
aio::Coro<> waits_for_any_while_it_holds() {
    aio::Lock lock("a");
    const auto guard = co_await lock.guard();
    std::vector<aio::Task<>> tasks;
    tasks.push_back(aio::create_task(take_one(lock), "stuck"));
    tasks.push_back(aio::create_task(fails_later(), "late"));
    const auto ended = co_await aio::wait(tasks, aio::ReturnWhen::first_completed);
    tasks.front().cancel();
}

}  // namespace

TEST_SUITE("findings.deadlock") {
    TEST_CASE("two tasks that take two locks crosswise are a deadlock, told at the moment it closes") {
        const Examined examined = examine(crosswise());
        const Finding& finding = examined.the(FindingKind::deadlock);
        CHECK(without_lines(examined.claim(finding)) ==
              "worker-2 waits for the lock a (deadlock_test.cpp:N), held by worker-1, which waits for the lock b "
              "(deadlock_test.cpp:N), held by worker-2");
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.line(finding) == second_wait);
        CHECK(finding.tasks.size() == 2);
        CHECK(finding.objects.size() == 2);
        const auto& recording = examined.recording;
        // It closed with the end of the step in which the second one began to wait, long before the end.
        CHECK(recording[finding.last].kind == loopscope::EventKind::step_end);
        CHECK(recording[finding.last].subject == finding.tasks[0]);
        CHECK(finding.last + 5 < recording.size());
        REQUIRE(finding.moments.size() == 4);
        CHECK(finding.first == finding.moments.front());
        CHECK(recording[finding.moments[0]].kind == loopscope::EventKind::object_take);
        CHECK(recording[finding.moments[1]].kind == loopscope::EventKind::object_take);
        CHECK(recording[finding.moments[2]].kind == loopscope::EventKind::task_wait);
        CHECK(recording[finding.moments[3]].kind == loopscope::EventKind::task_wait);
        // Their cancellation at the end is no news, nor that nobody is left to wake them.
        CHECK(examined.findings.size() == 1);
    }

    TEST_CASE("taken in the same order they are none") {
        CHECK(examine(in_the_same_order()).count(FindingKind::deadlock) == 0);
    }

    TEST_CASE("a ring of three is told whole") {
        const Examined examined = examine(around_the_table());
        CHECK(without_lines(examined.claim(examined.the(FindingKind::deadlock))) ==
              "three waits for the lock a (deadlock_test.cpp:N), held by one, which waits for the lock b "
              "(deadlock_test.cpp:N), held by two, which waits for the lock c (deadlock_test.cpp:N), held by three");
    }

    TEST_CASE("a ring that a timeout will open is none") {
        CHECK(examine(with_a_timeout()).count(FindingKind::deadlock) == 0);
    }

    TEST_CASE("a task that waits for a lock that it holds itself is a deadlock") {
        const Examined examined = examine(twice());
        CHECK(without_lines(examined.claim(examined.the(FindingKind::deadlock))) ==
              "main waits for the lock a (deadlock_test.cpp:N), which it holds itself");
        const auto text = loopscope::tell(examined.the(FindingKind::deadlock), examined.recording);
        CHECK(text.why.find("Each of them") == std::string::npos);
        CHECK(text.advice.find("not re-entrant") != std::string::npos);
    }

    TEST_CASE("children that need what their parent holds are one deadlock, however many they are") {
        const Examined examined = examine(gathers_while_it_holds());
        const std::string claim = without_lines(examined.claim(examined.the(FindingKind::deadlock)));
        CHECK(claim ==
              "child-1 waits for the lock a (deadlock_test.cpp:N), held by main, which waits for gather(3) "
              "(deadlock_test.cpp:N), which needs child-1");
        CHECK(examine(groups_while_it_holds()).count(FindingKind::deadlock) == 1);
    }

    TEST_CASE("a wait for the first of several is no deadlock while one of them goes on") {
        CHECK(examine(waits_for_any_while_it_holds()).count(FindingKind::deadlock) == 0);
    }

    TEST_CASE("a ring that somebody might have opened is told when it can not be any more") {
        const Examined examined = examine(waits_for_all_while_it_holds());
        const Finding& finding = examined.the(FindingKind::deadlock);
        CHECK(examined.recording[finding.last].kind == loopscope::EventKind::turn_end);
        CHECK(examined.recording.loop_time_at(finding.last) == 3'000'000'000);
    }

    TEST_CASE("tasks that await each other are a deadlock") {
        const Examined examined = examine(two_that_await_each_other());
        CHECK(without_lines(examined.claim(examined.the(FindingKind::deadlock))) ==
              "right waits for task left (deadlock_test.cpp:N), which waits for task right (deadlock_test.cpp:N)");
    }

    TEST_CASE("a ring through a semaphore closes when the last of its holders is stuck") {
        const Examined examined = examine(with_two_permits(true));
        const Finding& finding = examined.the(FindingKind::deadlock);
        CHECK(finding.confidence == Confidence::likely);
        CHECK(examined.claim(finding).find("the semaphore permits") != std::string::npos);
        CHECK(examine(with_two_permits(false)).count(FindingKind::deadlock) == 0);
    }

    TEST_CASE("of semaphores that nobody ever gave back it is known when the program stands still") {
        const Examined examined = examine(semaphores_crosswise());
        const Finding& finding = examined.the(FindingKind::deadlock);
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.recording[finding.last].kind == loopscope::EventKind::cancel_request);
    }

    TEST_CASE("semaphores that signal are no deadlock") {
        CHECK(examine(ping_pong()).findings.empty());
        CHECK(examine(signals_by_another()).count(FindingKind::deadlock) == 0);
    }

    TEST_CASE("a deadlock that somebody cancels later was one, and each of its waits is told by it alone") {
        const Examined examined = examine(cancelled_from_outside());
        CHECK(examined.count(FindingKind::deadlock) == 1);
        CHECK(examined.findings.size() == 1);
    }

    TEST_CASE("each that closes anew is told anew") {
        CHECK(examine(again_and_again()).count(FindingKind::deadlock) == 3);
        CHECK(examine(the_same_tasks_again()).count(FindingKind::deadlock) == 2);
    }
}
