#include "monitor/narrate.hpp"

#include "monitor/kinds.hpp"
#include "monitor/narrate_parts.hpp"
#include "monitor/wording.hpp"

#include <algorithm>
#include <bit>
#include <cstdio>

namespace loopscope {

std::string or_nameless(std::string_view name, const Wording& wording) {
    return name.empty() ? wording.say("what.nameless") : std::string(name);
}

const char* by_count(std::uint64_t count, const char* none, const char* one, const char* many) {
    return count == 0 ? none : count == 1 ? one : many;
}

std::string keyed(EventKind kind, std::uint8_t detail) {
    const KindShape* shape = kind_shape(kind);
    return std::string(shape->name) + "." + shape->details[detail];
}

std::string keyed_outcome(const Event& event) {
    return keyed(event.kind, static_cast<std::uint8_t>(outcome_of(event.detail)));
}

namespace {

std::string or_nothing(std::string_view text, const Wording& wording) {
    return text.empty() ? wording.say("what.nothing") : std::string(text);
}

// The handle that was chosen out of those that are ready.
std::string say_choice(const Event& event, Wording& wording) {
    const HandleKind kind = handle_kind_of(event.detail);
    wording.with_count(event.b);
    wording.with("what", kind == HandleKind::task    ? wording.recording().task_name(event.subject)
                         : kind == HandleKind::timer ? wording.timer(event.subject)
                                                     : wording.callback(event.subject));
    return wording.say("choice");
}

std::string say_loop(std::size_t index, Wording& wording) {
    const Recording& recording = wording.recording();
    const Event& event = recording[index];
    switch (event.kind) {
        case EventKind::loop_start: {
            const std::string_view program = file_name(recording.string(event.a));
            wording.with("name", program.empty() ? wording.say("what.program") : std::string(program));
            return wording.say(event.detail == static_cast<std::uint8_t>(ClockKind::virtual_time) ? "loop_start.virtual"
                                                                                                  : "loop_start.real");
        }
        case EventKind::turn_begin:
        case EventKind::turn_end:
            return wording.with("number", std::to_string(event.b)).say(kind_name(event.kind));
        case EventKind::poll_begin:
            wording.with("duration", format_duration(event.b));
            return wording.say(event.b == 0          ? "poll_begin.no_wait"
                               : event.b == kForever ? "poll_begin.forever"
                                                     : "poll_begin.limit");
        case EventKind::poll_end:
            return wording.with_count(event.a).say(by_count(event.a, "poll_end.none", "poll_end.one", "poll_end.many"));
        case EventKind::run_begin:
            return wording.with_count(event.a).say(
                by_count(event.a, "run_begin.none", "run_begin.one", "run_begin.many"));
        case EventKind::time_moves:
            return wording.with("time", format_loop_time(event.b)).say("time_moves");
        case EventKind::held:
            return wording.with("duration", format_duration(event.b)).say("held");
        case EventKind::choice:
            return say_choice(event, wording);
        case EventKind::report: {
            const std::string_view error = recording.string(event.a);
            wording.with("text", or_nothing(recording.text(index), wording)).with("error", std::string(error));
            return wording.say(error.empty() ? "report.plain" : "report.error");
        }
        case EventKind::dropped:
            return wording.with_count(event.b).say(event.b == 1 ? "dropped.one" : "dropped.many");
        default:  // loop_stop
            if (event.a != 0)
                return wording.with("text", std::string(recording.string(event.a))).say("loop_stop.raised_with");
            return wording.say(keyed_outcome(event));
    }
}

std::string say_handle(const Event& event, Wording& wording) {
    const Recording& recording = wording.recording();
    switch (event.kind) {
        case EventKind::callback_ready: {
            wording.with("what", wording.callback(event.subject)).with("object", wording.object(low(event.b)));
            const bool of_object = event.a == 0 && recording.object(low(event.b));  // a label says more
            return wording.say(of_object ? "callback_ready.object" : "callback_ready.loop");
        }
        case EventKind::callback_begin:
        case EventKind::callback_end: {
            const HandleKind kind = handle_kind_of(event.detail);
            wording.with_task(event.subject);
            wording.with("what",
                         kind == HandleKind::timer ? wording.timer(event.subject) : wording.callback(event.subject));
            return wording.say(keyed(event.kind, static_cast<std::uint8_t>(kind)));
        }
        case EventKind::callback_cancelled:
            return wording.with("what", wording.callback(event.subject)).say("callback_cancelled");
        case EventKind::timer_arm: {
            const TimerInfo* timer = recording.timer(event.subject);
            const TaskId owner = timer ? timer->task : 0;
            wording.with_task(owner).with("what", wording.timer(event.subject)).with("time", format_loop_time(event.b));
            return wording.say(owner != 0 ? "timer_arm.task" : "timer_arm.loop");
        }
        default:
            wording.with("what", wording.timer(event.subject)).with("time", format_loop_time(event.b));
            return wording.say(kind_name(event.kind));
    }
}

// Where the task was suspended before the step that begins at `index`; 0 if not known.
SiteId suspended_at(const Recording& recording, TaskId task, std::size_t index) {
    const Lane* lane = recording.lane(task);
    if (!lane) return 0;
    auto span = std::ranges::lower_bound(lane->spans, index, {}, &Span::begin);
    return span != lane->spans.end() && span->begin == index && span->state == TaskState::running ? span->site : 0;
}

std::string say_task_end(const Event& event, Wording& wording) {
    const std::string_view error = wording.recording().string(event.a);
    const Outcome outcome = outcome_of(event.detail);
    if (outcome == Outcome::raised && error.empty()) return wording.say("task_done.raised_unknown");
    return wording.with("text", std::string(error)).say(keyed_outcome(event));
}

std::string say_task(std::size_t index, Wording& wording) {
    const Recording& recording = wording.recording();
    const Event& event = recording[index];
    wording.with_task(event.subject);
    switch (event.kind) {
        case EventKind::task_create:
            wording.with_other(low(event.b)).with_place(high(event.b));
            return wording.say(low(event.b) == 0 ? "task_create.root" : "task_create.child");
        case EventKind::task_name:
            wording.with("number", std::to_string(event.subject))
                .with("name", or_nameless(recording.string(event.a), wording));
            return wording.say("task_name");
        case EventKind::task_ready:
            return say_ready(index, wording);
        case EventKind::step_begin:
            if (event.a <= 1) return wording.say("step_begin.first");
            return wording.with_place(suspended_at(recording, event.subject, index)).say("step_begin.again");
        case EventKind::task_wait:
            return say_wait("task_wait",
                            {wait_reason_of(event.detail), wait_on_of(event), recording.counterpart(index)},
                            wording.with_place(event.a));
        case EventKind::task_done:
            return say_task_end(event, wording);
        case EventKind::cancel_request: {
            const std::string_view message = recording.string(high(event.b));
            wording.with_other(low(event.b)).with_place(event.a).with("text", std::string(message));
            return wording.say(message.empty() ? "cancel_request.plain" : "cancel_request.message");
        }
        case EventKind::await_passed:
            return say_passed({wait_reason_of(event.detail), wait_on_of(event)}, wording.with_place(event.a));
        case EventKind::cancel_delivered:
            return wording.with_place(event.a).say("cancel_delivered");
        case EventKind::uncancel:
            return wording.with_count(event.b).say(event.b == 0 ? "uncancel.none" : "uncancel.some");
        default:
            return wording.say(event.detail == static_cast<std::uint8_t>(StepResult::finished) ? "step_end.finished"
                                                                                               : "step_end.suspended");
    }
}

std::string say_coroutine(const Event& event, Wording& wording) {
    const Recording& recording = wording.recording();
    const CoroInfo* coroutine = recording.coroutine(event.subject);
    std::string_view name = recording.string(recording.site(coroutine ? coroutine->defined_at : 0).function);
    if (event.kind == EventKind::coro_never_awaited && high(event.b) != 0) name = recording.string(high(event.b));
    wording.with_task(low(event.b)).with("name", or_nameless(name, wording));
    switch (event.kind) {
        case EventKind::coro_enter:
            return wording.with_place(event.a).say(event.a != 0 ? "coro_enter.awaited" : "coro_enter.root");
        case EventKind::coro_exit:
            return wording.say(keyed_outcome(event));
        default:
            return wording.with_place(event.a).say(kind_name(event.kind));
    }
}

std::string say_voice(std::size_t index, Wording& wording) {
    const Recording& recording = wording.recording();
    const Event& event = recording[index];
    if (event.kind == EventKind::knob) {
        char value[32];
        std::snprintf(value, sizeof value, "%g", std::bit_cast<double>(event.b));
        wording.with("value", value);
    } else {
        wording.with_task(event.subject).with_place(low(event.b));
    }
    const std::string_view text = recording.text(index);
    wording.with("name", or_nameless(recording.string(event.a), wording));
    if (event.kind == EventKind::watch) return wording.with("value", or_nothing(text, wording)).say("watch");
    wording.with("text", text.empty() ? wording.say("what.empty_line") : std::string(text));
    return wording.say(kind_name(event.kind));
}

std::string say(std::size_t index, Wording& wording) {
    const Event& event = wording.recording()[index];
    if (!kind_shape(event.kind)) {
        return wording.with("number", std::to_string(static_cast<unsigned>(event.kind))).say("unknown");
    }
    switch (static_cast<std::uint16_t>(event.kind) >> 4) {
        case 1:
            return say_loop(index, wording);
        case 2:
            return say_handle(event, wording);
        case 3:
            return say_task(index, wording);
        case 4:
            return say_coroutine(event, wording);
        case 5:
            return say_object(index, wording);
        case 6:
            return say_operation(event, wording);
        default:
            return say_voice(index, wording);
    }
}

// A longer stretch between two stops than this is told from here on: it is asked for every frame.
constexpr std::size_t kFarthestBack = 4096;

// What a task did, and not what the loop did about it.
bool is_deed(EventKind kind) {
    switch (kind) {
        case EventKind::task_create:
        case EventKind::task_wait:
        case EventKind::task_done:
        case EventKind::cancel_request:
        case EventKind::cancel_delivered:
        case EventKind::await_passed:
        case EventKind::coro_create:
        case EventKind::coro_enter:
        case EventKind::coro_never_awaited:
        case EventKind::object_create:
        case EventKind::object_take:
        case EventKind::object_give:
        case EventKind::object_put:
        case EventKind::object_get:
        case EventKind::object_notify:
        case EventKind::object_close:
        case EventKind::io_start:
        case EventKind::thread_start:
        case EventKind::print:
        case EventKind::checkpoint:
        case EventKind::mark:
        case EventKind::watch:
            return true;
        default:
            return false;
    }
}

}  // namespace

Narrator::Narrator(const Recording& recording, Phrases phrases) : recording_(recording), phrases_(std::move(phrases)) {}

std::string Narrator::describe(std::size_t index) const {
    Wording wording(recording_, phrases_);
    std::string sentence = say(index, wording);
    // Things have names of ours ("the timer of fetch-1"); a program's own names stay as they are.
    if (sentence.starts_with("the ")) sentence[0] = 'T';
    return sentence;
}

std::string Narrator::sentence(std::size_t index) const { return told(index) ? describe(index) : std::string{}; }

bool Narrator::significant(const Event& event) {
    switch (event.kind) {
        case EventKind::turn_begin:
        case EventKind::turn_end:
        case EventKind::run_begin:
        case EventKind::step_end:
        case EventKind::callback_end:
        case EventKind::held:
            return false;
        case EventKind::poll_begin:
            return event.b != 0;
        case EventKind::poll_end:
            return event.a != 0;
        case EventKind::coro_enter:
            return event.a != 0;
        case EventKind::time_moves:
            return event.b != 0;  // the first one only says that it is zero
        default:
            return !is_definition(event.kind);
    }
}

// A real clock moves in every turn, which tells nothing; and a root coroutine's end is its task's.
bool Narrator::told(std::size_t index) const {
    const Event& event = recording_[index];
    if (event.kind == EventKind::time_moves && recording_.clock() == ClockKind::real) return false;
    if (event.kind == EventKind::coro_exit) {
        const CoroInfo* coroutine = recording_.coroutine(event.subject);
        if (coroutine && coroutine->entered && coroutine->awaited_at == 0) return false;
    }
    return significant(event);
}

std::vector<std::string> Narrator::sentences(std::size_t from, std::size_t to, std::size_t most) const {
    to = std::min(to, recording_.size());
    const bool cut = to > from && to - from > kFarthestBack;
    if (cut) from = to - kFarthestBack;
    std::vector<std::size_t> all;
    for (std::size_t i = from; i < to; ++i) {
        if (told(i)) all.push_back(i);
    }
    return with_gaps(all, worth_most(all, most), cut);
}

// The `count` events that say most, in their order: what tasks did comes before what the loop
// did about it, and later before earlier.
std::vector<std::size_t> Narrator::worth_most(const std::vector<std::size_t>& all, std::size_t count) const {
    std::vector<std::size_t> chosen;
    for (const bool deeds : {true, false}) {
        for (auto i = all.rbegin(); i != all.rend() && chosen.size() < count; ++i) {
            if (is_deed(recording_[*i].kind) == deeds) chosen.push_back(*i);
        }
    }
    std::ranges::sort(chosen);
    return chosen;
}

std::vector<std::string> Narrator::with_gaps(const std::vector<std::size_t>& all,
                                             const std::vector<std::size_t>& chosen, bool cut) const {
    std::vector<std::string> lines;
    bool gap = cut;
    for (const std::size_t index : all) {
        if (lines.size() == chosen.size() || chosen[lines.size()] != index) {
            gap = true;
            continue;
        }
        if (gap && !lines.empty()) lines.back() += " ...";
        lines.push_back(gap && lines.empty() ? "... " + describe(index) : describe(index));
        gap = false;
    }
    if (gap && !lines.empty()) lines.back() += " ...";
    return lines;
}

std::string describe_wait(const Recording& recording, const World& world, const TaskNow& task, const Phrases& phrases) {
    Wording wording(recording, phrases);
    Wait wait{task.wait_reason, task.wait_on};
    if (wait.reason == WaitReason::acquire) {
        const auto holders = world.holders(low(wait.on));
        if (holders.size() == 1) wait.holder = holders.front().task;
    }
    return say_wait("waits", wait, wording);
}

std::string format_loop_time(std::uint64_t ns) {
    constexpr std::uint64_t kSecond = 1'000'000'000;
    const std::uint64_t ms = (ns % kSecond + 500'000) / 1'000'000;
    char text[40];
    std::snprintf(text, sizeof text, "%llu.%03llu s", static_cast<unsigned long long>(ns / kSecond + ms / 1000),
                  static_cast<unsigned long long>(ms % 1000));
    return text;
}

std::string format_duration(std::uint64_t ns) {
    const auto value = static_cast<double>(ns);
    char text[40];
    // The limits are where one decimal would round up to a thousand.
    if (ns < 1000) {
        std::snprintf(text, sizeof text, "%.0f ns", value);
    } else if (ns < 999'950) {
        std::snprintf(text, sizeof text, "%.1f us", value / 1e3);
    } else if (ns < 999'950'000) {
        std::snprintf(text, sizeof text, "%.1f ms", value / 1e6);
    } else {
        std::snprintf(text, sizeof text, "%.1f s", value / 1e9);
    }
    return text;
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace loopscope
