#include "panels/why.hpp"

#include "panels/words.hpp"

#include "monitor/kinds.hpp"
#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostNamed = 4;  // tasks in one sentence
constexpr std::size_t kMostChain = 8;
constexpr std::size_t kMostWaiters = 1000;  // in a line, counted

class WhyMaker {
public:
    explicit WhyMaker(const View& view) : view_(view), recording_(view.recording), world_(view.world) {}

    Why make() {
        why_.task = view_.selection.task != 0 ? view_.selection.task : world_.running();
        if (why_.task == 0) return why_;
        info_ = recording_.task(why_.task);
        now_ = world_.task(why_.task);
        why_.name = recording_.task_name(why_.task);
        why_.state = recording_.state(world_, view_.cursor, why_.task);
        if (!why_.state) {
            say({name(why_.task), {" is not created yet."}});
            return why_;
        }
        say_state();
        say_cancel();
        say_origin();
        say_last_wake();
        chain();
        counts();
        return why_;
    }

private:
    WhyPiece name(TaskId task) const { return {recording_.task_name(task), task}; }
    void say(WhySentence sentence) { why_.sentences.push_back(std::move(sentence)); }

    std::string at_line(SiteId site) const {
        const std::string line = line_words(recording_, site);
        return line.empty() ? line : " (" + line + ")";
    }

    void say_state() {
        switch (*why_.state) {
            case TaskState::waiting:
                return say_waiting();
            case TaskState::ready:
                return say_ready();
            case TaskState::running:
                return say({name(why_.task),
                            {fmt::format(" runs its {} step{}. No other task of this loop runs until it gives way "
                                         "at a co_await.",
                                         nth(now_ ? now_->steps : 1), at_line(world_.running_site()))}});
            case TaskState::done:
                return say({name(why_.task), {" has returned" + when_finished() + "."}});
            case TaskState::cancelled:
                return say({name(why_.task), {" was cancelled" + when_finished() + "."}});
            case TaskState::failed: {
                const std::string_view error = info_ ? recording_.string(info_->error) : std::string_view{};
                return say({name(why_.task),
                            {" failed" + when_finished() + (error.empty() ? "." : ": " + std::string(error))}});
            }
        }
    }

    std::string when_finished() const {
        if (info_ == nullptr || !info_->finished) return {};
        return " at t=" + format_loop_time(recording_.loop_time_at(*info_->finished + 1));
    }

    void say_waiting() {
        if (now_ == nullptr) return;
        say({name(why_.task), {" " + describe_wait(recording_, world_, *now_) + at_line(now_->site) + "."}});
        if (now_->wait_reason == WaitReason::sleep) return say_sleep();
        if (now_->wait_reason == WaitReason::task) {
            const TaskId other = low(now_->wait_on);
            const auto state = recording_.state(world_, view_.cursor, other);
            return say({{"It goes on once "},
                        name(other),
                        {" is done; "},
                        name(other),
                        {std::string(" ") + (state ? doing(other, *state) : "is not known") + "."}});
        }
        if (!waits_on_object(now_->wait_reason)) return say_operation();
        say_children(low(now_->wait_on));
        say_line(low(now_->wait_on));
    }

    // What goes on outside needs no turn of the loop.
    void say_operation() {
        if (now_->wait_reason == WaitReason::io)
            return say({{"The system does that; the loop runs others until it is complete."}});
        if (now_->wait_reason == WaitReason::thread)
            return say({{"Another thread does that; the loop runs others meanwhile."}});
    }

    // Where it stands among those that wait for the same, and what who holds it does.
    void say_line(ObjectId id) {
        const auto waiters = world_.waiters(id);
        std::uint64_t place = 0, all = 0;
        for (const WaiterNow& waiter : waiters.first(kMostWaiters)) {
            if (waiter.reason != now_->wait_reason) continue;
            ++all;
            if (waiter.task == why_.task) place = all;
        }
        if (all > 1 && place != 0 && waiters.size() <= kMostWaiters)
            say({{fmt::format("It is {} of {} in line.", nth(place), all)}});
        if (now_->wait_reason != WaitReason::acquire) return;
        const auto holders = world_.holders(id);
        for (const HoldNow& hold : holders.first(kMostNamed)) {
            const auto state = recording_.state(world_, view_.cursor, hold.task);
            if (hold.task == 0 || !state) continue;
            say({name(hold.task), {" holds it" + at_line(hold.site) + ", and " + doing(hold.task, *state) + "."}});
        }
        if (holders.size() > kMostNamed)
            say({{fmt::format("{} more hold it too.", counted(holders.size() - kMostNamed, "task"))}});
    }

    std::string doing(TaskId task, TaskState state) const {
        const TaskNow* other = world_.task(task);
        if (other != nullptr && state == TaskState::waiting) return describe_wait(recording_, world_, *other);
        if (state == TaskState::ready) return "is ready";
        if (state == TaskState::running) return "runs now";
        return std::string("is ") + state_word(state);
    }

    void say_sleep() {
        const TimerInfo* timer = recording_.timer(low(now_->wait_on));
        if (timer == nullptr) return;
        const std::uint64_t left = timer->due > world_.loop_time() ? timer->due - world_.loop_time() : 0;
        say({{fmt::format(
            "Its timer is due in {}; then it goes to the end of the ready queue. A sleeping task is not busy: "
            "the loop runs others.",
            duration_words(left))}});
    }

