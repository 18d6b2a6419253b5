#include "monitor/statistics.hpp"

#include "monitor/by_id.hpp"
#include "monitor/kinds.hpp"
#include "monitor/running_clocks.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace loopscope {
namespace {

// When something began, on both clocks.
struct Instant {
    std::uint64_t real = 0;
    std::uint64_t loop = 0;
};

// A task while the events go by: what a World knows of it, as far as time is concerned.
struct Life {
    bool alive = false;
    bool queued = false;
    TaskState state = TaskState::ready;
    WaitReason reason = WaitReason::yield;
    SiteId site = 0;  // where it is suspended, or last was; before its first wait, where it begins
    Instant since;    // of the state
};

// The step that goes on. It outlives its task, whose end is told before the step's.
struct Step {
    TaskId task = 0;
    std::size_t index = 0;  // of its step_begin
    SiteId site = 0;
    Instant since;
};

// What a line's waits were for.
struct Reason {
    std::uint64_t wait_ns = 0;
    std::uint64_t waits = 0;
    friend auto operator<=>(const Reason&, const Reason&) = default;
};

constexpr std::uint32_t kNobody = 0xffffffff;

std::uint64_t between(std::uint64_t begin, std::uint64_t end) { return end - std::min(begin, end); }

// Reads the events of the range once, and keeps the accounts.
class Pass {
public:
    Pass(const Recording& recording, std::size_t from, std::size_t to)
        : recording_(recording), clocks_(recording, from), start_(now()), rows_(recording.tasks().size(), kNobody) {
        result_.from = from;
        result_.to = to;
        Concurrency& crowd = result_.concurrency;
        crowd.most_alive_at = crowd.most_ready_at = crowd.most_waiting_at = from;
        if (from > 0) begin_in_the_middle(from);
        count_crowd(from);
    }

    Statistics run() {
        for (std::size_t i = result_.from; i < result_.to; ++i) {
            const Event& event = recording_[i];
            const std::uint64_t before = clocks_.loop();
            clocks_.pass(event);
            if (clocks_.loop() != before) time_passes(clocks_.loop() - before);
            take(event, i);
            count_crowd(i);
        }
        finish();
        return std::move(result_);
    }

private:
    Instant now() const { return {clocks_.real(), clocks_.loop()}; }
    Instant at(std::size_t index) const {
        return {recording_.real_time_at(index + 1), recording_.loop_time_at(index + 1)};
    }
    // Time since then: the part inside the range.
    std::uint64_t real_part(const Instant& since) const {
        return between(std::max(since.real, start_.real), clocks_.real());
    }
    std::uint64_t loop_part(const Instant& since) const {
        return between(std::max(since.loop, start_.loop), clocks_.loop());
    }

    void begin_in_the_middle(std::size_t from);
    void begin_in_a_step(std::size_t from);
    void take(const Event& event, std::size_t index);
    void take_task_event(const Event& event, std::size_t index);
    void time_passes(std::uint64_t loop_ns);
    void count_crowd(std::size_t index);
    void finish();

    std::uint32_t row_of(TaskId id);
    std::uint32_t living(TaskId id);
    SiteStatistics& site(SiteId id);
    static SiteId line_of(const World& world, const TaskNow& task);
    void enter_root(TaskId id, SiteId defined_at);

    void create(TaskId id);
    void make_ready(TaskId id);
    void wait(const Event& event);
    void begin_step(const Event& event, std::size_t index);
    void end_step();
    void end_callback();
    void suspend(TaskId id);
    void enter(std::uint32_t row, TaskState state);
    void leave(std::uint32_t row, bool ended);
    void end_task(TaskId id);

