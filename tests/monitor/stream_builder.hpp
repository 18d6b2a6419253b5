// StreamBuilder: writes event streams as the runtime does, without a runtime.
// RandomProgram: plays a random program on it, and keeps its own account of what
// is ready, waiting and due, to compare a World with.
#pragma once
#include "monitor/event.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::testing {

struct Fields {
    Sequence cause = 0;
    std::uint8_t detail = 0;
    std::uint32_t a = 0;
    std::uint64_t b = 0;
};

template <typename Detail>
constexpr std::uint8_t number(Detail detail) {
    return static_cast<std::uint8_t>(detail);
}

class StreamBuilder {
public:
    Sequence add(EventKind kind, std::uint32_t subject = 0, const Fields& fields = {}) {
        put(kind, subject, fields, {});
        return ++sequence_;
    }
    Sequence add_text(EventKind kind, std::uint32_t subject, const Fields& fields, std::string_view text) {
        put(kind, subject, fields, text);
        return ++sequence_;
    }
    // Tells of events that the recorder had no room for.
    void drop(std::uint64_t lost) {
        put(EventKind::dropped, 0, {.b = lost}, {});
        sequence_ += static_cast<Sequence>(lost);
    }
    StringId string(std::string_view text) {
        if (text.empty()) return 0;
        const auto [at, fresh] = strings_.try_emplace(std::string(text), static_cast<StringId>(strings_.size() + 1));
        if (fresh) put(EventKind::define_string, at->second, {.a = static_cast<std::uint32_t>(text.size())}, text);
        return at->second;
    }
    SiteId site(std::uint32_t line, std::string_view function = "body",
                std::string_view file = "/src/demo/lesson.cpp") {
        const auto [at, fresh] =
            sites_.try_emplace({line, std::string(function)}, static_cast<SiteId>(sites_.size() + 1));
        if (fresh) {
            const std::uint64_t names = pack(string(file), string(function));
            put(EventKind::define_site, at->second, {.a = line, .b = names}, {});
        }
        return at->second;
    }
    Sequence last() const { return sequence_; }
    const std::vector<Event>& slots() const { return slots_; }

private:
    void put(EventKind kind, std::uint32_t subject, const Fields& fields, std::string_view text) {
        const auto extra = static_cast<std::uint8_t>((text.size() + kSlotBytes - 1) / kSlotBytes);
        slots_.push_back({time_ += 100, subject, fields.cause, kind, extra, fields.detail, fields.a, fields.b});
        const std::size_t from = slots_.size();
        slots_.resize(from + extra);
        if (!text.empty()) std::memcpy(static_cast<void*>(&slots_[from]), text.data(), text.size());
    }
    std::vector<Event> slots_;
    std::map<std::string, StringId, std::less<>> strings_;
    std::map<std::pair<std::uint32_t, std::string>, SiteId> sites_;
    Sequence sequence_ = 0;
    std::uint64_t time_ = 0;
};

class RandomProgram {
public:
    struct Handle {
        HandleKind kind;
        std::uint32_t id;
        friend bool operator==(const Handle&, const Handle&) = default;
    };
    struct Timer {
        std::uint64_t due;
        TimerId id;
        TaskId sleeper;  // 0: a call_later
        friend auto operator<=>(const Timer&, const Timer&) = default;
    };
    struct Task {
        std::uint32_t steps = 0;
        std::vector<CoroId> chain;  // outermost first
        std::vector<TaskId> awaited_by;
        std::vector<ObjectId> gathers;
        bool waiting = false;
        bool on_timer = false;
    };
    struct Gather {
        TaskId waiter;
        std::size_t left;
    };
    // What the program was, after the slots written so far.
    struct Instant {
        std::size_t events;
        std::deque<Handle> ready;
        std::vector<Timer> timers;
        std::map<TaskId, Task> tasks;
        std::vector<CoroId> unawaited;
    };

    RandomProgram(std::uint32_t seed, std::size_t events) : random_(seed) {
        out.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time), .a = out.string("random")});
        create(0);
        for (std::uint64_t turn = 1; !tasks_.empty() && out.last() < events; ++turn) play_turn(turn);
        out.add(EventKind::loop_stop);
    }

    StreamBuilder out;
    std::vector<Instant> instants;  // one at the end of each turn

private:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
    SiteId somewhere() { return out.site(1 + below(40), "f" + std::to_string(below(4))); }

    void play_turn(std::uint64_t turn) {
        out.add(EventKind::turn_begin, 0, {.b = turn});
        const std::uint64_t limit = !ready_.empty() ? 0 : timers_.empty() ? kForever : timers_.front().due - now_;
        out.add(EventKind::poll_begin, 0, {.a = 1, .b = limit});
        out.add(EventKind::poll_end, 0, {.a = below(2)});
        if (ready_.empty() && !timers_.empty()) out.add(EventKind::time_moves, 0, {.b = now_ = timers_.front().due});
        while (!timers_.empty() && timers_.front().due <= now_) fire();
        const std::size_t batch = ready_.size();
        out.add(EventKind::run_begin, 0, {.a = static_cast<std::uint32_t>(batch)});
        for (std::size_t i = 0; i < batch && !ready_.empty(); ++i) {
            const Handle handle = ready_.front();
            ready_.pop_front();
            handle.kind == HandleKind::task ? play_step(handle.id) : play_callback(handle);
        }
        out.add(EventKind::turn_end, 0, {.b = turn});
        instants.push_back({out.last(), ready_, timers_, tasks_, unawaited_});
    }

    void fire() {
        const Timer timer = timers_.front();
        timers_.erase(timers_.begin());
        fired_[timer.id] = {out.add(EventKind::timer_fire, timer.id, {.b = timer.due}), timer.sleeper};
        ready_.push_back({HandleKind::timer, timer.id});
    }

    void play_callback(const Handle& handle) {
        out.add(EventKind::callback_begin, handle.id, {.detail = number(handle.kind)});
        if (handle.kind == HandleKind::timer) {
            const auto [sequence, sleeper] = fired_[handle.id];
            if (sleeper != 0) wake(sleeper, WakeReason::timer, sequence);
        } else if (const auto at = callbacks_.find(handle.id); at != callbacks_.end()) {
            child_done(at->second.first, at->second.second);
        }
        out.add(EventKind::callback_end, handle.id, {.detail = number(handle.kind)});
    }

    void child_done(ObjectId object, TaskId child) {
        const Sequence cause = out.add(EventKind::object_child_done, object, {.a = child});
        Gather& gather = gathers_.at(object);
        if (--gather.left > 0) return;
        out.add(EventKind::object_done, object, {.cause = cause});
        wake(gather.waiter, WakeReason::object, out.last());
        out.add(EventKind::object_destroy, object);
    }

    void create(TaskId parent) {
        const CoroId coro = make_coroutine(parent);
        const auto id = static_cast<TaskId>(++last_task_);
        const std::string name = id == 1 ? "main" : "task-" + std::to_string(id);
        const SiteId where = parent == 0 ? 0 : somewhere();
        const StringId named = out.string(name);
        const Sequence cause = out.add(EventKind::task_create, id, {.a = named, .b = pack(parent, where)});
        roots_[id] = coro;
        tasks_[id];
        out.add(EventKind::task_ready, id, {.cause = cause, .detail = number(WakeReason::created)});
        ready_.push_back({HandleKind::task, id});
    }

    CoroId make_coroutine(TaskId maker) {
        const CoroId coro = ++last_coro_;
        const SiteId defined = somewhere();
        out.add(EventKind::coro_create, coro, {.a = defined, .b = maker});
        unawaited_.push_back(coro);
        return coro;
    }

    void enter(TaskId id, CoroId coro, bool root) {
        const SiteId awaited = root ? 0 : somewhere();
        const SiteId defined = somewhere();
        out.add(EventKind::coro_enter, coro, {.a = awaited, .b = pack(id, defined)});
        std::erase(unawaited_, coro);
        tasks_[id].chain.push_back(coro);
    }

    void leave(TaskId id) {
        out.add(EventKind::coro_exit, tasks_[id].chain.back(), {.b = id});
        tasks_[id].chain.pop_back();
    }

    void wake(TaskId id, WakeReason reason, Sequence cause) {
        const auto at = tasks_.find(id);
        if (at == tasks_.end() || !at->second.waiting) return;
        at->second.waiting = at->second.on_timer = false;
        out.add(EventKind::task_ready, id, {.cause = cause, .detail = number(reason)});
        ready_.push_back({HandleKind::task, id});
    }

    void play_step(TaskId id) {
        Task& task = tasks_[id];
        out.add(EventKind::step_begin, id, {.a = ++task.steps});
        if (task.chain.empty()) enter(id, roots_[id], true);
        for (std::uint32_t i = below(4); i > 0; --i) act(id);
        const std::uint32_t choice = below(tasks_.size() > 30 ? 3 : 12);
        choice < 2    ? finish(id)
        : choice < 5  ? yield(id)
        : choice < 8  ? sleep(id)
        : choice < 10 ? await_task(id)
                      : gather(id);
    }

    void act(TaskId id) {
        const SiteId where = somewhere();
        switch (below(8)) {
            case 0:
                out.add_text(EventKind::print, id, {.b = where}, std::string(below(80), 'x'));
                break;
            case 1: {
                const StringId named = out.string("here");
                out.add(EventKind::checkpoint, id, {.a = named, .b = where});
                break;
            }
            case 2:
            case 3:
                create(id);
                break;
            case 4:
                enter(id, make_coroutine(id), false);
                break;
            case 5:
                if (tasks_[id].chain.size() > 1) leave(id);
                break;
            case 6:
                arm(0);
                break;
            default:
                cancel(id, where);
                break;
        }
    }

    // Cancels a task that sleeps, if there is one.
    void cancel(TaskId by, SiteId where) {
        const auto sleeper = std::ranges::find_if(timers_, [](const Timer& timer) { return timer.sleeper != 0; });
        if (sleeper == timers_.end()) {
            const CoroId lost = make_coroutine(by);
            out.add(EventKind::coro_never_awaited, lost, {.b = by});
            std::erase(unawaited_, lost);
            return;
        }
        const Timer timer = *sleeper;
        const Sequence cause = out.add(EventKind::cancel_request, timer.sleeper, {.a = where, .b = by});
        out.add(EventKind::timer_cancel, timer.id, {.b = timer.due});
        timers_.erase(sleeper);
        wake(timer.sleeper, WakeReason::cancelled, cause);
    }

    TimerId arm(TaskId sleeper) {
        const Timer timer{now_ + below(6) * 1'000'000, ++last_timer_, sleeper};
        out.add(EventKind::timer_arm, timer.id, {.b = timer.due});
        timers_.insert(std::ranges::lower_bound(timers_, timer), timer);
        return timer.id;
    }

    void suspend(TaskId id, WaitReason reason, std::uint64_t on) {
        const SiteId where = somewhere();
        out.add(EventKind::task_wait, id, {.detail = number(reason), .a = where, .b = on});
        tasks_[id].waiting = true;
        if (reason == WaitReason::yield) wake(id, WakeReason::yielded, out.last());
        out.add(EventKind::step_end, id, {.detail = number(StepResult::suspended)});
    }

    void yield(TaskId id) { suspend(id, WaitReason::yield, 0); }
    void sleep(TaskId id) { suspend(id, WaitReason::sleep, arm(id)); }

    void await_task(TaskId id) {
        const TaskId other = tasks_.rbegin()->first;
        if (other <= id) return yield(id);
        tasks_[other].awaited_by.push_back(id);
        suspend(id, WaitReason::task, other);
    }

    void gather(TaskId id) {
        std::vector<TaskId> children;
        for (const auto& [other, unused] : tasks_) {
            if (other > id && children.size() < 4) children.push_back(other);
        }
        if (children.empty()) return yield(id);
        const ObjectId object = ++last_object_;
        const SiteId where = somewhere();
        out.add(EventKind::object_create, object, {.detail = number(ObjectKind::gather), .b = pack(id, where)});
        for (const TaskId child : children) {
            out.add(EventKind::object_child, object, {.a = child});
            tasks_[child].gathers.push_back(object);
        }
        gathers_[object] = {id, children.size()};
        suspend(id, WaitReason::object, object);
    }

    void finish(TaskId id) {
        while (!tasks_[id].chain.empty()) leave(id);
        const Task task = tasks_[id];
        const bool done_first = below(2) == 0;
        const auto outcome = number(static_cast<Outcome>(below(3)));
        if (!done_first) out.add(EventKind::step_end, id, {.detail = number(StepResult::finished)});
        const Sequence cause = out.add(EventKind::task_done, id, {.detail = outcome});
        tasks_.erase(id);
        for (const TaskId waiter : task.awaited_by) wake(waiter, WakeReason::task_done, cause);
        for (const ObjectId object : task.gathers) {
            callbacks_[++last_callback_] = {object, id};
            out.add(EventKind::callback_ready, last_callback_, {.cause = cause, .b = object});
            ready_.push_back({HandleKind::callback, last_callback_});
        }
        if (done_first) out.add(EventKind::step_end, id, {.detail = number(StepResult::finished)});
    }

    std::mt19937 random_;
    std::uint64_t now_ = 0;
    std::deque<Handle> ready_;
    std::vector<Timer> timers_;
    std::map<TaskId, Task> tasks_;
    std::map<TaskId, CoroId> roots_;
    std::map<TimerId, std::pair<Sequence, TaskId>> fired_;
    std::map<CallbackId, std::pair<ObjectId, TaskId>> callbacks_;
    std::map<ObjectId, Gather> gathers_;
    std::vector<CoroId> unawaited_;
    std::uint32_t last_task_ = 0, last_coro_ = 0, last_timer_ = 0, last_object_ = 0, last_callback_ = 0;
};

}  // namespace loopscope::testing
