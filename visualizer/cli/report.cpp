// loopscope report: runs a lesson, or reads a recording, and says what there is to say of it.
#include "cli/report.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/lesson_run.hpp"
#include "cli/moment.hpp"
#include "cli/output.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

namespace cli {
namespace {

using loopscope::Finding;
using loopscope::Recording;
using loopscope::Severity;

// What cannot be meant is told before a lesson is run; exit status.
int look_at(const Options& options, std::optional<Severity>& fail_on) {
    const auto from = could_be_moment(options.from);
    if (!from.value) return complain(from.sentence, from.suggestion, kWrongUse);
    const auto to = could_be_moment(options.to);
    if (!to.value) return complain(to.sentence, to.suggestion, kWrongUse);
    if (options.fail_on.empty()) return kFine;
    for (const Severity severity : {Severity::hint, Severity::warning, Severity::error}) {
        if (options.fail_on == to_string(severity)) fail_on = severity;
    }
    if (fail_on) return kFine;
    const std::string near = book::nearest(options.fail_on, {"error", "warning", "hint"});
    return complain(fmt::format("No finding is called '{}'.", options.fail_on),
                    near.empty() ? "There are error, warning and hint." : fmt::format("Did you mean '{}'?", near),
                    kWrongUse);
}

// Any of the moments that show it.
bool lies_in(const Finding& finding, std::size_t from, std::size_t to) {
    const auto within = [&](std::size_t moment) { return moment >= from && moment < to; };
    return within(finding.last) || std::ranges::any_of(finding.moments, within);
}

// The part that was asked for; without a word for it, all there is. Exit status.
int examine(const Options& options, Report& report) {
    const Recording& recording = report.recording;
    const auto from = options.from.empty() ? Read<std::size_t>{0, "", ""} : read_moment(options.from, recording);
    if (!from.value) return complain(from.sentence, from.suggestion, kFailed);
    const auto to = read_moment(options.to, recording);
    if (!to.value) return complain(to.sentence, to.suggestion, kFailed);
    if (*to.value < *from.value)
        return complain("That part ends before it begins.", "Let --from be earlier than --to.", kWrongUse);
    report.part = *from.value > 0 || *to.value < recording.size();
    report.statistics = loopscope::statistics_of(recording, *from.value, *to.value);
    report.path = loopscope::critical_path(recording, *from.value, *to.value);
    report.findings = loopscope::diagnose(recording);
    std::erase_if(report.findings, [&](const Finding& one) { return !lies_in(one, *from.value, *to.value); });
    return kFine;
}

// Makes the report and shows it; exit status.
int tell(const Options& options, std::optional<Severity> fail_on, Report report) {
    if (const int status = examine(options, report); status != kFine) return status;
    options.json ? print_json(report) : print_page(report);
    const bool fails = fail_on && std::ranges::any_of(report.findings,
                                                      [&](const Finding& one) { return severity_of(one) >= *fail_on; });
    return fails ? kFailed : kFine;
}

int report_file(const Options& options, std::optional<Severity> fail_on) {
    if (!options.knobs.empty() || !options.seed.empty() || !options.schedule.empty())
        return complain("A recording is over: it has no knobs to set, and nothing is left to chance.",
                        "Name a lesson instead, or leave the option out.", kWrongUse);
    const auto session = viz::open_file(options.file);
    if (session->state() == viz::SessionState::lost) return complain(session->notice(), "", kFailed);
    if (!session->notice().empty()) complain(session->notice(), "", 0);
    // A recording may be read where no lesson is installed.
    const viz::Resources resources = viz::find_resources();
    Report report{session->recording(), options.file, ending_of(session->recording(), session->notice())};
    if (resources.error.empty()) report.lessons = book::read_catalogue(resources.lessons).lessons;
    return tell(options, fail_on, std::move(report));
}

int report_lesson(const Options& options, std::optional<Severity> fail_on) {
    Context context;
    if (const int status = open_context(context); status != 0) return status;
    const book::Lesson* lesson = choose_lesson(context, options.file, false);
    if (lesson == nullptr) return kWrongUse;
    int status = kFine;
    std::optional<viz::LessonStart> start = lesson_start(options, context, *lesson, status);
    if (!start) return status;
    start->keep_at_most = viz::kMostInWindow;
    const CatchInterrupt interrupt;
    const auto session = viz::start_lesson(*start);
    follow(*session, interrupt, [] {});
    Ending ending = ending_of(session->recording(), session->notice());
    if (interrupt.signal() != 0) ending = {std::nullopt, "Then it was interrupted."};
    Report report{session->recording(), lesson->id, ending};
    report.lessons = context.catalogue.lessons;
    status = tell(options, fail_on, std::move(report));
    return interrupt.signal() != 0 ? kInterrupted + interrupt.signal() : status;
}

}  // namespace

int report(const Options& options) {
    std::optional<Severity> fail_on;
    if (const int status = look_at(options, fail_on); status != kFine) return status;
    // What looks like a file is meant as one, so that a missing one is called missing.
    std::error_code ignored;
    const bool is_file = options.file.find_first_of("./") != std::string::npos ||
                         std::filesystem::is_regular_file(options.file, ignored);
    return is_file ? report_file(options, fail_on) : report_lesson(options, fail_on);
}

}  // namespace cli