    const Recording& recording_;
    RunningClocks clocks_;
    Instant start_;
    Statistics result_;
    std::vector<std::uint32_t> rows_;  // which of result_.tasks, beside Recording::tasks()
    std::vector<Life> lives_;          // beside result_.tasks
    std::unordered_map<SiteId, std::uint32_t> site_rows_;
    std::vector<std::array<Reason, kWaitReasons>> site_reasons_;  // beside result_.sites
    std::optional<Step> step_;
    std::optional<Instant> callback_, poll_, turn_;
    std::uint32_t alive_ = 0, ready_ = 0, waiting_ = 0;
    double alive_by_time_ = 0, waiting_by_time_ = 0, alive_by_step_ = 0, waiting_by_step_ = 0;
};

// What is under way at `from`, and since when.
void Pass::begin_in_the_middle(std::size_t from) {
    const World world = recording_.at(from);
    for (const TaskNow& task : world.tasks()) {
        const std::uint32_t row = row_of(task.id);
        if (row == kNobody) continue;
        const auto since = recording_.index_of(task.since);
        lives_[row] = {
            true, task.queued, task.state, task.wait_reason, line_of(world, task), since ? at(*since) : start_};
        ++alive_;
        ready_ += task.state == TaskState::ready ? 1U : 0U;
        waiting_ += task.state == TaskState::waiting ? 1U : 0U;
    }
    if (from == recording_.size()) return;
    begin_in_a_step(from);
    if (!step_ && world.running_handle()) callback_ = start_;
    if (world.phase() == LoopPhase::polling && world.poll_limit() != 0) poll_ = start_;
    if (world.phase() != LoopPhase::running) return;
    const auto turns = recording_.turns();
    const auto next = std::ranges::lower_bound(turns, from);
    std::size_t begun = next == turns.begin() ? from : *(next - 1);
    while (begun < from && recording_[begun].kind != EventKind::run_begin) ++begun;
    if (begun < from) turn_ = at(begun);
}

void Pass::begin_in_a_step(std::size_t from) {
    const TaskId runs = recording_.running_at(from);
    if (runs == 0 || recording_[from].kind == EventKind::step_begin) return;
    const auto steps = recording_.steps();
    const std::size_t index = *(std::ranges::lower_bound(steps, from) - 1);
    const World before = recording_.at(index);
    const TaskNow* task = before.task(runs);
    step_ = {runs, index, task != nullptr ? line_of(before, *task) : 0, at(index)};
    for (std::size_t i = index; i < from; ++i) {
        const Event& event = recording_[i];
        if (event.kind == EventKind::coro_enter && event.a == 0) enter_root(low(event.b), high(event.b));
    }
}

void Pass::take(const Event& event, std::size_t index) {
    LoopStatistics& loop = result_.loop;
    switch (event.kind) {
        case EventKind::turn_begin:
            ++loop.turns;
            break;
        case EventKind::turn_end:
            if (turn_) loop.turn.add(between(turn_->real, clocks_.real()));
            turn_.reset();
            break;
        case EventKind::poll_begin:
            if (waits(event)) poll_ = now();
            break;
        case EventKind::poll_end:
            if (poll_) loop.poll_ns += real_part(*poll_);
            poll_.reset();
            break;
        case EventKind::run_begin:
            turn_ = now();
            break;
        case EventKind::callback_begin:
            end_step();  // it is over by now, even if nobody said so
            ++loop.callbacks;
            callback_ = now();
            break;
        case EventKind::callback_end:
            end_callback();
            break;
        default:
            take_task_event(event, index);
            break;
    }
}

void Pass::take_task_event(const Event& event, std::size_t index) {
    switch (event.kind) {
        case EventKind::task_create:
            return create(event.subject);
        case EventKind::task_ready:
            return make_ready(event.subject);
        case EventKind::step_begin:
            return begin_step(event, index);
        case EventKind::task_wait:
            return wait(event);
        case EventKind::coro_enter:
            if (event.a == 0) enter_root(low(event.b), high(event.b));
            return;
        case EventKind::await_passed:
            ++site(event.a).passed;
            return;
        case EventKind::step_end:
            if (event.detail == static_cast<std::uint8_t>(StepResult::finished)) end_task(event.subject);
            if (step_ && step_->task == event.subject) end_step();
            return;
        case EventKind::task_done:
            return end_task(event.subject);
        default:
            return;
    }
}

std::uint32_t Pass::row_of(TaskId id) {
    const auto tasks = recording_.tasks();
    const std::size_t place = place_of(tasks, id);
    if (place == tasks.size() || tasks[place].id != id) return kNobody;
    if (rows_[place] == kNobody) {
        rows_[place] = static_cast<std::uint32_t>(lives_.size());
        lives_.emplace_back();
        result_.tasks.emplace_back().task = id;
    }
    return rows_[place];
}

// kNobody too for one that is not created yet, or gone.
std::uint32_t Pass::living(TaskId id) {
    const auto tasks = recording_.tasks();
    const std::size_t place = place_of(tasks, id);
    if (place == tasks.size() || tasks[place].id != id) return kNobody;
    const std::uint32_t row = rows_[place];
    return row != kNobody && lives_[row].alive ? row : kNobody;
}

SiteStatistics& Pass::site(SiteId id) {
    const auto [found, fresh] = site_rows_.try_emplace(id, static_cast<std::uint32_t>(result_.sites.size()));
    if (fresh) {
        result_.sites.emplace_back().site = id;
        site_reasons_.emplace_back();
    }
    return result_.sites[found->second];
}

// The line where a task stands. Before its first wait that is where its outermost coroutine begins.
SiteId Pass::line_of(const World& world, const TaskNow& task) {
    if (task.site != 0) return task.site;
    const auto chain = world.await_chain(task.id);
    return chain.empty() ? 0 : chain.back().defined_at;
}

void Pass::enter_root(TaskId id, SiteId defined_at) {
    if (step_ && step_->task == id && step_->site == 0) step_->site = defined_at;
    const std::uint32_t row = living(id);
    if (row != kNobody && lives_[row].site == 0) lives_[row].site = defined_at;
}

void Pass::create(TaskId id) {
    const std::uint32_t row = row_of(id);
    if (row == kNobody || lives_[row].alive) return;
    lives_[row] = {};
    lives_[row].alive = true;
    ++alive_;
    enter(row, TaskState::ready);
}

void Pass::make_ready(TaskId id) {
    const std::uint32_t row = living(id);
    if (row == kNobody || lives_[row].queued) return;
    lives_[row].queued = true;
    if (lives_[row].state == TaskState::running) return;  // it goes on until its step ends
    leave(row, true);
    enter(row, TaskState::ready);
}

void Pass::wait(const Event& event) {
    const std::uint32_t row = living(event.subject);
    if (row == kNobody) return;
    const WaitReason reason = wait_reason_of(event.detail);
    lives_[row].reason = reason;
    lives_[row].site = event.a;
    const auto number = static_cast<std::size_t>(reason);
    ++result_.tasks[row].waits[number];
    ++site(event.a).waits;
    ++site_reasons_[site_rows_[event.a]][number].waits;
}

void Pass::begin_step(const Event& event, std::size_t index) {
    end_callback();
    end_step();
    ++result_.loop.steps;
    const std::uint32_t row = living(event.subject);
    step_ = {event.subject, index, row != kNobody ? lives_[row].site : 0, now()};
    if (row != kNobody) {
        ++result_.tasks[row].steps;
        if (lives_[row].state == TaskState::ready)
            result_.loop.lag.add(between(lives_[row].since.real, clocks_.real()));
        leave(row, true);
        lives_[row].queued = false;
        enter(row, TaskState::running);
    }
    alive_by_step_ += alive_;
    waiting_by_step_ += waiting_;
}

void Pass::end_step() {
    if (!step_) return;
    const Step step = *step_;
    step_.reset();
    const std::uint64_t took = between(step.since.real, clocks_.real());
    LoopStatistics& loop = result_.loop;
    loop.run_ns += real_part(step.since);
    loop.step.add(took);
    site(step.site).step.add(took);
    if (took > loop.longest_step_ns || loop.step.count() == 1) {
        loop.longest_step_ns = took;
        loop.longest_step = step.index;
        loop.longest_step_site = step.site;
    }
    if (const std::uint32_t row = row_of(step.task); row != kNobody) {
        result_.tasks[row].run_ns += real_part(step.since);
    }
    suspend(step.task);
}

void Pass::end_callback() {
    if (callback_) result_.loop.callback_ns += real_part(*callback_);
    callback_.reset();
}

void Pass::suspend(TaskId id) {
    const std::uint32_t row = living(id);
    if (row == kNobody || lives_[row].state != TaskState::running) return;
    enter(row, lives_[row].queued ? TaskState::ready : TaskState::waiting);
}

void Pass::enter(std::uint32_t row, TaskState state) {
    lives_[row].state = state;
    lives_[row].since = now();
    ready_ += state == TaskState::ready ? 1U : 0U;
    waiting_ += state == TaskState::waiting ? 1U : 0U;
}

// A task leaves the state it is in; `ended`: not only the range is over.
void Pass::leave(std::uint32_t row, bool ended) {
    const Life& life = lives_[row];
    TaskStatistics& task = result_.tasks[row];
    if (life.state == TaskState::ready) {
        --ready_;
        task.ready_ns += real_part(life.since);
    } else if (life.state == TaskState::waiting) {
        --waiting_;
        const std::uint64_t part = loop_part(life.since);
        task.wait_ns[static_cast<std::size_t>(life.reason)] += part;
        SiteStatistics& where = site(life.site);
        where.wait_ns += part;
        site_reasons_[site_rows_[life.site]][static_cast<std::size_t>(life.reason)].wait_ns += part;
        if (ended) where.wait.add(between(life.since.loop, clocks_.loop()));
    }
}

void Pass::end_task(TaskId id) {
    const std::uint32_t row = living(id);
    if (row == kNobody) return;
    leave(row, true);
    lives_[row].alive = false;
    --alive_;
    result_.tasks[row].lived_ns = between(recording_.loop_time_at(recording_.task(id)->created + 1), clocks_.loop());
}

void Pass::time_passes(std::uint64_t loop_ns) {
    alive_by_time_ += static_cast<double>(alive_) * static_cast<double>(loop_ns);
    waiting_by_time_ += static_cast<double>(waiting_) * static_cast<double>(loop_ns);
}

void Pass::count_crowd(std::size_t index) {
    Concurrency& crowd = result_.concurrency;
    const auto note = [index](std::uint32_t count, std::uint32_t& most, std::size_t& most_at) {
        if (count <= most) return;
        most = count;
        most_at = index;
    };
    note(alive_, crowd.most_alive, crowd.most_alive_at);
    note(ready_, crowd.most_ready, crowd.most_ready_at);
    note(waiting_, crowd.most_waiting, crowd.most_waiting_at);
}

// What is still under way counts up to the range's end.
void Pass::finish() {
    LoopStatistics& loop = result_.loop;
    loop.real_ns = between(start_.real, clocks_.real());
    loop.loop_ns = between(start_.loop, clocks_.loop());
    if (step_) {
        const std::uint64_t part = real_part(step_->since);
        loop.run_ns += part;
        if (const std::uint32_t row = row_of(step_->task); row != kNobody) result_.tasks[row].run_ns += part;
    }
    end_callback();
    if (poll_) loop.poll_ns += real_part(*poll_);
    for (std::uint32_t row = 0; row < lives_.size(); ++row) {
        if (lives_[row].alive) leave(row, false);
    }
    const bool by_time = loop.loop_ns > 0;
    const auto weight = static_cast<double>(by_time ? loop.loop_ns : std::max<std::uint64_t>(loop.steps, 1));
    result_.concurrency.mean_alive = (by_time ? alive_by_time_ : alive_by_step_) / weight;
    result_.concurrency.mean_waiting = (by_time ? waiting_by_time_ : waiting_by_step_) / weight;
    for (std::size_t i = 0; i < result_.sites.size(); ++i) {
        const auto most = std::ranges::max_element(site_reasons_[i]) - site_reasons_[i].begin();
        result_.sites[i].reason = static_cast<WaitReason>(most);
    }
    std::ranges::sort(result_.tasks, {}, &TaskStatistics::task);
    std::ranges::sort(result_.sites, [](const SiteStatistics& left, const SiteStatistics& right) {
        return left.wait_ns != right.wait_ns ? left.wait_ns > right.wait_ns
               : left.waits != right.waits   ? left.waits > right.waits
                                             : left.site < right.site;
    });
}

}  // namespace

std::uint64_t TaskStatistics::waited() const { return std::reduce(wait_ns.begin(), wait_ns.end()); }

Statistics statistics_of(const Recording& recording, std::size_t from, std::size_t to) {
    const std::size_t begin = std::max(from, recording.first());
    return Pass(recording, begin, std::max(begin, to)).run();
}

}  // namespace loopscope
