// What a task waits for, and why it goes on: by the kind of thing that it waits for.
#include "monitor/kinds.hpp"
#include "monitor/narrate_parts.hpp"

#include <algorithm>

namespace loopscope {
namespace {

ObjectKind kind_of(const Recording& recording, std::uint64_t on) {
    const ObjectInfo* object = recording.object(low(on));
    return object ? object->kind : ObjectKind::unknown;
}

const char* acquire_key(ObjectKind kind, TaskId holder) {
    switch (kind) {
        case ObjectKind::semaphore:
        case ObjectKind::bounded_semaphore:
            return "acquire_permit";
        case ObjectKind::pool:
            return "acquire_item";
        case ObjectKind::rate_limiter:
            return "acquire_pass";
        default:
            return holder != 0 ? "acquire_held" : "acquire";
    }
}

const char* signal_key(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::event:
            return "signal_event";
        case ObjectKind::condition:
            return "signal_condition";
        case ObjectKind::barrier:
            return "signal_barrier";
        default:
            return "signal";
    }
}

const char* result_key(ObjectKind kind) { return kind == ObjectKind::task_group ? "group" : "object"; }

// What tells of the kind of object as well.
std::string object_key(WaitReason reason, ObjectKind kind, TaskId holder) {
    switch (reason) {
        case WaitReason::acquire:
            return acquire_key(kind, holder);
        case WaitReason::signal:
            return signal_key(kind);
        case WaitReason::object:
            return result_key(kind);
        case WaitReason::get:
            if (kind == ObjectKind::as_completed) return "next";
            [[fallthrough]];
        default:
            return kind_shape(EventKind::task_wait)->details[static_cast<std::uint8_t>(reason)];
    }
}

// What the task waited for until the event at `index` ended its wait; nullptr if it did not wait.
const Span* wait_ended_by(const Recording& recording, TaskId task, std::size_t index) {
    const Lane* lane = recording.lane(task);
    if (!lane) return nullptr;
    const auto found = std::ranges::lower_bound(lane->spans, index, {}, &Span::end);
    const bool waited = found != lane->spans.end() && found->end == index && found->state == TaskState::waiting;
    return waited ? &*found : nullptr;
}

// What brought the event about, if it was about this object; nullptr otherwise.
const Event* cause_of(const Recording& recording, const Event& event, ObjectId object, std::size_t& at) {
    const auto cause = event.cause != 0 ? recording.index_of(event.cause) : std::nullopt;
    if (!cause) return nullptr;
    at = *cause;
    const Event& found = recording[at];
    const bool of_objects = static_cast<std::uint16_t>(found.kind) >> 4 == 5;
    return of_objects && found.subject == object ? &found : nullptr;
}

// Who gave it back, or told those who wait.
std::string say_turn(const Span& wait, const Event* cause, ObjectKind kind, Wording& wording) {
    if (wait.wait_reason == WaitReason::acquire) {
        if (!cause || cause->kind != EventKind::object_give) return wording.say("task_ready.acquire");
        wording.with_other(low(cause->b));
        const char* key = acquire_key(kind, 0);
        return wording.say(key == std::string_view("acquire") ? "task_ready.acquire_given"
                                                              : std::string("task_ready.") + key);
    }
    const bool told = cause && (cause->kind == EventKind::object_notify || cause->kind == EventKind::object_value);
    if (!told) return wording.say("task_ready.signal");
    wording.with_other(cause->kind == EventKind::object_notify ? low(cause->b) : cause->a);
    return wording.say(std::string("task_ready.") + signal_key(kind));
}

// The task's wait for an object is over.
std::string say_object_ready(const Event& event, const Span& wait, Wording& wording) {
    const Recording& recording = wording.recording();
    const ObjectId object = low(wait.wait_on);
    const ObjectKind kind = kind_of(recording, object);
    std::size_t at = 0;
    const Event* cause = cause_of(recording, event, object, at);
    wording.with("what", wording.object(object));
    if (cause && cause->kind == EventKind::object_close) {
        const CloseKind how = close_kind_of(cause->detail);
        const bool shut = how == CloseKind::shut_down || how == CloseKind::at_once;
        return wording.say(shut ? "task_ready.shut_down" : "task_ready.broken");
    }
    switch (wait.wait_reason) {
        case WaitReason::acquire:
        case WaitReason::signal:
            return say_turn(wait, cause, kind, wording);
        case WaitReason::get:
            if (!cause || cause->kind != EventKind::object_put) break;
            return wording.with_other(low(cause->b)).with("item", wording.item(at)).say("task_ready.get_put");
        default:
            break;
    }
    return wording.say("task_ready." + object_key(wait.wait_reason, kind, 0));
}

}  // namespace

std::string name_wait(const Wait& wait, Wording& wording) {
    const Recording& recording = wording.recording();
    switch (wait.reason) {
        case WaitReason::yield:
            return "yield";
        case WaitReason::sleep: {
            const TimerInfo* timer = recording.timer(low(wait.on));
            if (!timer) return "sleep_unknown";
            wording.with("time", format_loop_time(timer->due));
            return "sleep";
        }
        case WaitReason::task:
            wording.with_other(low(wait.on));
            return "task";
        case WaitReason::io:
        case WaitReason::thread: {
            const std::string key = wait.reason == WaitReason::io ? "io" : "thread";
            const std::string name = wording.operation(low(wait.on));
            if (name.empty()) return key + "_unknown";
            wording.with("name", Piece{name, Piece::About::operation, low(wait.on)});
            return key;
        }
        default:
            break;
    }
    wording.with_object(low(wait.on)).with_other(wait.holder);
    return object_key(wait.reason, kind_of(recording, wait.on), wait.holder);
}

std::string say_wait(const std::string& prefix, const Wait& wait, Wording& wording) {
    const std::string key = name_wait(wait, wording);
    return wording.say(prefix + "." + key);
}

// What it awaited was there already: how it would have waited does not matter.
std::string say_passed(const Wait& wait, Wording& wording) {
    if (!waits_on_object(wait.reason)) return say_wait("await_passed", wait, wording);
    wording.with("what", wording.object(low(wait.on)));
    return wording.say(keyed(EventKind::await_passed, static_cast<std::uint8_t>(wait.reason)));
}

std::string say_ready(std::size_t index, Wording& wording) {
    const Recording& recording = wording.recording();
    const Event& event = recording[index];
    const WakeReason reason = wake_reason_of(event.detail);
    const Span* wait = wait_ended_by(recording, event.subject, index);
    switch (reason) {
        case WakeReason::task_done:
            if (!wait || wait->wait_reason != WaitReason::task) return wording.say("task_ready.task_done_unknown");
            wording.with_other(low(wait->wait_on));
            break;
        case WakeReason::object:
            if (!wait || !waits_on_object(wait->wait_reason)) return wording.say("task_ready.object_unknown");
            return say_object_ready(event, *wait, wording);
        case WakeReason::io:
        case WakeReason::thread: {
            const WaitReason waited = reason == WakeReason::io ? WaitReason::io : WaitReason::thread;
            const std::string key = keyed(event.kind, static_cast<std::uint8_t>(reason));
            const bool known = wait && wait->wait_reason == waited;
            const std::string name = known ? wording.operation(low(wait->wait_on)) : std::string();
            return name.empty() ? wording.say(key + "_unknown") : wording.with("name", name).say(key);
        }
        default:
            break;
    }
    return wording.say(keyed(event.kind, static_cast<std::uint8_t>(reason)));
}

}  // namespace loopscope
