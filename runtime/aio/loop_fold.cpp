#include "aio/loop_fold.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace aio::detail {

using loopscope::Event;
using loopscope::EventKind;
using loopscope::Outcome;
using loopscope::Recording;
using loopscope::Site;
using loopscope::World;

namespace {

Duration loop_ns(std::uint64_t ns) { return Duration(static_cast<Duration::rep>(ns)); }

// What a file cannot be trusted with; a recorder writes only the three.
Outcome outcome_of(const Event& event) { return static_cast<Outcome>(std::min<std::uint8_t>(event.detail, 2)); }

std::string place_of(const Recording& recording, const Site& site) {
    const std::string_view file = recording.string(site.file);
    return std::string(file.substr(file.rfind('/') + 1)) + ":" + std::to_string(site.line);
}

void count(TaskCounts& counts, loopscope::TaskState state) {
    const std::array<std::size_t*, 6> by_state{&counts.ready, &counts.running, &counts.waiting,
                                               &counts.done,  &counts.failed,  &counts.cancelled};
    ++*by_state[static_cast<std::size_t>(state)];
}

}  // namespace

std::optional<LoopReport> LoopFold::take(const Recording& recording, std::size_t index) {
    const Event& event = recording[index];
    std::optional<LoopReport> report;
    switch (event.kind) {
        case EventKind::time_moves:
            report = report_before(recording, event.b);
            loop_time_ = event.b;
            break;
        case EventKind::task_create:
            lives_[event.subject] = {loop_time_};
            break;
        case EventKind::turn_begin:
            ++loop_.turns;
            if (recording.first() != first_kept_) forget_old_lives(recording);
            break;
        case EventKind::step_begin:
            ++loop_.steps;
            step_begun_ = event.time;
            held_ = 0;
            break;
        case EventKind::held:
            held_ += event.b;
            break;
        case EventKind::step_end:
            end_step(recording, event);
            break;
        case EventKind::coro_enter:
            enter(event);
            break;
        case EventKind::coro_exit:
            leave(event);
            break;
        case EventKind::task_done:
            finish_task(event);
            break;
        default:
            break;
    }
    taken_ = index + 1;
    return report;
}

// A jump over several periods gives one report, for the last of them: nothing happened in between.
std::optional<LoopReport> LoopFold::report_before(const Recording& recording, std::uint64_t time) {
    if (every_ == 0 || time / every_ <= reported_) return std::nullopt;
    reported_ = time / every_;
    return LoopReport{loop_ns(reported_ * every_), counts(recording), active_count_, loop_};
}

TaskCounts LoopFold::counts(const Recording& recording) const {
    TaskCounts counts = ended_;
    const auto add = [&](const World& world) {
        for (const loopscope::TaskNow& task : world.tasks()) count(counts, task.state);
    };
    if (taken_ == recording.size()) {
        add(recording.now());
    } else {
        add(recording.at(taken_));
    }
    return counts;
}

const LoopFold::Life* LoopFold::life(loopscope::TaskId task) const {
    const auto found = lives_.find(task);
    return found == lives_.end() ? nullptr : &found->second;
}

void LoopFold::forget_old_lives(const Recording& recording) {
    first_kept_ = recording.first();
    std::erase_if(lives_, [&](const auto& row) { return row.second.end && recording.task(row.first) == nullptr; });
}

void LoopFold::end_step(const Recording& recording, const Event& event) {
    const std::uint64_t passed = event.time - step_begun_;
    const std::chrono::nanoseconds took(static_cast<std::int64_t>(passed - std::min(held_, passed)));
    if (took < loop_.longest_step || (took == loop_.longest_step && !loop_.longest_step_of.empty())) return;
    loop_.longest_step = took;
    loop_.longest_step_of = recording.task_name(event.subject);
}

// --- coroutines ---

void LoopFold::enter(const Event& event) {
    const loopscope::SiteId defined_at = loopscope::high(event.b);
    active_[loopscope::low(event.b)].push_back({event.subject, defined_at, loop_time_});
    ++functions_[defined_at].active;
    ++active_count_;
}

// Those further in, which are destroyed with it, end in the same way.
void LoopFold::leave(const Event& event) {
    const auto found = active_.find(loopscope::low(event.b));
    if (found == active_.end()) return;
    std::vector<Entered>& chain = found->second;
    const auto from_end = std::find_if(chain.rbegin(), chain.rend(),
                                       [&](const Entered& coroutine) { return coroutine.coro == event.subject; });
    if (from_end == chain.rend()) return;
    const auto first = from_end.base() - 1;
    for (auto one = first; one != chain.end(); ++one) end(*one, outcome_of(event));
    chain.erase(first, chain.end());
    if (chain.empty()) active_.erase(found);
}

void LoopFold::finish_task(const Event& event) {
    const std::array<loopscope::TaskState, 3> states{loopscope::TaskState::done, loopscope::TaskState::failed,
                                                     loopscope::TaskState::cancelled};
    count(ended_, states[static_cast<std::size_t>(outcome_of(event))]);
    if (const auto life = lives_.find(event.subject); life != lives_.end()) life->second.end = loop_time_;
    const auto found = active_.find(event.subject);
    if (found == active_.end()) return;
    // Of a task that was cancelled before its first step, nothing ran and nothing returns.
    for (const Entered& coroutine : found->second) end(coroutine, outcome_of(event));
    active_.erase(found);
}

void LoopFold::end(const Entered& coroutine, Outcome how) {
    Function& function = functions_[coroutine.defined_at];
    --function.active;
    --active_count_;
    ++function.ended[static_cast<std::size_t>(how)];
    function.total += loop_time_ - coroutine.since;
}

std::vector<ActiveCoroutine> LoopFold::active(const Recording& recording) const {
    std::vector<ActiveCoroutine> all;
    for (const auto& [task, chain] : active_) {
        for (const Entered& coroutine : chain) {
            const Site site = recording.site(coroutine.defined_at);
            all.push_back({std::string(recording.string(site.function)), place_of(recording, site), task,
                           loop_ns(coroutine.since)});
        }
    }
    return all;
}

std::vector<CoroutineFigures> LoopFold::coroutines(const Recording& recording) const {
    // One function may have several sites: a template has one for each of its instances.
    std::map<std::pair<std::string, std::uint32_t>, CoroutineFigures> by_place;
    for (const auto& [defined_at, function] : functions_) {
        const Site site = recording.site(defined_at);
        CoroutineFigures& figures = by_place[{std::string(recording.string(site.file)), site.line}];
        figures.function = recording.string(site.function);
        figures.place = place_of(recording, site);
        figures.active += function.active;
        figures.succeeded += function.ended[0];
        figures.failed += function.ended[1];
        figures.cancelled += function.ended[2];
        figures.total += loop_ns(function.total);
    }
    std::vector<CoroutineFigures> all;
    for (auto& [place, figures] : by_place) all.push_back(std::move(figures));
    return all;
}

}  // namespace aio::detail
