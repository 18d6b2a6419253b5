#include "ui/task_walk.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

const Lane* chosen_lane(const View& view) {
    return view.selection.task == 0 ? nullptr : view.recording.lane(view.selection.task);
}

// The spans that begin with event `index` or a later one.
auto spans_from(const Lane& lane, std::size_t index) {
    return std::ranges::lower_bound(lane.spans, index, {}, &Span::begin);
}

std::size_t end_of(const View& view, const Span& span) { return span.end == kOpen ? view.recording.size() : span.end; }

}  // namespace

std::optional<std::size_t> next_span(const View& view) {
    const Lane* lane = chosen_lane(view);
    if (lane == nullptr) return std::nullopt;
    const auto found = spans_from(*lane, view.cursor);
    if (found == lane->spans.end()) return std::nullopt;
    return std::size_t{found->begin} + 1;
}

std::optional<std::size_t> previous_span(const View& view) {
    const Lane* lane = chosen_lane(view);
    if (lane == nullptr || view.cursor == 0) return std::nullopt;
    const auto found = spans_from(*lane, view.cursor - 1);
    if (found == lane->spans.begin()) return std::nullopt;
    return std::size_t{(found - 1)->begin} + 1;
}

std::optional<std::size_t> next_event_of_task(const View& view) {
    const Lane* lane = chosen_lane(view);
    if (lane == nullptr) return std::nullopt;
    const auto next = spans_from(*lane, view.cursor);
    if (next != lane->spans.begin()) {
        const Span& now = *(next - 1);
        // Within a step every event is its own. So is the one that ends its last span: it is done.
        const bool own = now.state == TaskState::running || next == lane->spans.end();
        if (own && view.cursor <= end_of(view, now) && view.cursor < view.recording.size() &&
            (now.state == TaskState::running || view.cursor == end_of(view, now)))
            return view.cursor + 1;
    }
    if (next == lane->spans.end()) return std::nullopt;
    return std::size_t{next->begin} + 1;
}

std::optional<std::size_t> previous_event_of_task(const View& view) {
    const Lane* lane = chosen_lane(view);
    if (lane == nullptr || view.cursor < 2) return std::nullopt;
    const std::size_t last = view.cursor - 2;  // the last event that may be meant
    const auto next = spans_from(*lane, last + 1);
    if (next == lane->spans.begin()) return std::nullopt;
    const Span& span = *(next - 1);
    if (span.state == TaskState::running) return std::min(last, end_of(view, span)) + 1;
    return std::size_t{span.begin} + 1;
}

}  // namespace viz
