// loopscope run: a lesson in the terminal.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/lesson_run.hpp"
#include "cli/output.hpp"
#include "cli/run_output.hpp"
#include "monitor/trace_file.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <optional>

namespace cli {
namespace {

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
    int status = kFine;
    std::optional<viz::LessonStart> start = lesson_start(options, context, *lesson, status);
    if (!start) return status;
    std::optional<loopscope::TraceFileWriter> file;
    if (!options.record.empty()) {
        file.emplace(options.record);
        if (!file->error().empty()) return complain(file->error(), "", kFailed);
        start->also = &*file;
    }

    const CatchInterrupt interrupt;
    spdlog::debug("starting {}", start->program.string());
    const std::unique_ptr<viz::Session> session = viz::start_lesson(*start);
    const std::unique_ptr<RunOutput> output = choose_output(options, *lesson, session->recording());
    std::size_t shown = 0;
    follow(*session, interrupt, [&] {
        output->show(shown, session->recording().size());
        shown = session->recording().size();
    });
    spdlog::debug("{} events; {}", session->recording().size(), session->notice());
    if (file && !file->finish()) return complain(file->error(), "", kFailed);
    if (interrupt.signal() != 0) return kInterrupted + interrupt.signal();
    if (!is_over(*session)) return kFine;  // nobody reads any more
    const Ending ending = ending_of(session->recording(), session->notice());
    output->end(ending);
    return tell_ending(ending, *session);
}

}  // namespace cli
