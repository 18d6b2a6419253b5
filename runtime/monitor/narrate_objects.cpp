// What happens to locks, queues and their like, and outside of the loop.
#include "monitor/kinds.hpp"
#include "monitor/narrate_parts.hpp"

namespace loopscope {
namespace {

ObjectKind kind_of(const Event& event, const Wording& wording) {
    const ObjectInfo* object = wording.recording().object(event.subject);
    return object ? object->kind : ObjectKind::unknown;
}

bool is_queue(ObjectKind kind) {
    return kind == ObjectKind::queue || kind == ObjectKind::priority_queue || kind == ObjectKind::lifo_queue;
}

bool is_semaphore(ObjectKind kind) { return kind == ObjectKind::semaphore || kind == ObjectKind::bounded_semaphore; }

// What of an object is taken and given back.
std::string part_key(ObjectKind kind, std::uint32_t count) {
    if (is_semaphore(kind)) return count > 1 ? "permits" : "permit";
    if (kind == ObjectKind::pool) return "item";
    if (kind == ObjectKind::rate_limiter) return "pass";
    return "all";
}

std::string say_take(const Event& event, Wording& wording) {
    const std::uint32_t count = high(event.b);
    wording.with_task(low(event.b)).with_place(event.a).with_count(count);
    return wording.say("object_take." + part_key(kind_of(event, wording), count));
}

std::string say_give(std::size_t index, Wording& wording) {
    const Event& event = wording.recording()[index];
    const std::uint32_t count = high(event.b);
    wording.with_task(low(event.b)).with_place(event.a).with_count(count);
    const std::string said = wording.say("object_give." + part_key(kind_of(event, wording), count));
    const TaskId next = wording.recording().counterpart(index);
    return next == 0 ? said : wording.with("said", said).with_other(next).say("object_give.next");
}

// "object_value.value" by kind of object, for its number means something else for each.
std::string value_key(ObjectKind kind, std::int64_t value) {
    if (kind == ObjectKind::event) return value != 0 ? "set" : "clear";
    if (is_semaphore(kind)) return value == 1 ? "permits_one" : "permits";
    if (kind == ObjectKind::barrier) return "arrived";
    if (kind == ObjectKind::pool) return "idle";
    return "value";
}

std::string capacity_key(ObjectKind kind, std::int64_t value) {
    if (is_semaphore(kind)) return value == 1 ? "capacity_permits_one" : "capacity_permits";
    if (kind == ObjectKind::barrier) return "capacity_parties";
    if (is_queue(kind) && value == 1) return "capacity_items_one";
    if (is_queue(kind)) return value > 0 ? "capacity_items" : "capacity_none";
    return "capacity";
}

std::string say_value(const Event& event, Wording& wording) {
    const ObjectKind kind = kind_of(event, wording);
    const auto value = static_cast<std::int64_t>(event.b);
    wording.with("count", std::to_string(value)).with_task(event.a);
    const auto say = [&](const std::string& key) { return wording.say("object_value." + key); };
    switch (value_kind_of(event.detail)) {
        case ValueKind::value:
            return say(value_key(kind, value));
        case ValueKind::capacity:
            return say(capacity_key(kind, value));
        case ValueKind::unfinished:
            return say(by_count(event.b, "unfinished_none", "unfinished_one", "unfinished"));
        case ValueKind::deadline:
            break;
    }
    if (value < 0) return say("deadline_none");
    return wording.with("time", format_loop_time(event.b)).say("object_value.deadline");
}

std::string say_close(const Event& event, Wording& wording) {
    const ObjectKind kind = kind_of(event, wording);
    const CloseKind how = close_kind_of(event.detail);
    wording.with_task(low(event.b)).with_place(high(event.b));
    if (how == CloseKind::aborted && kind == ObjectKind::task_group) return wording.say("object_close.aborted_group");
    if (how == CloseKind::shut_down && !is_queue(kind)) return wording.say("object_close.closed");
    return wording.say(keyed(event.kind, static_cast<std::uint8_t>(how)));
}

// "gather(3)" and its like: their names say nothing of a place.
bool is_counted(const Event& event) {
    const ObjectKind kind = object_kind_of(event.detail);
    return kind == ObjectKind::gather || kind == ObjectKind::wait || kind == ObjectKind::as_completed;
}

// A group has no result: its tasks keep theirs.
std::string of_group(const Event& event, const Wording& wording) {
    const bool returned = outcome_of(event.detail) == Outcome::returned;
    return returned && kind_of(event, wording) == ObjectKind::task_group ? "_group" : "";
}

// A child is a task, or another object.
Wording& with_child(const Event& event, Wording& wording) {
    return event.a != 0 ? wording.with_task(event.a) : wording.with("task", wording.object(low(event.b)));
}

}  // namespace

std::string say_object(std::size_t index, Wording& wording) {
    const Recording& recording = wording.recording();
    const Event& event = recording[index];
    wording.with("what", wording.object(event.subject));
    switch (event.kind) {
        case EventKind::object_create:
            // One without a name is called by that place already.
            wording.with_task(low(event.b)).with_place(event.a != 0 || is_counted(event) ? high(event.b) : 0);
            return wording.say("object_create");
        case EventKind::object_name:
            return wording.with("name", or_nameless(recording.string(event.a), wording)).say("object_name");
        case EventKind::object_child:
            return with_child(event, wording).say("object_child");
        case EventKind::object_child_done:
            return with_child(event, wording).say(keyed_outcome(event) + of_group(event, wording));
        case EventKind::object_done:
            return wording.say(keyed_outcome(event) + of_group(event, wording));
        case EventKind::object_take:
            return say_take(event, wording);
        case EventKind::object_give:
            return say_give(index, wording);
        case EventKind::object_value:
            return say_value(event, wording);
        case EventKind::object_put:
            wording.with_task(low(event.b)).with_place(high(event.b));
            return wording.with("item", wording.item(index)).say("object_put");
        case EventKind::object_get:
            wording.with_task(low(event.b)).with_place(high(event.b));
            return wording.with("item", wording.item(recording.put_of(index))).say("object_get");
        case EventKind::object_notify:
            wording.with_task(low(event.b)).with_place(event.a).with_count(high(event.b));
            return wording.say(
                by_count(high(event.b), "object_notify.none", "object_notify.one", "object_notify.many"));
        case EventKind::object_close:
            return say_close(event, wording);
        default:
            return wording.say("object_destroy");
    }
}

std::string say_operation(const Event& event, Wording& wording) {
    const Recording& recording = wording.recording();
    const OperationInfo* operation = recording.operation(event.subject);
    const std::string_view error = recording.string(event.a);
    wording.with("name", or_nameless(wording.operation(event.subject), wording));
    wording.with_task(operation ? operation->task : low(event.b));
    switch (event.kind) {
        case EventKind::io_start:
        case EventKind::thread_start:
            return wording.with_place(high(event.b)).say(kind_name(event.kind));
        default:
            if (outcome_of(event.detail) == Outcome::raised && error.empty()) {
                return wording.say(keyed_outcome(event) + "_unknown");
            }
            return wording.with("text", std::string(error)).say(keyed_outcome(event));
    }
}

}  // namespace loopscope
