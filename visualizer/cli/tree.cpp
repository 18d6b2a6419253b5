// loopscope tree: who awaits whom at a moment of a recording, or of a lesson that is run first.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/lesson_run.hpp"
#include "cli/moment.hpp"
#include "cli/output.hpp"
#include "cli/run_output.hpp"
#include "kit/book/catalogue.hpp"
#include "monitor/await_tree.hpp"
#include "monitor/trace_file.hpp"

#include <fmt/core.h>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace cli {
namespace {

using loopscope::Recording;
using loopscope::TreeBy;

// 0: as long as the lines are, for who reads them next wants them whole.
std::size_t columns() {
    winsize size{};
    const bool terminal = ::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    return terminal ? size.ws_col : 0;
}

// A path, or a file that is there; a lesson's name has neither dot nor slash.
bool names_file(const std::string& word) {
    std::error_code ignored;
    return word.find_first_of("./") != std::string::npos || std::filesystem::is_regular_file(word, ignored);
}

// That nobody asked for this moment, where the run was over long ago.
void tell_why_then(const Recording& recording, const loopscope::World& world, std::size_t at) {
    if (ending_of(recording, "").outcome != loopscope::Outcome::returned) return;
    const bool waited = std::ranges::any_of(
        world.tasks(), [](const auto& task) { return task.state == loopscope::TaskState::waiting; });
    put(fmt::format("It is over: this is t={}, {}.\n", loopscope::format_loop_time(recording.loop_time_at(at)),
                    waited ? "the last moment at which somebody waited" : "its last step, and nobody ever waited"));
}

int show(const Recording& recording, const Options& options) {
    std::optional<std::size_t> index = loopscope::telling_moment(recording);
    if (!options.at.empty()) {
        const Read<std::size_t> asked = read_moment(options.at, recording);
        if (!asked.value) return complain(asked.sentence, asked.suggestion, kWrongUse);
        index = asked.value;
    }
    if (!index && !options.json) {
        put(recording.finished() ? "No task ever ran in this recording.\n"
                                 : "No task ever ran in this recording: it ends before the first step.\n");
        return kFine;
    }
    const std::size_t at = index.value_or(recording.size());
    const loopscope::World world = recording.at(at);
    const TreeBy by = options.by == "creation" ? TreeBy::creation : TreeBy::awaits;
    const loopscope::AwaitTree tree = loopscope::await_tree(recording, world, at, by);
    if (options.json) {
        put(loopscope::tree_json(recording, world, at, tree) + "\n");
        return kFine;
    }
    const std::string time = loopscope::format_loop_time(recording.loop_time_at(at));
    if (options.at.empty() && at < recording.size()) tell_why_then(recording, world, at);
    put(dim(fmt::format("t={}, after {} of {} events", time, at, recording.size())) + "\n");
    if (tree.nodes.empty()) put("Nobody is alive at that moment.\n");
    put(loopscope::tree_text(recording, world, at, tree, columns()));
    return kFine;
}

int show_lesson(const Options& options) {
    Context context;
    if (const int status = open_context(context); status != 0) return status;
    const book::Lesson* lesson = choose_lesson(context, options.file, false);
    if (lesson == nullptr) return kWrongUse;
    int status = kFine;
    const std::optional<viz::LessonStart> start = lesson_start(options, context, *lesson, status);
    if (!start) return status;
    const CatchInterrupt interrupt;
    const std::unique_ptr<viz::Session> session = viz::start_lesson(*start);
    follow(*session, interrupt, [] {});
    if (interrupt.signal() != 0) return kInterrupted + interrupt.signal();
    if (!is_over(*session)) return kFine;  // nobody reads any more
    if (!session->notice().empty()) complain(session->notice(), "", 0);
    if (session->recording().empty()) return kFailed;
    return show(session->recording(), options);
}

}  // namespace

int show_tree(const Options& options) {
    if (options.by != "awaits" && options.by != "creation") {
        const std::string near = book::nearest(options.by, {"awaits", "creation"});
        return complain(fmt::format("There is no tree by '{}'.", options.by),
                        near.empty() ? "There are awaits and creation." : fmt::format("Did you mean '{}'?", near),
                        kWrongUse);
    }
    if (const Read<std::size_t> shape = could_be_moment(options.at); !shape.value)
        return complain(shape.sentence, shape.suggestion, kWrongUse);
    if (!names_file(options.file)) return show_lesson(options);
    const loopscope::TraceFileResult result = loopscope::read_trace_file(options.file);
    if (!result.ok) return complain(result.error, "", kFailed);
    if (result.truncated) complain(result.error, "", 0);
    if (!options.knobs.empty() || !options.seed.empty() || !options.schedule.empty())
        return complain("A recording is over: it has no knobs to set, and nothing is left to chance.",
                        "Name a lesson instead, or leave the option out.", kWrongUse);
    return show(result.recording, options);
}

}  // namespace cli
