// Interrupts: Ctrl-C cancels the main task, as asyncio.run does.
//
// While run() waits for its main task, SIGINT is this object's: the first one cancels the
// main task, which may clean up; the second one ends the process at once, for programs
// that do not get around to it. Afterwards the handler is what it was.
//
// For aio's own sources; RunOptions::interrupts switches it.
// Thread rule: the loop's thread, except for the signal handler.
#pragma once
#include "aio/task.hpp"

struct sigaction;

namespace aio {

class EventLoop;
struct RunOptions;

namespace detail {

class Interrupts {
public:
    // Takes SIGINT over, if `options` want it, nobody steers the program, this is the process' main
    // thread and the signal still does what it does by default.
    Interrupts(EventLoop& loop, AnyTask main, bool wanted);
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    // Throws Interrupted if that is why the main task was cancelled. REQUIRES: it is done.
    void check();

    // --- the loop ---
    bool pending() const noexcept;  // it came, and the main task does not know yet
    void deliver();
    static int descriptor();  // has something to read when it came
    // Whether `action` is what a run took SIGINT over with, and that run is over.
    static bool is_stale(const struct sigaction& action) noexcept;

private:
    EventLoop& loop_;
    AnyTask main_;
    bool installed_ = false;
    bool delivered_ = false;
};

}  // namespace detail
}  // namespace aio
