// The timeline in words, and what both the picture and the words are made of.
#include "panels/stops.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include "monitor/labels.hpp"
#include "monitor/narrate.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostTextLanes = 200;
constexpr std::size_t kMostTextSpans = 6;

constexpr std::size_t kMostTextMoments = 12;

// "ran step 1, waited for sleep 2 s": the last few spans before the cursor.
std::string history(const View& view, const Lane& lane) {
    const auto end = std::lower_bound(lane.spans.begin(), lane.spans.end(), view.cursor,
                                      [](const Span& span, std::size_t cursor) { return span.begin < cursor; });
    const auto count = static_cast<std::size_t>(end - lane.spans.begin());
    const Language& language = *view.language;
    std::string words;
    for (std::size_t at = count > kMostTextSpans ? count - kMostTextSpans : 0; at < count; ++at) {
        const Span& span = lane.spans[at];
        if (span.state == TaskState::ready) continue;
        if (!words.empty()) words += ", ";
        const bool now = span.end == kOpen || span.end >= view.cursor;
        if (span.state == TaskState::running) {
            words += fill(language.text(now ? "timeline.text_runs" : "timeline.text_ran"),
                          {{"step", std::to_string(view.recording.step_at(span.begin) + 1)}});
        } else {
            words += fill(language.text(now ? "timeline.text_waits" : "timeline.text_waited"),
                          {{"what", wait_words(view, span.wait_reason, span.wait_on)}});
        }
    }
    return count > kMostTextSpans ? "... " + words : words;
}

// What stands on the ruler: the range, findings and bookmarks.
std::string marks_text(const View& view, const TimelineAxis& axis) {
    const Language& language = *view.language;
    const bool future = timeline::shows_future(view);
    std::string text;
    if (view.range)
        text +=
            fill(language.text("timeline.text_range"), {{"range", timeline::range_words(view, *view.range, false)}}) +
            "\n";
    std::size_t told = 0;
    // While a question is open, nothing is told of what was found.
    const std::span<const Finding> findings = prediction_is_open(view) ? std::span<const Finding>() : view.findings;
    for (const Finding& finding : findings) {
        if ((finding.last >= view.cursor && !future) || ++told > kMostTextMoments) break;
        text += fill(language.text("timeline.text_finding"),
                     {{"place", place_words(language, view.axis, axis.place(finding.last))},
                      {"title", tell(finding, view.recording, language.phrases).title}}) +
                "\n";
    }
    told = 0;
    for (const Bookmark& bookmark : view.bookmarks) {
        if ((bookmark.index > view.cursor && !future) || ++told > kMostTextMoments) break;
        text += fill(language.text("timeline.text_bookmark"),
                     {{"place", place_words(language, view.axis, axis.cursor_place(bookmark.index))},
                      {"note", bookmark.note.empty() ? language.text("timeline.bookmark") : bookmark.note}}) +
                "\n";
    }
    return text;
}

// The gaps that are folded when nobody asks for more or fewer: "2 s, 5 s".
std::string folded_text(const View& view, const TimelineAxis& axis) {
    TimelineFolds folds;
    folds.refresh(axis, view.recording, timeline::known_events(view));
    std::string gaps;
    for (const Fold& fold : folds.folds()) {
        if (!gaps.empty()) gaps += ", ";
        gaps += duration_words(static_cast<std::uint64_t>(std::llround(fold.length() * 1e9)));
    }
    return gaps.empty() ? gaps : fill(view.language->text("timeline.text_folded"), {{"gaps", gaps}}) + "\n";
}

}  // namespace

namespace timeline {

std::string lane_words(const View& view, TaskId task) {
    const auto state = view.recording.state(view.world, view.cursor, task);
    if (!state) return view.language->text("timeline.not_created");
    const TaskNow* now = view.world.task(task);
    if (now == nullptr) return state_word(*view.language, *state);
    std::string words = state_word(*view.language, *state);
    if (*state == TaskState::waiting) {
        words += ", " + wait_words(view, now->wait_reason, now->wait_on);
    }
    if (*state == TaskState::ready) {
        if (const WakeEdge* wake = last_wake(view.recording, view.cursor, task)) {
            words += ", " + wake_words(view, *wake);
        }
    }
    if (*state == TaskState::running)
        words += ", " + fill(view.language->text("transport.step_number"), {{"step", std::to_string(now->steps)}});
    if (const std::string line = line_words(view, now->site); !line.empty()) words += ", " + line;
    return words;
}

bool shows_future(const View& view) { return view.mode == Mode::travel && !prediction_is_open(view); }

std::size_t known_events(const View& view) {
    return prediction_is_open(view) ? std::min(view.cursor, view.recording.size()) : view.recording.size();
}

double fitted_end(const TimelineAxis& axis, std::size_t known, bool finished, double folded) {
    const bool step = axis.axis() == Axis::step;
    const double end = (step ? axis.steps_at(known) : axis.cursor_place(known)) - folded;
    // A program of two steps must not look as if they were long.
    if (finished && end > 0) return folded + std::max(end * 1.04, step ? 6.0 : 0.0);
    if (!step && end <= 0) return folded + 1;
    // While it grows, the range grows in leaps, so that the picture does not creep.
    double leap = step ? 12 : 1e-3;
    while (leap < end * 1.02) leap *= 1.25;
    return folded + leap;
}

}  // namespace timeline

std::string timeline_text(const View& view) {
    const TimelineAxis axis(view.recording, view.axis);
    const auto steps = view.recording.step_at(timeline::known_events(view));
    const Language& language = *view.language;
    const char* words[] = {language.text("timeline.step"), language.text("timeline.loop_time"),
                           language.text("timeline.real_time")};
    std::string text = fill(language.text("timeline.text_head"), {{"axis", words[static_cast<std::size_t>(view.axis)]},
                                                                  {"step", std::to_string(view.world.step())},
                                                                  {"steps", std::to_string(steps)},
                                                                  {"turn", std::to_string(view.world.turn())},
                                                                  {"time", format_loop_time(view.world.loop_time())}}) +
                       "\n";
    if (view.axis != Axis::step) text += folded_text(view, axis);
    text += marks_text(view, axis);
    std::size_t shown = 0;
    for (const TreeRow& row : task_tree(view.recording)) {
        if (!view.recording.state(view.world, view.cursor, row.task)) continue;
        if (++shown > kMostTextLanes) continue;
        text += std::string(static_cast<std::size_t>(2 * std::min(row.depth, 20)), ' ');
        text += view.recording.task_name(row.task) + ": " + timeline::lane_words(view, row.task);
        if (const Lane* lane = view.recording.lane(row.task)) text += " (" + history(view, *lane) + ")";
        text += "\n";
    }
    if (shown > kMostTextLanes)
        text +=
            fill(language.text("timeline.text_more_tasks"), {{"count", std::to_string(shown - kMostTextLanes)}}) + "\n";
    if (const WakeEdge* wake = last_wake(view.recording, view.cursor, 0)) {
        text += fill(language.text("timeline.text_last_wake"),
                     {{"task", view.recording.task_name(wake->task)}, {"why", wake_words(view, *wake)}}) +
                "\n";
    }
    return text;
}

}  // namespace viz
