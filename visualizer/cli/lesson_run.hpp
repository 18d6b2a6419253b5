// LessonRun: a lesson as a child process, from what the command line says of it to its end.
//
// Thread rule: the main thread.
#pragma once
#include "cli/context.hpp"
#include "cli/options.hpp"
#include "session/session.hpp"

#include <array>
#include <csignal>
#include <functional>
#include <optional>

namespace cli {

// How to start a lesson with the options' knobs, seed and schedule. nullopt where one of them makes no sense
// or the program was not built: that is told, and `status` is the exit status.
std::optional<viz::LessonStart> lesson_start(const Options& options, const Context& context, const book::Lesson& lesson,
                                             int& status);

// While it lives, Ctrl-C and what else ends a program politely is only taken down, so
// that a recording is finished. Who ignores one of them (nohup) goes on ignoring it.
class CatchInterrupt {
public:
    CatchInterrupt();
    ~CatchInterrupt();
    CatchInterrupt(const CatchInterrupt&) = delete;
    CatchInterrupt& operator=(const CatchInterrupt&) = delete;

    int signal() const;  // that came; 0: none

private:
    static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
    std::array<struct sigaction, kSignals.size()> before_{};
};

// Takes what the program tells until it ends, somebody interrupts, or nobody reads the output any
// more; `on_more` is called when there may be more.
void follow(viz::Session& session, const CatchInterrupt& interrupt, const std::function<void()>& on_more);
bool is_over(const viz::Session& session);

}  // namespace cli
