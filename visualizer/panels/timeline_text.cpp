// The timeline in words, and what both the picture and the words are made of.
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include "monitor/labels.hpp"
#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostTextLanes = 200;
constexpr std::size_t kMostTextSpans = 6;

// "ran step 1, waited sleep 2 s": the last few spans before the cursor.
std::string history(const View& view, const Lane& lane) {
    const auto end = std::lower_bound(lane.spans.begin(), lane.spans.end(), view.cursor,
                                      [](const Span& span, std::size_t cursor) { return span.begin < cursor; });
    const auto count = static_cast<std::size_t>(end - lane.spans.begin());
    std::string words = count > kMostTextSpans ? "... " : "";
    for (std::size_t at = count > kMostTextSpans ? count - kMostTextSpans : 0; at < count; ++at) {
        const Span& span = lane.spans[at];
        if (span.state == TaskState::ready) continue;
        if (!words.empty() && words != "... ") words += ", ";
        const bool now = span.end == kOpen || span.end >= view.cursor;
        if (span.state == TaskState::running) {
            words += fmt::format("{} step {}", now ? "runs" : "ran", view.recording.step_at(span.begin) + 1);
        } else {
            words += fmt::format("{} {}", now ? "waits for" : "waited for",
                                 wait_words(view.recording, span.wait_reason, span.wait_on));
        }
    }
    return words;
}

}  // namespace

namespace timeline {

std::string lane_words(const View& view, TaskId task) {
    const auto state = view.recording.state(view.world, view.cursor, task);
    if (!state) return "not created yet";
    const TaskNow* now = view.world.task(task);
    if (now == nullptr) return state_word(*state);
    std::string words = state_word(*state);
    if (*state == TaskState::waiting) {
        words += ", " + wait_words(view.recording, now->wait_reason, now->wait_on);
    }
    if (*state == TaskState::ready) {
        if (const WakeEdge* wake = last_wake(view.recording, view.cursor, task)) {
            words += ", " + wake_words(view.recording, *wake);
        }
    }
    if (*state == TaskState::running) words += fmt::format(", {} step", nth(now->steps));
    if (const std::string line = line_words(view.recording, now->site); !line.empty()) words += ", " + line;
    return words;
}

double fitted_end(const TimelineAxis& axis, bool finished) {
    const double end = axis.end();
    // A program of two steps must not look as if they were long.
    if (finished && end > 0) return std::max(end * 1.04, axis.axis() == Axis::step ? 6.0 : 0.0);
    if (axis.axis() != Axis::step && end <= 0) return 1;
    // While it grows, the range grows in leaps, so that the picture does not creep.
    double leap = axis.axis() == Axis::step ? 12 : 1e-3;
    while (leap < end * 1.02) leap *= 1.25;
    return leap;
}

}  // namespace timeline

std::string timeline_text(const View& view) {
    const TimelineAxis axis(view.recording, view.axis);
    const auto steps = view.recording.step_at(view.recording.size());
    const char* axis_word = view.axis == Axis::step ? "step" : view.axis == Axis::loop_time ? "loop time" : "real time";
    std::string text =
        fmt::format("Timeline by {}. Cursor: step {} of {}, turn {}, t={}.\n", axis_word, view.world.step(), steps,
                    view.world.turn(), format_loop_time(view.world.loop_time()));
    const std::vector<LaneRow> rows = task_tree(view.recording);
    std::size_t shown = 0;
    for (const LaneRow& row : rows) {
        if (!view.recording.state(view.world, view.cursor, row.task)) continue;
        if (++shown > kMostTextLanes) continue;
        text += std::string(static_cast<std::size_t>(2 * std::min(row.depth, 20)), ' ');
        text += view.recording.task_name(row.task) + ": " + timeline::lane_words(view, row.task);
        if (const Lane* lane = view.recording.lane(row.task)) text += " (" + history(view, *lane) + ")";
        text += "\n";
    }
    if (shown > kMostTextLanes) text += fmt::format("+{} more tasks\n", shown - kMostTextLanes);
    if (const WakeEdge* wake = last_wake(view.recording, view.cursor, 0)) {
        text += fmt::format("Last wake-up: {}, {}.\n", view.recording.task_name(wake->task),
                            wake_words(view.recording, *wake));
    }
    return text;
}

}  // namespace viz
