// loopscope run: a lesson in the terminal.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output.hpp"
#include "cli/run_output.hpp"
#include "cli/values.hpp"
#include "monitor/trace_file.hpp"
#include "session/session.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <poll.h>

#include <array>
#include <csignal>
#include <optional>

namespace cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;  // by which signal

// While it lives, Ctrl-C and what else ends a program politely only set `interrupted`, so
// that a recording is finished. Who ignores one of them (nohup) goes on ignoring it.
class CatchInterrupt {
public:
    CatchInterrupt() {
        struct sigaction caught{};
        caught.sa_handler = [](int signal) { interrupted = signal; };
        for (std::size_t i = 0; i < kSignals.size(); ++i) {
            ::sigaction(kSignals[i], nullptr, &before_[i]);
            if (before_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &caught, nullptr);
        }
    }
    ~CatchInterrupt() {
        for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &before_[i], nullptr);
    }
    CatchInterrupt(const CatchInterrupt&) = delete;
    CatchInterrupt& operator=(const CatchInterrupt&) = delete;

private:
    static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};
    std::array<struct sigaction, kSignals.size()> before_{};
};

bool is_over(const viz::Session& session) {
    return session.state() == viz::SessionState::finished || session.state() == viz::SessionState::lost;
}

// Shows the run to its end, or until it is interrupted or nobody reads any more.
void follow(viz::Session& session, RunOutput& output) {
    std::size_t shown = 0;
    while (interrupted == 0) {
        session.poll();
        output.show(shown, session.recording().size());
        shown = session.recording().size();
        if (!output_is_read() || is_over(session)) return;
        pollfd waited{session.descriptor(), POLLIN, 0};
        ::poll(&waited, 1, 100);
    }
}

std::unique_ptr<RunOutput> choose_output(const Options& options, const book::Lesson& lesson,
                                         const loopscope::Recording& recording) {
    if (options.json) return as_json(recording, lesson.id);
    return options.quiet ? quiet(recording) : narrated(recording);
}

int tell_ending(const Ending& ending, const viz::Session& session) {
    if (ending.outcome == loopscope::Outcome::returned) return kFine;
    if (session.state() == viz::SessionState::lost) return complain(ending.error, "", kFailed);
    if (ending.outcome == loopscope::Outcome::cancelled)
        return complain("The program's main task was cancelled.", "", kFailed);
    return complain(
        fmt::format("The program failed: {}", ending.error.empty() ? "it raised an exception." : ending.error), "",
        kFailed);
}

}  // namespace

int run_lesson(const Options& options) {
    Context context;
    if (const int status = open_context(context); status != 0) return status;
    const book::Lesson* lesson = choose_lesson(context, options.lesson, false);
    if (lesson == nullptr) return kWrongUse;
    viz::LessonStart start;
    const auto knobs = read_knobs(options.knobs, *lesson);
    if (!knobs.value) return complain(knobs.sentence, knobs.suggestion, kWrongUse);
    start.knobs = *knobs.value;
    if (!options.seed.empty()) {
        const auto seed = read_seed(options.seed);
        if (!seed.value) return complain(seed.sentence, seed.suggestion, kWrongUse);
        start.seed = seed.value;
    }
    if (!options.schedule.empty()) {
        const auto schedule = read_schedule(options.schedule);
        if (!schedule.value) return complain(schedule.sentence, schedule.suggestion, kWrongUse);
        start.schedule = *schedule.value;
    }
    if (!is_built(context, *lesson)) return kFailed;
    start.program = viz::program_of(context.resources, *lesson);
    start.real_time = options.real_time;
    start.start_paused = false;
    start.again = "";
    std::optional<loopscope::TraceFileWriter> file;
    if (!options.record.empty()) {
        file.emplace(options.record);
        if (!file->error().empty()) return complain(file->error(), "", kFailed);
        start.also = &*file;
    }

    const CatchInterrupt catch_interrupt;
    spdlog::debug("starting {}", start.program.string());
    const std::unique_ptr<viz::Session> session = viz::start_lesson(start);
    const std::unique_ptr<RunOutput> output = choose_output(options, *lesson, session->recording());
    follow(*session, *output);
    spdlog::debug("{} events; {}", session->recording().size(), session->notice());
    if (file && !file->finish()) return complain(file->error(), "", kFailed);
    if (interrupted != 0) return kInterrupted + interrupted;
    if (!is_over(*session)) return kFine;  // nobody reads any more
    const Ending ending = ending_of(session->recording(), session->notice());
    output->end(ending);
    return tell_ending(ending, *session);
}

}  // namespace cli
