// Control: lets somebody outside hold a program at its next step.
//
// The loop's thread asks at_step() before each step and at_checkpoint() at each
// checkpoint; another thread (a link) says pause, step, go on. While a program
// stands at its gate the virtual clock stands too. A gate is a place where a
// program can stand: each step, and each time before the virtual clock moves,
// for that is when everybody waits and the timers can be looked at.
//
// The pace holds only while the program runs freely: a step or a run to a
// checkpoint was asked for by hand, and goes as fast as it can.
//
// Thread rule: the functions of each side may be called by that side's thread at
// any time; neither side ever calls back into the other.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace loopscope {

// How fast a program goes while nobody holds it.
struct Pace {
    // Real time that each step takes at least, ns. 0: as fast as it can.
    std::uint64_t step_ns = 0;
    // Real ns per ns of virtual time. 0: jumps.
    double time_scale = 0.0;
    friend bool operator==(const Pace&, const Pace&) = default;
};

class Control {
public:
    // --- whoever steers ---
    void pause();  // stand at the next step, or before virtual time moves
    // No more standing; or, if wanted, at the pace to the next checkpoint, and stand there.
    void go_on(bool stop_at_checkpoint = false);
    // Go on to the gate `count` steps further, and stand there. Steps asked for while
    // earlier ones are still under way are added to them.
    void step(std::uint32_t count);
    void run_to_checkpoint();  // run to the next checkpoint, then stand
    void set_pace(Pace pace);  // also for the rest of a wait that has begun
    void release();            // never stand or wait again: the other side is gone

    bool standing() const;  // the program stands at its gate now

    // How many times go_on, step or run_to_checkpoint had been said when the program last
    // began to stand. Who steers from afar knows by it whether a report that the program
    // stands came before or after the last word.
    std::uint32_t moves_heeded() const;

    // Called, on the loop's thread, when the program begins or ceases to stand. Set before the run.
    void on_standing(std::function<void(bool standing)> callback);

    // --- the loop's thread; each says whether it held the program ---
    bool at_step();        // after step_begin is recorded, before the step runs; may wait
    bool at_checkpoint();  // after the checkpoint is recorded; may wait
    // The virtual clock is about to move by this much: waits as the pace says, and is a gate
    // like a step's.
    bool before_time_moves(std::chrono::nanoseconds by);

private:
    enum class Until { forever, steps, checkpoint };
    void move(Until until);
    void count_gate();
    void stand(std::unique_lock<std::mutex>& lock);

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void(bool)> on_standing_;
    Pace pace_;
    bool held_ = false;                // stand at the next opportunity
    bool stop_at_checkpoint_ = false;  // while it runs freely
    bool released_ = false;
    bool standing_ = false;
    Until until_ = Until::forever;
    std::uint64_t steps_left_ = 0;  // gates to come to, the last of which holds
    std::uint32_t moves_ = 0;
    std::uint32_t moves_heeded_ = 0;
    std::chrono::steady_clock::time_point last_step_{};
};

}  // namespace loopscope
