// Detector: looks for one kind of finding, event by event.
//
// It sees each event twice: with the World before it, and with the World after it. It keeps
// what it needs to remember about the living and lets go of it when they end, so that a long run
// costs no more memory than a short one.
//
// Thread rule: one thread, its Diagnosis'.
#pragma once
#include "monitor/diagnose.hpp"
#include "monitor/world.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace loopscope {

struct Moment {
    const Recording& recording;
    const FindingLimits& limits;
    const World& world;  // before the event in `before`, after it in `after`
    std::size_t index;   // of the event
    const Event& event;
    Sequence sequence;            // its number
    std::vector<Finding>& found;  // findings go here
};

class Detector {
public:
    Detector() = default;
    virtual ~Detector() = default;
    Detector(const Detector&) = delete;
    Detector& operator=(const Detector&) = delete;

    virtual void before(const Moment&) {}
    virtual void after(const Moment&) {}
};

// One of each. Every file of this folder defines one of these, or a few that belong together.
std::unique_ptr<Detector>
make_told_detector();  // never_awaited, destroyed_pending, never_retrieved: the program says so
std::unique_ptr<Detector> make_blocked_loop_detector();
std::unique_ptr<Detector> make_deadlock_detector();
std::unique_ptr<Detector> make_starvation_detector();
std::unique_ptr<Detector> make_standstill_detector();  // lost_wake_up, nobody_left
std::unique_ptr<Detector> make_never_released_detector();
std::unique_ptr<Detector> make_held_across_wait_detector();
std::unique_ptr<Detector> make_cancellation_detector();  // swallowed_cancellation, cancelled_before_start
std::unique_ptr<Detector> make_overlap_detector();       // sequential_awaits, await_in_loop
std::unique_ptr<Detector> make_busy_polling_detector();
std::unique_ptr<Detector> make_unbounded_queue_detector();

}  // namespace loopscope
