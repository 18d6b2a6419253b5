// The critical path is walked backwards: from what happened last to what brought it about, and so on.
// A task that ran was ready before; who was ready and had waited was woken by somebody, and then that
// one's story counts and not the wait. Only a wait for the clock or the world stands for itself.
#include "monitor/kinds.hpp"
#include "monitor/statistics.hpp"

#include <algorithm>
#include <utility>

namespace loopscope {
namespace {

class Walk {
public:
    Walk(const Recording& recording, std::size_t from, std::size_t to)
        : recording_(recording), from_(std::max(from, recording.first())), to_(to), end_(to) {}

    std::vector<CriticalLink> run() {
        std::optional<Place> place = last_place();
        while (place && end_ > from_) {
            const std::optional<Place> next = visit(*place);
            if (next && next->before >= place->before) break;  // only a damaged file goes round in circles
            place = next;
        }
        std::ranges::reverse(links_);
        for (CriticalLink& link : links_) {
            link.loop_ns = passed(&Recording::loop_time_at, link);
            link.real_ns = passed(&Recording::real_time_at, link);
        }
        return std::move(links_);
    }

private:
    // A task's last span that begins before that index.
    struct Place {
        TaskId task = 0;
        std::size_t before = 0;
    };
    using Clock = std::uint64_t (Recording::*)(std::size_t) const;
    std::uint64_t passed(Clock clock, const CriticalLink& link) const {
        const std::uint64_t begin = (recording_.*clock)(link.begin);
        return (recording_.*clock)(link.end) - std::min(begin, (recording_.*clock)(link.end));
    }

    std::optional<Place> last_place() const;
    std::optional<Place> visit(Place place);
    std::optional<Place> created(TaskId id, std::size_t index);
    std::optional<Place> woken(TaskId id, const Lane& lane, std::size_t waiting, std::size_t ready);
    std::optional<Place> own_wait(TaskId id, const Span& wait);
    std::optional<Place> timer(TimerId id, TaskId sleeper, const Lane& lane, std::size_t waiting);
    std::optional<std::size_t> cause_of(std::size_t index);
    void add(CriticalLink link);

