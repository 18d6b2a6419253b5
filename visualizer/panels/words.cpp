#include "panels/words.hpp"

#include "monitor/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace viz {
using namespace loopscope;

namespace {

// How many wake-ups are looked at for the last one of a task: enough for any picture that can be read.
constexpr std::size_t kLookBack = 20000;
// Events between the callback in which a gather ends and the task_ready that follows from it.
constexpr std::size_t kMostBetween = 64;
// Events from a task's making, or its first step, to the coroutine that becomes its body.
constexpr std::size_t kMostBefore = 8;

std::string named_or(std::string_view name, const char* fallback) {
    return name.empty() ? fallback : std::string(name);
}

// The wait that a wake-up ended; null if it is not known.
const Span* wait_before(const Recording& recording, const WakeEdge& wake) {
    const Lane* lane = recording.lane(wake.task);
    if (lane == nullptr) return nullptr;
    const auto ready = std::lower_bound(lane->spans.begin(), lane->spans.end(), wake.ready,
                                        [](const Span& span, std::uint32_t index) { return span.begin < index; });
    if (ready == lane->spans.begin()) return nullptr;
    const Span& before = *(ready - 1);
    return before.state == TaskState::waiting ? &before : nullptr;
}

// Their names have a number in brackets: "gather(3)".
bool is_counted(ObjectKind kind) {
    return kind == ObjectKind::gather || kind == ObjectKind::wait || kind == ObjectKind::as_completed;
}

// Not a queue, though results are got from it.
bool gives_results(const Recording& recording, ObjectId id) {
    const ObjectInfo* object = recording.object(id);
    return object != nullptr && object->kind == ObjectKind::as_completed;
}

const char* kind_noun(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::unknown:
            return "object";
        case ObjectKind::bounded_semaphore:
            return "bounded semaphore";
        case ObjectKind::priority_queue:
            return "priority queue";
        case ObjectKind::lifo_queue:
            return "LIFO queue";
        case ObjectKind::task_group:
            return "task group";
        case ObjectKind::rate_limiter:
            return "rate limiter";
        default:  // the others are called as in the code
            return kind_shape(EventKind::object_create)->details[static_cast<std::uint8_t>(kind)];
    }
}

// Why a wait for an object is over.
std::string object_wake_words(const Recording& recording, const WakeEdge& wake, const Span& wait) {
    const std::string object = object_words(recording, low(wait.wait_on));
    const bool closed = wake.cause != kOpen && recording[wake.cause].kind == EventKind::object_close;
    if (closed && recording[wake.cause].subject == low(wait.wait_on)) return object + " was closed";
    switch (wait.wait_reason) {
        case WaitReason::acquire:
            return "its turn at " + object;
        case WaitReason::get:
            if (gives_results(recording, low(wait.wait_on))) break;
            return "an item in " + object;
        case WaitReason::put:
            return "room in " + object;
        case WaitReason::join:
            return object + " is finished";
        default:
            break;
    }
    return "woken by " + object;
}

}  // namespace

std::string nth(std::uint64_t number) {
    const char* ending = "th";
    if (number % 100 < 11 || number % 100 > 13) {
        if (number % 10 == 1) ending = "st";
        if (number % 10 == 2) ending = "nd";
        if (number % 10 == 3) ending = "rd";
    }
    return fmt::format("{}{}", number, ending);
}

