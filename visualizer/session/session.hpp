// Session: where events come from, and how to steer the program that tells them.
//
// A child lesson, a file, later an attached program: the window does not care
// which. A Session fills a Recording and never draws.
//
// Thread rule: the window's thread.
#pragma once
#include "monitor/control.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace viz {

enum class SessionState {
    starting,  // the program has not said hello yet
    running,
    standing,  // at its gate, before a step
    finished,  // ended in good order; for a file: read to its end
    lost,      // crashed, was killed, broke the link or never started: notice() says which
};

class Session {
public:
    virtual ~Session() = default;

    // Takes what has arrived; true if anything changed. Never waits.
    virtual bool poll() = 0;
    virtual SessionState state() const = 0;
    // One plain sentence and what to do, when lost (or when a file was cut short).
    virtual std::string notice() const { return {}; }
    virtual std::string source_name() const = 0;
    // A descriptor that becomes readable when there is something to poll; -1: none.
    virtual int descriptor() const { return -1; }

    virtual bool can_steer() const { return false; }
    virtual void pause() {}
    virtual void go_on() {}
    // At its pace to the next checkpoint, and stand there; without one to the end.
    virtual void go_on_to_checkpoint() { go_on(); }
    virtual void step(unsigned /*count*/) {}
    virtual void run_to_checkpoint() {}
    virtual void set_pace(loopscope::Pace) {}

    const loopscope::Recording& recording() const { return recording_; }

protected:
    loopscope::Recording recording_;
};

struct LessonStart {
    std::filesystem::path program;  // the lesson's executable
    std::map<std::string, double> knobs;
    bool real_time = false;
    bool start_paused = true;  // stand before the first step
    bool keep_output = false;  // let the program's stdout through
    bool keep_errors = false;  // let its stderr through; else its last line explains a crash
    // How the reader runs it again, for notices; "" to say nothing of that.
    std::string again = "press R to run it again";
    loopscope::Pace pace;
    std::optional<std::uint64_t> seed;               // for what the lesson leaves to chance
    std::string schedule;                            // fifo, random or places such as "0,2,1"; "": fifo
    std::size_t keep_at_most = loopscope::kKeepAll;  // events, see Recording
    loopscope::Sink* also = nullptr;                 // gets every slot too; must outlive the session
};

// Starts a lesson as a child process, which dies with this process. Never throws:
// a program that cannot be started is a session in state lost.
std::unique_ptr<Session> start_lesson(const LessonStart& start);

// A recording from a file: finished, or lost with the reason.
std::unique_ptr<Session> open_file(const std::filesystem::path& path, std::size_t keep_at_most = loopscope::kKeepAll);

// What a window keeps: about 1 GB of events and what is known of them.
inline constexpr std::size_t kMostInWindow = 12'000'000;

}  // namespace viz
