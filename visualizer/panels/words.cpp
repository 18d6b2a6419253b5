#include "panels/words.hpp"

#include "monitor/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

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

// "words.kind.task_group"
std::string kind_noun(const Speaker& speaker, ObjectKind kind) {
    const auto names = kind_shape(EventKind::object_create)->details;
    const auto number = static_cast<std::size_t>(kind);
    const bool known = kind != ObjectKind::unknown && number < names.size();
    return speaker.word(("words.kind." + std::string(known ? names[number] : "unknown")).c_str());
}

std::string numbered(const Speaker& speaker, const char* key, std::uint32_t number) {
    return std::string(speaker.word(key)) + " " + std::to_string(number);
}

std::string with_what(const Speaker& speaker, const char* key, const std::string& what) {
    return fill(speaker.word(key), {{"what", what}});
}

std::string with_task(const Speaker& speaker, const char* key, TaskId task) {
    return fill(speaker.word(key), {{"task", speaker.recording.task_name(task)}});
}

// Why a wait for an object is over.
std::string object_wake_words(const Speaker& speaker, const WakeEdge& wake, const Span& wait) {
    const Recording& recording = speaker.recording;
    const std::string object = object_words(speaker, low(wait.wait_on));
    const bool closed = wake.cause != kOpen && recording[wake.cause].kind == EventKind::object_close;
    if (closed && recording[wake.cause].subject == low(wait.wait_on))
        return with_what(speaker, "words.woken.closed", object);
    switch (wait.wait_reason) {
        case WaitReason::acquire:
            return with_what(speaker, "words.woken.turn", object);
        case WaitReason::get:
            if (gives_results(recording, low(wait.wait_on))) break;
            return with_what(speaker, "words.woken.item", object);
        case WaitReason::put:
            return with_what(speaker, "words.woken.room", object);
        case WaitReason::join:
            return with_what(speaker, "words.woken.finished", object);
        default:
            break;
    }
    return with_what(speaker, "words.woken.object", object);
}

}  // namespace

