#include "monitor/perfetto_counters.hpp"

#include "monitor/kinds.hpp"
#include "monitor/labels.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace loopscope {
namespace {

bool is_queue(ObjectKind kind) {
    return kind == ObjectKind::queue || kind == ObjectKind::priority_queue || kind == ObjectKind::lifo_queue;
}

// What the number of an object_value is called; nullptr: it has none.
const char* value_name(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::semaphore:
        case ObjectKind::bounded_semaphore:
        case ObjectKind::rate_limiter:
            return "permits";
        case ObjectKind::event:
            return "set";
        case ObjectKind::barrier:
            return "arrived";
        case ObjectKind::pool:
            return "idle";
        default:
            return nullptr;
    }
}

bool has_counter(ObjectKind kind) {
    return is_queue(kind) || value_name(kind) != nullptr || kind == ObjectKind::lock || kind == ObjectKind::condition;
}

std::optional<double> number_in(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

PerfettoCounters::PerfettoCounters(const Recording& recording, TraceJson& trace)
    : recording_(recording), trace_(trace), world_(recording.at(recording.first())) {
    for (const ObjectInfo& object : recording.objects()) {
        if (has_counter(object.kind)) ++namesakes_[object_label(recording, object.id)];
    }
    for (const ObjectNow& object : world_.objects()) gauge(object.id);
}

PerfettoCounters::Gauge* PerfettoCounters::gauge(ObjectId id) {
    const auto at = gauges_.find(id);
    if (at != gauges_.end()) return &at->second;
    const ObjectInfo* info = recording_.object(id);
    if (info == nullptr || !has_counter(info->kind)) return nullptr;
    std::string name = object_label(recording_, id);
    if (namesakes_[name] > 1) name += " #" + std::to_string(id);
    return &gauges_.emplace(id, Gauge{std::move(name), info->kind}).first->second;
}

std::int64_t PerfettoCounters::waiters(ObjectId id) const {
    const auto at = gauges_.find(id);
    return at == gauges_.end() ? 0 : at->second.waiters + at->second.getters + at->second.putters;
}

void PerfettoCounters::follow(std::size_t index, std::uint64_t at) {
    const Event& event = recording_[index];
    switch (event.kind) {
        case EventKind::task_wait:
            stand_in_line(event, at);
            break;
        case EventKind::step_begin:
        case EventKind::task_done:
            leave_line(event.subject, at);
            break;
        case EventKind::watch:
            watch(event, recording_.text(index), at);
            break;
        default:
            change(event, at);
            break;
    }
    world_.apply(event, recording_.sequence(index));
    loop(at);
}

void PerfettoCounters::stand_in_line(const Event& event, std::uint64_t at) {
    const WaitReason reason = wait_reason_of(event.detail);
    if (!waits_on_object(reason) || reason == WaitReason::object) return;
    Gauge* line = gauge(low(wait_on_of(event)));
    if (line == nullptr || !lines_.try_emplace(event.subject, Place{low(event.b), reason}).second) return;
    ++in_line(*line, reason);
    write(*line, at);
}

void PerfettoCounters::leave_line(TaskId task, std::uint64_t at) {
    const auto place = lines_.find(task);
    if (place == lines_.end()) return;
    const auto line = gauges_.find(place->second.object);
    if (line != gauges_.end()) {
        --in_line(line->second, place->second.reason);
        write(line->second, at);
    }
    lines_.erase(place);
}

std::int64_t& PerfettoCounters::in_line(Gauge& gauge, WaitReason reason) {
    if (is_queue(gauge.kind) && reason == WaitReason::get) return gauge.getters;
    if (is_queue(gauge.kind) && reason == WaitReason::put) return gauge.putters;
    return gauge.waiters;
}

void PerfettoCounters::change(const Event& event, std::uint64_t at) {
    if (event.kind < EventKind::object_create || event.kind > EventKind::object_close) return;
    Gauge* object = gauge(event.subject);
    if (object == nullptr) return;
    switch (event.kind) {
        case EventKind::object_take:
            object->held = 1;
            break;
        case EventKind::object_give:
            object->held = 0;
            break;
        case EventKind::object_value:
            if (value_kind_of(event.detail) == ValueKind::value) object->value = static_cast<std::int64_t>(event.b);
            break;
        case EventKind::object_put:
            ++object->size;
            break;
        case EventKind::object_get:
            object->size = std::max<std::int64_t>(0, object->size - 1);
            break;
        case EventKind::object_close:
            if (close_kind_of(event.detail) == CloseKind::at_once) object->size = 0;
            break;
        case EventKind::object_destroy:  // a track ends at nothing
            write(Gauge{object->name, object->kind}, at);
            gauges_.erase(event.subject);
            return;
        default:
            break;
    }
    write(*object, at);
}

void PerfettoCounters::watch(const Event& event, std::string_view text, std::uint64_t at) {
    const auto value = event.detail == static_cast<std::uint8_t>(WatchKind::number) ? number_in(text) : std::nullopt;
    if (!value) return;
    const std::string name = "watch " + std::string(recording_.string(event.a)) + " of " +
                             recording_.task_name(event.subject) + " #" + std::to_string(event.subject);
    watched_[name] = *value;
    write(name, "value", *value, at);
}

void PerfettoCounters::loop(std::uint64_t at) {
    if (world_.ready().size() != ready_) {
        ready_ = world_.ready().size();
        write("ready queue", "depth", static_cast<double>(ready_), at);
    }
    if (world_.timers().size() != timers_) {
        timers_ = world_.timers().size();
        write("timers", "pending", static_cast<double>(timers_), at);
    }
}

void PerfettoCounters::finish(std::uint64_t at) {
    write("ready queue", "depth", static_cast<double>(ready_), at);
    write("timers", "pending", static_cast<double>(timers_), at);
    for (const auto& [id, last] : gauges_) write(last, at);
    for (const auto& [name, value] : watched_) write(name, "value", value, at);
}

void PerfettoCounters::write(const Gauge& gauge, std::uint64_t at) {
    trace_.event("C", 1, at).text("name", gauge.name).arguments();
    if (is_queue(gauge.kind)) {
        trace_.number("size", gauge.size).number("getters", gauge.getters).number("putters", gauge.putters);
        trace_.number("joiners", gauge.waiters);
    } else {
        if (gauge.kind == ObjectKind::lock) trace_.number("held", gauge.held);
        if (const char* name = value_name(gauge.kind)) trace_.number(name, gauge.value);
        trace_.number("waiters", gauge.waiters);
    }
    trace_.end();
}

void PerfettoCounters::write(const std::string& name, const char* key, double value, std::uint64_t at) {
    trace_.event("C", 1, at).text("name", name).arguments().real(key, value).end();
}

}  // namespace loopscope
