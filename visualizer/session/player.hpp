// Player: where the cursor stands in a recording, and what moves it.
//
// It joins two kinds of movement into one: through what is recorded (travel) and,
// at its end, by letting the program go on. The cursor rests after a step_begin
// (the task is about to run from there), after a poll_begin that waits (everybody
// waits; the clock is about to move), after a checkpoint, or at the end. A program
// that is stepped stands at the same places.
//
// To play is to go on, at the pace, to the next checkpoint: a lesson asks there what
// comes next, and a run that went past it would tell.
//
// FREEZE, GATE and TRAVEL are three things: the picture stands while the program
// goes on; the program stands; the cursor is in the past while the program stands.
//
// Thread rule: the window's thread. Time comes in as a parameter.
#pragma once
#include "monitor/world.hpp"
#include "panels/mode.hpp"
#include "session/session.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace viz {

class Player {
public:
    explicit Player(Session& session);

    // Takes what the session has and moves the cursor by what `now` (s, any origin) allows.
    // True if the picture changed.
    bool update(double now);

    void play();  // to the next checkpoint, or the end
    void pause();
    void toggle_play() { playing_ ? pause() : play(); }
    void freeze();                         // or, frozen, thaw
    void step_by(int steps);               // past the end of the recording: asks the program for a step
    void turn_by(int turns);               // to the first step of a turn; past the end: lets the program run to it
    void checkpoint_by(int checkpoints);   // before the first one: to the first step
    void seek(std::size_t index);          // to the nearest resting place at or before index
    void seek_exactly(std::size_t index);  // between two steps too
    void to_live();
    // A program that has just begun runs, without waiting, to its `stops`-th resting place, stands there, and
    // goes on from it at the pace if `then_play`. It ends where it ends if there are not so many.
    void run_to_stop(std::size_t stops, bool then_play);
    // The same up to its so many-th checkpoint: with other knobs it may come there after more steps, or fewer.
    void run_to_checkpoint(std::size_t passed);
    // The checkpoint right behind which the cursor stands, counted from 1; 0 if it stands elsewhere.
    std::size_t checkpoint_at_cursor() const;
    // How many resting places there are up to the cursor: what run_to_stop() takes to come here again.
    std::size_t stops_to_cursor() const;
    void set_pace(double pace);  // 1: a step takes kStepSeconds; kFastest: none

    std::size_t cursor() const { return cursor_; }
    const loopscope::World& world() const { return world_; }
    Mode mode() const;
    bool playing() const { return playing_; }
    double pace() const { return pace_; }
    // When update() wants to be called next, s from the last one; nullopt: when input or events come.
    std::optional<double> next_update() const;

    static constexpr double kStepSeconds = 0.6;
    // A virtual second takes so many real ones at pace 1.
    static constexpr double kTimeScale = 0.5;
    // What a program is told so that it goes at this pace; also for LessonStart.
    static loopscope::Pace program_pace(double pace);

private:
    const loopscope::Recording& recording() const { return session_.recording(); }
    bool at_end() const;
    bool over() const;       // no more events will come
    bool steerable() const;  // commands can still change what comes
    void move_to(std::size_t index);
    void follow();
    void stop();  // the program and the picture, where they are
    void travel_to(std::size_t index);
    void walk(double now);
    void leave(std::size_t stop);
    void run_on();
    void run_to_turn();
    void run_on_to_stop();
    std::size_t first_rest() const;
    std::size_t rest_at_or_before(std::size_t index) const;
    std::size_t next_stop(std::size_t index) const;
    std::size_t next_step(std::size_t index) const;
    std::size_t turn_start_after(std::size_t index) const;
    std::size_t turn_start_before(std::size_t index) const;
    double time_wait(std::size_t index) const;
    double step_wait() const;

    Session& session_;
    loopscope::World world_;
    std::size_t cursor_ = 0;
    bool playing_ = false;
    bool frozen_ = false;
    bool follow_ = true;                       // stays at the end as events arrive
    bool run_on_ = false;                      // the cursor came to the end by playing: at due_ the program goes on
    std::optional<std::uint64_t> until_turn_;  // step the program until this turn has begun
    struct UntilStop {
        std::size_t stops = 0;
        bool then_play = false;
        std::size_t checkpoints = 0;
    };
    std::optional<UntilStop> until_stop_;  // let the program run until it stands there
    double pace_ = 1.0;
    double now_ = 0;
    double due_ = 0;        // when the cursor moves by itself next
    double last_step_ = 0;  // when it last left a step
};

}  // namespace viz