std::string counted(const Language& language, std::uint64_t number, const char* key) {
    const std::string one = std::string(key) + "_one";
    const char* pattern = number == 1 && language.text.has(one) ? language.text(one.c_str()) : language.text(key);
    return fill(pattern, {{"count", std::to_string(number)}});
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

const char* state_word(const Language& language, TaskState state) {
    return language.text((std::string("words.is.") + to_string(state)).c_str());
}

std::string line_words(const Speaker& speaker, SiteId site) {
    const auto line = speaker.recording.site(site).line;
    return line == 0 ? std::string() : fill(speaker.word("words.line"), {{"line", std::to_string(line)}});
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

std::string object_words(const Speaker& speaker, ObjectId id) {
    const Recording& recording = speaker.recording;
    const ObjectInfo* object = recording.object(id);
    if (object == nullptr) return speaker.word("words.something");
    const std::string kind = kind_noun(speaker, object->kind);
    const std::string_view name = recording.string(object->name);
    if (is_counted(object->kind))
        return name.empty() ? fmt::format("{}({})", kind, object->children) : std::string(name);
    if (!name.empty()) return fill(speaker.word("words.named"), {{"kind", kind}, {"name", name}});
    const std::string line = line_words(speaker, object->site);
    return line.empty() ? kind : fill(speaker.word("words.at_line"), {{"kind", kind}, {"line", line}});
}

std::string operation_words(const Language& language, OperationKind kind, std::string_view label) {
    const char* noun = language.text(kind == OperationKind::io ? "words.io" : "words.thread");
    return label.empty() ? noun : fill(language.text("words.operation"), {{"kind", noun}, {"name", label}});
}

std::string wait_words(const Speaker& speaker, WaitReason reason, std::uint64_t wait_on) {
    const Recording& recording = speaker.recording;
    switch (reason) {
        case WaitReason::yield:
            return speaker.word("words.wait.yield");
        case WaitReason::sleep: {
            const TimerInfo* timer = recording.timer(low(wait_on));
            if (timer == nullptr) return speaker.word("words.wait.sleep_unknown");
            const std::uint64_t armed = recording.loop_time_at(timer->armed);
            const std::string time = duration_words(timer->due > armed ? timer->due - armed : 0);
            return fill(speaker.word("words.wait.sleep"), {{"time", time}});
        }
        case WaitReason::task:
            return with_task(speaker, "words.wait.task", low(wait_on));
        case WaitReason::object:
        case WaitReason::acquire:
        case WaitReason::signal:
            return object_words(speaker, low(wait_on));
        case WaitReason::get:
            return with_what(speaker, gives_results(recording, low(wait_on)) ? "words.wait.object" : "words.wait.get",
                             object_words(speaker, low(wait_on)));
        case WaitReason::put:
            return with_what(speaker, "words.wait.put", object_words(speaker, low(wait_on)));
        case WaitReason::join:
            return with_what(speaker, "words.wait.join", object_words(speaker, low(wait_on)));
        case WaitReason::io:
        case WaitReason::thread: {
            const OperationInfo* operation = recording.operation(low(wait_on));
            const auto kind = reason == WaitReason::io ? OperationKind::io : OperationKind::thread;
            return operation_words(speaker.language, kind,
                                   operation != nullptr ? recording.string(operation->label) : std::string_view{});
        }
    }
    return speaker.word("words.is.waiting");
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

std::string wake_words(const Speaker& speaker, const WakeEdge& wake) {
    const Recording& recording = speaker.recording;
    switch (wake.reason) {
        case WakeReason::created:
            return wake.by == 0 ? speaker.word("words.woken.main") : with_task(speaker, "words.woken.created", wake.by);
        case WakeReason::yielded:
            return speaker.word("words.woken.yielded");
        case WakeReason::timer:
            return speaker.word("words.woken.timer");
        case WakeReason::cancelled:
            return with_task(speaker, "words.woken.cancelled", wake.by);
        case WakeReason::task_done:
            return with_task(speaker, "words.woken.task", waker(recording, wake));
        case WakeReason::io:
            return speaker.word("words.woken.io");
        case WakeReason::thread:
            return speaker.word("words.woken.thread");
        case WakeReason::object:
            break;
    }
    const Span* wait = wait_before(recording, wake);
    if (wait != nullptr && waits_on_object(wait->wait_reason)) return object_wake_words(speaker, wake, *wait);
    return with_task(speaker, "words.woken.task", waker(recording, wake));
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

std::string handle_words(const Speaker& speaker, const ReadyEntry& entry) {
    const Recording& recording = speaker.recording;
    if (entry.kind == HandleKind::task) return recording.task_name(entry.id);
    if (entry.kind == HandleKind::timer) {
        const TimerInfo* timer = recording.timer(entry.id);
        return timer ? named_or(recording.string(timer->label), speaker.word("words.timer"))
                     : numbered(speaker, "words.timer", entry.id);
    }
    const CallbackInfo* callback = recording.callback(entry.id);
    return callback ? named_or(recording.string(callback->label), speaker.word("words.callback"))
                    : numbered(speaker, "words.callback", entry.id);
}

std::string handle_reason(const Speaker& speaker, const ReadyEntry& entry) {
    const Recording& recording = speaker.recording;
    const auto index = recording.index_of(entry.since);
    if (entry.kind == HandleKind::task) {
        const WakeEdge* wake = index ? wake_at(recording, *index) : nullptr;
        return wake ? wake_words(speaker, *wake) : std::string();
    }
    if (entry.kind == HandleKind::timer) {
        const TimerInfo* timer = recording.timer(entry.id);
        return timer && timer->task != 0 ? with_task(speaker, "words.timer_of", timer->task)
                                         : std::string(speaker.word("words.timer_due"));
    }
    const CallbackInfo* callback = recording.callback(entry.id);
    return callback && callback->object != 0
               ? with_what(speaker, "words.callback_of", object_words(speaker, callback->object))
               : std::string(speaker.word("words.callback"));
}

}  // namespace viz
