// What several detectors of waits ask: is it sure, did the program give up, which event was it.
//
// Thread rule: one thread, the Diagnosis'.
#pragma once
#include "monitor/diagnose/detector.hpp"
#include "monitor/wait_graph.hpp"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace loopscope {

// Where events were lost, the World may believe in holds and waits that are over. What began
// later is told in full.
class Gap {
public:
    // True: events were lost here. Whoever remembers more than the World does forgets it now.
    bool note(const Moment& moment) {
        if (moment.event.kind != EventKind::dropped) return false;
        last_lost_ = moment.sequence;
        return true;
    }
    bool is_sure(Sequence since) const { return since > last_lost_; }
    bool any() const { return last_lost_ != 0; }

private:
    Sequence last_lost_ = 0;
};

// How the permits of semaphores are used. Some lend them: who takes one gives it back. Others signal
// with them: one task takes, another one gives. Who holds a permit of those owes nothing.
class PermitUse {
public:
    // In `before`.
    void note(const Moment& moment);
    bool signals(const World& world, ObjectId id) const;
    // It was given back by who held it, at least once, and never by another; or it is of a kind for that.
    bool lends(const World& world, ObjectId id) const;
    void forget() { uses_.clear(); }

private:
    struct Use {
        bool own = false;      // a holder gave
        bool foreign = false;  // somebody who held none gave
    };
    std::unordered_map<ObjectId, Use> uses_;
};

// In `before`: with this event the loop cancels all tasks, for nothing can happen any more and the main task
// is not done. It is how a run that stands still for good ends. (A loop that polls
// though nothing seems to be under way was told that something may come from outside.)
bool gives_up(const Moment& moment);
// The main task: the first one of all that no task made.
TaskId main_task(const Recording& recording);

// The index of the task_wait by which that task waits now; of the next event that is still there if it is not.
// REQUIRES: it is alive.
std::size_t wait_index(const Recording& recording, const TaskNow& task);
// The index of an event that the World remembers.
std::size_t index_or_first(const Recording& recording, Sequence sequence);

// Puts `moments` in order, and with them the evidence, which ends with this event.
void settle(Finding& finding, const Moment& moment);

}  // namespace loopscope
