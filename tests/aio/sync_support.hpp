// What the tests of locks, events and their like share: who does what on which turn.
//
// The expected lines of these tests are what CPython 3.13 prints for the same program,
// with the number of the loop's turn in front.
#pragma once
#include "support.hpp"

#include "monitor/pump.hpp"

#include <set>
#include <span>
#include <thread>

namespace test {

// "4 a in": on the fourth turn of the loop.
inline void note(Lines* log, const std::string& text) {
    log->push_back(std::to_string(aio::current_loop().turn()) + " " + text);
}

inline const char* yes(bool answer) { return answer ? "yes" : "no"; }

// What a program notes.
inline Lines lines_of(aio::Coro<> (*main)(Lines*)) {
    Lines log;
    run_virtual(main(&log));
    return log;
}

inline aio::Coro<> turns(int count) {
    for (int i = 0; i < count; ++i) co_await aio::sleep(0);
}

// Waits for the end of a task that may be cancelled, or fail.
inline aio::Coro<> end_of(aio::Task<> task) {
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
    } catch (const std::exception&) {
    }
}

inline aio::Coro<> end_of_both(aio::Task<> a, aio::Task<> b) { co_await aio::gather(aio::return_exceptions, a, b); }

inline aio::Coro<> end_of_all(std::vector<aio::Task<>> tasks) {
    co_await aio::gather(aio::return_exceptions, std::move(tasks));
}

// Whether anything else ran while `awaitable` was awaited (S15).
template <class A>
aio::Coro<bool> gives_way(A awaitable) {
    const auto ran = std::make_shared<bool>(false);
    aio::current_loop().call_soon([ran] { *ran = true; });
    co_await std::move(awaitable);
    const bool others_ran = *ran;
    co_await aio::sleep(0);
    co_return others_ran;
}

template <class A>
aio::Coro<> await_and_note_turn(A awaitable, std::uint64_t* turn) {
    co_await std::move(awaitable);
    *turn = aio::current_loop().turn();
}

// Turns from wake() to the task that it wakes going on (S16).
template <class A>
aio::Coro<std::uint64_t> hops(A awaitable, std::function<void()> wake) {
    std::uint64_t went_on = 0;
    const auto task = aio::create_task(await_and_note_turn(std::move(awaitable), &went_on));
    co_await turns(2);
    const std::uint64_t woken = aio::current_loop().turn();
    wake();
    co_await task;
    co_return went_on - woken;
}

// What main() tells the monitor.
inline std::vector<loopscope::Event> events_of(aio::Coro<> main) {
    struct Keep final : loopscope::Sink {
        std::vector<loopscope::Event> slots;
        void write(std::span<const loopscope::Event> more) override {
            slots.insert(slots.end(), more.begin(), more.end());
        }
    };
    Keep keep;
    loopscope::Recorder recorder;
    {
        const loopscope::Pump pump(recorder, {&keep});
        aio::run(std::move(main), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder, .name = "test"});
    }
    std::vector<loopscope::Event> events;
    for (std::size_t i = 0; i < keep.slots.size(); i += 1 + keep.slots[i].extra) {
        if (!loopscope::is_definition(keep.slots[i].kind)) events.push_back(keep.slots[i]);
    }
    return events;
}

// Those about primitives, as text: "give 1 by 2", "value 1" ...; and who became ready because of them.
inline Lines told_of(const std::vector<loopscope::Event>& events) {
    using loopscope::EventKind;
    Lines told;
    std::set<std::uint32_t> gathers;
    for (const loopscope::Event& event : events) {
        const bool is_gather = event.kind == EventKind::object_create &&
                               event.detail == static_cast<std::uint8_t>(loopscope::ObjectKind::gather);
        if (is_gather) gathers.insert(event.subject);
        const bool about_gather = event.kind >= EventKind::object_create && event.kind <= EventKind::object_close &&
                                  gathers.contains(event.subject);
        if (about_gather) continue;
        const std::string task = " by " + std::to_string(loopscope::low(event.b));
        const std::string count = " " + std::to_string(loopscope::high(event.b));
        const std::string number = " " + std::to_string(static_cast<std::int64_t>(event.b));
        switch (event.kind) {
            case EventKind::object_create:
                told.push_back("create");
                break;
            case EventKind::object_take:
                told.push_back("take" + count + task);
                break;
            case EventKind::object_give:
                told.push_back("give" + count + task);
                break;
            case EventKind::object_notify:
                told.push_back("notify" + count + task);
                break;
            case EventKind::object_close:
                told.push_back((event.detail == 3 ? "reset" : "abort") + task);
                break;
            case EventKind::object_value:
                told.push_back((event.detail == 1 ? "capacity" : "value") + number);
                break;
            case EventKind::object_destroy:
                told.push_back("destroy");
                break;
            case EventKind::await_passed:
                told.push_back("pass by " + std::to_string(event.subject));
                break;
            case EventKind::task_wait:
                if (event.detail == 4) told.push_back(std::to_string(event.subject) + " waits to hold");
                if (event.detail == 5) told.push_back(std::to_string(event.subject) + " waits for a signal");
                break;
            case EventKind::task_ready: {
                if (static_cast<loopscope::WakeReason>(event.detail) != loopscope::WakeReason::object) break;
                if (event.cause == 0 || event.cause > events.size()) break;
                const EventKind cause = events[event.cause - 1].kind;
                const char* why = cause == EventKind::object_give     ? " by give"
                                  : cause == EventKind::object_notify ? " by notify"
                                  : cause == EventKind::object_value  ? " by value"
                                  : cause == EventKind::object_close  ? " by close"
                                  : cause == EventKind::step_begin    ? " by step"
                                                                      : "";
                if (*why != 0) told.push_back(std::to_string(event.subject) + " woken" + why);
                break;
            }
            default:
                break;
        }
    }
    return told;
}

// What using `function` from another thread raises; "" if nothing.
inline std::string misuse_elsewhere(const std::function<void()>& function) {
    std::string what;
    std::thread([&] {
        try {
            function();
        } catch (const aio::UsageError& error) {
            what = error.what();
        }
    }).join();
    return what;
}

}  // namespace test