std::string counted(std::uint64_t number, const char* noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string duration_words(std::uint64_t ns) {
    const auto value = static_cast<double>(ns);
    const auto trimmed = [](double number, const char* unit) {
        std::string digits = fmt::format("{:.3f}", number);
        while (digits.back() == '0') digits.pop_back();
        if (digits.back() == '.') digits.pop_back();
        return digits + " " + unit;
    };
    if (ns == 0) return "0 s";
    if (ns >= 100'000'000) return trimmed(value / 1e9, "s");
    if (ns >= 1'000'000) return trimmed(value / 1e6, "ms");
    if (ns >= 1'000) return trimmed(value / 1e3, "us");
    return trimmed(value, "ns");
}

std::string seconds_fixed(std::uint64_t ns) { return fmt::format("{:.3f}", static_cast<double>(ns) / 1e9); }

const char* state_word(TaskState state) {
    switch (state) {
        case TaskState::ready:
            return "ready";
        case TaskState::running:
            return "runs";
        case TaskState::waiting:
            return "waits";
        case TaskState::done:
            return "done";
        case TaskState::failed:
            return "failed";
        case TaskState::cancelled:
            return "cancelled";
    }
    return "unknown";
}

std::string line_words(const Recording& recording, SiteId site) {
    const auto line = recording.site(site).line;
    return line == 0 ? std::string() : fmt::format("line {}", line);
}

std::string function_words(std::string_view signature) {
    const std::size_t lambda = signature.find("::(anonymous class)");
    if (lambda != std::string_view::npos) return function_words(signature.substr(0, lambda)) + " (lambda)";
    std::string_view head = signature.substr(0, signature.find('('));
    while (!head.empty() && head.back() == ' ') head.remove_suffix(1);
    std::size_t begin = head.size();
    while (begin > 0) {
        const char c = head[begin - 1];
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') break;
        --begin;
    }
    return std::string(head.substr(begin));
}

std::string body_words(const Recording& recording, TaskId task) {
    const TaskInfo* info = recording.task(task);
    if (info == nullptr) return {};
    // It is told along with the task, or in the task's first step.
    std::size_t first_step = info->created;
    if (const Lane* lane = recording.lane(task)) {
        const auto runs = std::ranges::find(lane->spans, TaskState::running, &Span::state);
        if (runs != lane->spans.end()) first_step = runs->begin;
    }
    for (const std::size_t from : {info->created, first_step}) {
        const std::size_t stop = std::min(recording.size(), from + kMostBefore);
        for (std::size_t at = from; at < stop; ++at) {
            const Event& event = recording[at];
            if (event.kind != EventKind::coro_enter || event.a != 0 || low(event.b) != task) continue;
            return function_words(recording.string(recording.site(high(event.b)).function));
        }
    }
    return {};
}

std::string body_of_nameless(const Recording& recording, TaskId task) {
    const TaskInfo* info = recording.task(task);
    return info != nullptr && (info->name & kDefaultName) != 0 ? body_words(recording, task) : std::string();
}

std::string object_words(const Recording& recording, ObjectId id) {
    const ObjectInfo* object = recording.object(id);
    if (object == nullptr) return "something";
    const char* kind = kind_noun(object->kind);
    const std::string_view name = recording.string(object->name);
    if (is_counted(object->kind))
        return name.empty() ? fmt::format("{}({})", kind, object->children) : std::string(name);
    if (!name.empty()) return fmt::format("{} {}", kind, name);
    const std::string line = line_words(recording, object->site);
    return line.empty() ? kind : fmt::format("{} ({})", kind, line);
}

std::string operation_words(OperationKind kind, std::string_view label) {
    const char* noun = kind == OperationKind::io ? "I/O" : "thread";
    return label.empty() ? noun : fmt::format("{}: {}", noun, label);
}

std::string wait_words(const Recording& recording, WaitReason reason, std::uint64_t wait_on) {
    switch (reason) {
        case WaitReason::yield:
            return "sleep(0)";
        case WaitReason::sleep: {
            const TimerInfo* timer = recording.timer(low(wait_on));
            if (timer == nullptr) return "sleep";
            const std::uint64_t armed = recording.loop_time_at(timer->armed);
            return "sleep " + duration_words(timer->due > armed ? timer->due - armed : 0);
        }
        case WaitReason::task:
            return "task " + recording.task_name(low(wait_on));
        case WaitReason::object:
        case WaitReason::acquire:
        case WaitReason::signal:
            return object_words(recording, low(wait_on));
        case WaitReason::get:
            return (gives_results(recording, low(wait_on)) ? "" : "an item of ") +
                   object_words(recording, low(wait_on));
        case WaitReason::put:
            return "room in " + object_words(recording, low(wait_on));
        case WaitReason::join:
            return "the end of " + object_words(recording, low(wait_on));
        case WaitReason::io:
        case WaitReason::thread: {
            const OperationInfo* operation = recording.operation(low(wait_on));
            const auto kind = reason == WaitReason::io ? OperationKind::io : OperationKind::thread;
            return operation_words(kind,
                                   operation != nullptr ? recording.string(operation->label) : std::string_view{});
        }
    }
    return "waiting";
}

bool woken_by_child(const Recording& recording, const WakeEdge& wake) {
    const Span* wait = wake.reason == WakeReason::object ? wait_before(recording, wake) : nullptr;
    if (wait == nullptr) return false;
    const ObjectInfo* object = recording.object(low(wait->wait_on));
    return waits_on_object(wait->wait_reason) && object != nullptr && object->children > 0;
}

TaskId waker(const Recording& recording, const WakeEdge& wake) {
    switch (wake.reason) {
        case WakeReason::timer:
        case WakeReason::io:
        case WakeReason::thread:
            return 0;
        case WakeReason::task_done: {
            // The end of a task reaches its awaiter through a callback; what was awaited is known all the same.
            const Span* wait = wait_before(recording, wake);
            return wait != nullptr && wait->wait_reason == WaitReason::task ? low(wait->wait_on) : wake.by;
        }
        case WakeReason::object: {
            if (!woken_by_child(recording, wake)) return wake.by;
            // The child whose end was the last that was missing.
            const std::size_t stop = std::min<std::size_t>(wake.ready, recording.size());
            const std::size_t from = wake.cause == kOpen || stop < kMostBetween
                                         ? stop - std::min(stop, kMostBetween)
                                         : std::max<std::size_t>(wake.cause, stop - kMostBetween);
            for (std::size_t at = stop; at-- > from;) {
                if (recording[at].kind == EventKind::object_child_done) return recording[at].a;
            }
            return wake.by;
        }
        case WakeReason::created:
        case WakeReason::yielded:
        case WakeReason::cancelled:
            break;
    }
    return wake.by;
}

std::string wake_words(const Recording& recording, const WakeEdge& wake) {
    switch (wake.reason) {
        case WakeReason::created:
            return wake.by == 0 ? "the main task" : "created by " + recording.task_name(wake.by);
        case WakeReason::yielded:
            return "gave way, runs again";
        case WakeReason::timer:
            return "its sleep is over";
        case WakeReason::cancelled:
            return "cancelled by " + recording.task_name(wake.by);
        case WakeReason::task_done:
            return "woken by " + recording.task_name(waker(recording, wake));
        case WakeReason::io:
            return "its I/O is complete";
        case WakeReason::thread:
            return "its thread is done";
        case WakeReason::object:
            break;
    }
    const Span* wait = wait_before(recording, wake);
    if (wait != nullptr && waits_on_object(wait->wait_reason)) return object_wake_words(recording, wake, *wait);
    return "woken by " + recording.task_name(waker(recording, wake));
}

const WakeEdge* wake_at(const Recording& recording, std::size_t ready) {
    const auto wakes = recording.wakes();
    const auto found = std::lower_bound(wakes.begin(), wakes.end(), ready,
                                        [](const WakeEdge& edge, std::size_t index) { return edge.ready < index; });
    return found != wakes.end() && found->ready == ready ? &*found : nullptr;
}

const WakeEdge* last_wake(const Recording& recording, std::size_t cursor, TaskId task) {
    const auto wakes = recording.wakes();
    auto at = std::lower_bound(wakes.begin(), wakes.end(), cursor,
                               [](const WakeEdge& edge, std::size_t index) { return edge.ready < index; });
    for (std::size_t looked = 0; at != wakes.begin() && looked < kLookBack; ++looked) {
        --at;
        if (task != 0 ? at->task == task : at->reason != WakeReason::yielded) return &*at;
    }
    return nullptr;
}

std::string handle_words(const Recording& recording, const ReadyEntry& entry) {
    if (entry.kind == HandleKind::task) return recording.task_name(entry.id);
    if (entry.kind == HandleKind::timer) {
        const TimerInfo* timer = recording.timer(entry.id);
        return timer ? named_or(recording.string(timer->label), "timer") : fmt::format("timer {}", entry.id);
    }
    const CallbackInfo* callback = recording.callback(entry.id);
    return callback ? named_or(recording.string(callback->label), "callback") : fmt::format("callback {}", entry.id);
}

std::string handle_reason(const Recording& recording, const ReadyEntry& entry) {
    const auto index = recording.index_of(entry.since);
    if (entry.kind == HandleKind::task) {
        const WakeEdge* wake = index ? wake_at(recording, *index) : nullptr;
        return wake ? wake_words(recording, *wake) : std::string();
    }
    if (entry.kind == HandleKind::timer) {
        const TimerInfo* timer = recording.timer(entry.id);
        return timer && timer->task != 0 ? "timer of " + recording.task_name(timer->task) : std::string("timer, due");
    }
    const CallbackInfo* callback = recording.callback(entry.id);
    return callback && callback->object != 0 ? "of " + object_words(recording, callback->object)
                                             : std::string("callback");
}

}  // namespace viz