    const Recording& recording_;
    const std::size_t from_;
    const std::size_t to_;
    std::size_t end_;                                            // the path is known from here on
    std::vector<CriticalLink> links_;                            // the last one first
    std::vector<std::pair<CallbackId, std::size_t>> callbacks_;  // with its callback_ready, by id
    bool callbacks_known_ = false;
};

// The task that was done last. What is cancelled at the very end, because the program is over, decided nothing.
std::optional<Walk::Place> Walk::last_place() const {
    std::optional<Place> cancelled, stepped;
    for (std::size_t i = to_; i > from_; --i) {
        const Event& event = recording_[i - 1];
        if (event.kind == EventKind::time_moves && cancelled) break;
        if (event.kind == EventKind::step_begin && !stepped) stepped = {event.subject, to_};
        if (event.kind != EventKind::task_done) continue;
        if (outcome_of(event.detail) != Outcome::cancelled) return Place{event.subject, to_};
        if (!cancelled) cancelled = {event.subject, to_};
    }
    return cancelled ? cancelled : stepped;
}

// Takes the span at that place onto the path, and says where the path came from.
std::optional<Walk::Place> Walk::visit(Place place) {
    const Lane* lane = recording_.lane(place.task);
    if (lane == nullptr) return std::nullopt;
    const auto after = std::ranges::lower_bound(lane->spans, place.before, {}, &Span::begin);
    if (after == lane->spans.begin()) return std::nullopt;
    const Span& span = *(after - 1);
    const auto number = static_cast<std::size_t>(after - 1 - lane->spans.begin());
    const bool waits = span.state == TaskState::waiting;
    add({place.task, span.begin + std::size_t{1}, 0, waits ? TaskState::waiting : TaskState::running, span.wait_reason,
         span.site, 0, 0});
    if (number == 0) return created(place.task, span.begin);
    if (span.state == TaskState::ready && lane->spans[number - 1].state == TaskState::waiting) {
        return woken(place.task, *lane, number - 1, span.begin);
    }
    return Place{place.task, span.begin};
}

// By whom, in one of its steps. With the first task everything begins.
std::optional<Walk::Place> Walk::created(TaskId id, std::size_t index) {
    const TaskInfo* info = recording_.task(id);
    if (info != nullptr && info->parent != 0) return Place{info->parent, index};
    if (recording_.step_at(index) == 0 && !links_.empty()) links_.back().begin = end_ = from_;
    return std::nullopt;
}

// Event `ready` ended the wait: goes back along the causes to the step of a task, to a timer, or to the world.
std::optional<Walk::Place> Walk::woken(TaskId id, const Lane& lane, std::size_t waiting, std::size_t ready) {
    const Span& wait = lane.spans[waiting];
    std::optional<std::size_t> at = cause_of(ready);
    while (at) {
        const Event& event = recording_[*at];
        if (const TaskId by = recording_.running_at(*at); by != 0) {
            if (by == id) break;
            return Place{by, *at + 1};
        }
        if (event.kind == EventKind::task_done) return Place{event.subject, *at};
        const bool fires = event.kind == EventKind::callback_begin && handle_kind_of(event.detail) == HandleKind::timer;
        if (fires || event.kind == EventKind::timer_fire) return timer(event.subject, id, lane, waiting);
        at = cause_of(*at);
    }
    return own_wait(id, wait);
}

std::optional<Walk::Place> Walk::own_wait(TaskId id, const Span& wait) {
    add({id, wait.begin + std::size_t{1}, 0, TaskState::waiting, wait.wait_reason, wait.site, 0, 0});
    return Place{id, wait.begin};
}

// Of a timer the whole time counts since somebody armed it, which may have been long before the wait.
std::optional<Walk::Place> Walk::timer(TimerId id, TaskId sleeper, const Lane& lane, std::size_t waiting) {
    const Span& wait = lane.spans[waiting];
    const TimerInfo* info = recording_.timer(id);
    if (info == nullptr || info->task == 0 || info->armed >= end_) return own_wait(sleeper, wait);
    const bool in_last_step = waiting > 0 && lane.spans[waiting - 1].begin < info->armed && info->armed < wait.begin;
    if (info->task == sleeper && in_last_step) return own_wait(sleeper, wait);
    const bool own = info->task == sleeper && info->armed < wait.begin;
    add({info->task, info->armed + std::size_t{1}, 0, TaskState::waiting, own ? wait.wait_reason : WaitReason::sleep,
         own ? wait.site : 0, 0, 0});
    return Place{info->task, info->armed};
}

// What brought an event about. A callback runs because it was made ready.
std::optional<std::size_t> Walk::cause_of(std::size_t index) {
    const Event& event = recording_[index];
    if (event.kind == EventKind::callback_begin && handle_kind_of(event.detail) == HandleKind::callback) {
        if (!std::exchange(callbacks_known_, true)) {
            for (std::size_t i = from_; i < to_; ++i) {
                if (recording_[i].kind == EventKind::callback_ready) callbacks_.emplace_back(recording_[i].subject, i);
            }
            std::ranges::sort(callbacks_);
        }
        const auto known = std::ranges::lower_bound(callbacks_, std::pair{event.subject, std::size_t{0}});
        if (known == callbacks_.end() || known->first != event.subject || known->second >= index) return std::nullopt;
        return known->second;
    }
    const auto cause = event.cause != 0 ? recording_.index_of(event.cause) : std::nullopt;
    return cause && *cause < index ? cause : std::nullopt;
}

// Before what is known. To run and to be about to run is one and the same here.
void Walk::add(CriticalLink link) {
    link.begin = std::max(link.begin, from_);
    link.end = end_;
    if (link.begin >= link.end) return;
    end_ = link.begin;
    CriticalLink* const later = links_.empty() ? nullptr : &links_.back();
    const bool runs_on = later != nullptr && later->task == link.task && later->state == TaskState::running &&
                         link.state == TaskState::running;
    if (!runs_on) return links_.push_back(link);
    later->begin = link.begin;
    later->site = link.site;
}

}  // namespace

std::vector<CriticalLink> critical_path(const Recording& recording, std::size_t from, std::size_t to) {
    return Walk(recording, from, to).run();
}

}  // namespace loopscope