    // The tasks of a gather or a group that are not done yet, by name.
    void say_children(ObjectId id) {
        const ObjectNow* object = world_.object(id);
        if (object == nullptr || object->children == 0) return;
        WhySentence sentence{{fmt::format("{} of {} are done", object->children_done, object->children)}};
        const auto open = world_.children(id);
        std::size_t named = 0;
        for (const ChildNow& child : open.first(kMostNamed)) {
            sentence.push_back({named++ == 0 ? "; still to come: " : ", "});
            sentence.push_back(child.task != 0 ? name(child.task) : WhyPiece{object_words(recording_, child.other)});
        }
        if (open.size() > kMostNamed) sentence.push_back({fmt::format(" and {} more", open.size() - kMostNamed)});
        sentence.push_back({"."});
        say(std::move(sentence));
    }

    void say_ready() {
        const auto ready = world_.ready();
        const auto found = std::ranges::find_if(
            ready, [&](const ReadyEntry& entry) { return entry.kind == HandleKind::task && entry.id == why_.task; });
        if (found == ready.end()) return say({name(why_.task), {" is ready."}});
        const auto place = static_cast<std::uint64_t>(std::distance(ready.begin(), found) + 1);
        say({name(why_.task),
             {fmt::format(" is ready: {} in the queue, to run in {} turn. Ready is not running: it waits until the "
                          "loop comes to it.",
                          nth(place), found->this_turn ? "this" : "the next")}});
    }

    void say_cancel() {
        if (now_ == nullptr || now_->cancel_requests == 0) return;
        say({{"A request to cancel it is under way: CancelledError will be thrown where it is suspended."}});
    }

    void say_origin() {
        if (info_ == nullptr) return;
        if (info_->parent == 0) return say({{"It is the main task: the loop stops when it is over."}});
        say({name(info_->parent), {" created it" + at_line(info_->site) + "."}});
    }

    void say_last_wake() {
        const WakeEdge* wake = last_wake(recording_, view_.cursor, why_.task);
        if (wake == nullptr || wake->reason == WakeReason::created || now_ == nullptr) return;
        const std::string when = " at t=" + format_loop_time(recording_.loop_time_at(wake->ready + 1));
        if (wake->reason == WakeReason::timer)
            return say({{"It last became ready" + when + ", when its sleep was over."}});
        if (wake->reason == WakeReason::yielded) return say({{"It last gave way by itself" + when + "."}});
        const char* verb = wake->reason == WakeReason::cancelled ? ", cancelled by " : ", woken by ";
        const TaskId by = waker(recording_, *wake);
        if (by == why_.task || by == 0)
            return say({{"It last became ready" + when + ", " + wake_words(recording_, *wake) + "."}});
        if (woken_by_child(recording_, *wake))
            return say({{"It last became ready" + when + ", " + wake_words(recording_, *wake) + ", when "},
                        name(by),
                        {" was done."}});
        if (wake->reason == WakeReason::object)
            return say({{"It last became ready" + when + ", " + wake_words(recording_, *wake) + ", because of "},
                        name(by),
                        {"."}});
        say({{"It last became ready" + when + verb}, name(by), {"."}});
    }

    void chain() {
        if (now_ == nullptr) return;
        if (*why_.state == TaskState::waiting) {
            why_.chain.push_back({wait_words(recording_, now_->wait_reason, now_->wait_on), {}, 0});
        }
        SiteId stands_at =
            *why_.state == TaskState::running && world_.running_site() != 0 ? world_.running_site() : now_->site;
        for (const FrameNow& frame : world_.await_chain(why_.task)) {
            if (why_.chain.size() >= kMostChain) break;
            const std::string function = function_words(recording_.string(recording_.site(frame.defined_at).function));
            why_.chain.push_back(
                {(function.empty() ? "coroutine" : function) + "()", line_words(recording_, stands_at), 0});
            stands_at = frame.awaited_at;
        }
        std::size_t outer = 0;
        for (const TaskNow& task : world_.tasks()) {
            if (outer >= kMostNamed) break;
            const bool awaits = task.state == TaskState::waiting && task.wait_reason == WaitReason::task &&
                                low(task.wait_on) == why_.task;
            if (!awaits && !gathers(task)) continue;
            why_.chain.push_back({recording_.task_name(task.id), line_words(recording_, task.site), task.id});
            ++outer;
        }
    }

    bool gathers(const TaskNow& task) const {
        return task.state == TaskState::waiting && waits_on_object(task.wait_reason) &&
               world_.is_child(low(task.wait_on), why_.task);
    }

    void counts() {
        if (now_ == nullptr) {
            if (info_ != nullptr && info_->finished) why_.counts = counted(steps_made(recording_, why_.task), "step");
            return;
        }
        why_.counts = counted(now_->steps, "step");
        const auto since = recording_.index_of(now_->since);
        if (*why_.state == TaskState::running || !since) return;
        const std::uint64_t turns = world_.turn() - std::min(world_.turn(), recording_.turn_at(*since));
        const std::uint64_t time = world_.loop_time() - std::min(world_.loop_time(), recording_.loop_time_at(*since));
        why_.counts += fmt::format(", {} for {} and {}", *why_.state == TaskState::ready ? "ready" : "waiting",
                                   counted(turns, "turn"), duration_words(time));
    }

    const View& view_;
    const Recording& recording_;
    const World& world_;
    const TaskInfo* info_ = nullptr;
    const TaskNow* now_ = nullptr;
    Why why_;
};

}  // namespace

Why why(const View& view) { return WhyMaker(view).make(); }

std::string plain(const WhySentence& sentence) {
    std::string text;
    for (const WhyPiece& piece : sentence) text += piece.text;
    return text;
}

}  // namespace viz
