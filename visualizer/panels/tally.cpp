#include "panels/tally.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

bool Tally::update(const Recording& recording, std::size_t from, std::size_t to, std::size_t most) {
    from = std::max(from, recording.first());
    to = std::max(from, to);
    if (recording_ != &recording || sum_.from != from || sum_.to > to) {
        *this = {};
        recording_ = &recording;
        sum_.from = sum_.to = from;
    }
    const std::size_t end = sum_.to + std::min(most, to - sum_.to);
    if (end > sum_.to) add(statistics_of(recording, sum_.to, end));
    return sum_.to == to;
}

void Tally::add(const Statistics& part) {
    add_concurrency(part);
    add_loop(part.loop);
    add_tasks(part);
    add_sites(part);
    sum_.to = part.to;
}

void Tally::add_loop(const LoopStatistics& part) {
    LoopStatistics& loop = sum_.loop;
    if (part.longest_step_ns > loop.longest_step_ns || loop.step.count() == 0) {
        loop.longest_step_ns = part.longest_step_ns;
        loop.longest_step = part.longest_step;
        loop.longest_step_site = part.longest_step_site;
    }
    loop.turns += part.turns;
    loop.steps += part.steps;
    loop.callbacks += part.callbacks;
    loop.loop_ns += part.loop_ns;
    loop.real_ns += part.real_ns;
    loop.run_ns += part.run_ns;
    loop.callback_ns += part.callback_ns;
    loop.poll_ns += part.poll_ns;
    loop.step.add(part.step);
    loop.lag.add(part.lag);
    loop.turn.add(part.turn);
}

// Means are by loop time where any passes in the whole range, by steps where none does.
void Tally::add_concurrency(const Statistics& part) {
    Concurrency& crowd = sum_.concurrency;
    const auto most = [&](std::uint32_t& count, std::size_t& at, std::uint32_t new_count, std::size_t new_at) {
        if (new_count <= count && counted() > 0) return;
        count = new_count;
        at = new_at;
    };
    const Concurrency& more = part.concurrency;
    most(crowd.most_alive, crowd.most_alive_at, more.most_alive, more.most_alive_at);
    most(crowd.most_ready, crowd.most_ready_at, more.most_ready, more.most_ready_at);
    most(crowd.most_waiting, crowd.most_waiting_at, more.most_waiting, more.most_waiting_at);
    const auto ns = static_cast<double>(part.loop.loop_ns);
    const auto steps = static_cast<double>(part.loop.steps);
    if (ns > 0) {
        alive_by_time_ += more.mean_alive * ns;
        waiting_by_time_ += more.mean_waiting * ns;
        weight_ns_ += ns;
    } else {
        alive_by_step_ += more.mean_alive * steps;
        waiting_by_step_ += more.mean_waiting * steps;
        weight_steps_ += steps;
    }
    const bool timed = weight_ns_ > 0;
    const double weight = timed ? weight_ns_ : std::max(1.0, weight_steps_);
    crowd.mean_alive = (timed ? alive_by_time_ : alive_by_step_) / weight;
    crowd.mean_waiting = (timed ? waiting_by_time_ : waiting_by_step_) / weight;
}

// Both are by id.
void Tally::add_tasks(const Statistics& part) {
    std::vector<TaskStatistics> merged;
    merged.reserve(std::max(sum_.tasks.size(), part.tasks.size()));
    auto old = sum_.tasks.begin();
    for (const TaskStatistics& more : part.tasks) {
        for (; old != sum_.tasks.end() && old->task < more.task; ++old) merged.push_back(*old);
        if (old == sum_.tasks.end() || old->task != more.task) {
            merged.push_back(more);
            continue;
        }
        TaskStatistics& both = merged.emplace_back(*old++);
        both.steps += more.steps;
        both.run_ns += more.run_ns;
        both.ready_ns += more.ready_ns;
        both.lived_ns = more.lived_ns;
        for (std::size_t reason = 0; reason < kWaitReasons; ++reason) {
            both.wait_ns[reason] += more.wait_ns[reason];
            both.waits[reason] += more.waits[reason];
        }
    }
    merged.insert(merged.end(), old, sum_.tasks.end());
    sum_.tasks = std::move(merged);
}

void Tally::add_sites(const Statistics& part) {
    for (const SiteStatistics& more : part.sites) {
        const auto [row, fresh] = site_rows_.try_emplace(more.site, sum_.sites.size());
        if (fresh) {
            sum_.sites.push_back(more);
            continue;
        }
        SiteStatistics& both = sum_.sites[row->second];
        // A line mostly waits for one thing; where it does not, the longer part speaks for it.
        if (more.wait_ns > both.wait_ns || (both.wait_ns == 0 && more.waits > both.waits)) both.reason = more.reason;
        both.waits += more.waits;
        both.passed += more.passed;
        both.wait_ns += more.wait_ns;
        both.wait.add(more.wait);
        both.step.add(more.step);
    }
}

}  // namespace viz
