#include "monitor/svg_lanes.hpp"

#include "monitor/clean_text.hpp"
#include "monitor/kinds.hpp"
#include "monitor/wording.hpp"

#include <algorithm>
#include <unordered_map>

namespace loopscope {
namespace {

constexpr double kShort = 1.5;  // px: below that a span is drawn together with its neighbours
constexpr double kLabelSize = 10;
constexpr double kNameSize = 13;
constexpr double kIndent = 12;
constexpr int kDeepest = 6;  // deeper tasks are not indented further

const char* state_class(TaskState state) {
    return state == TaskState::running ? "running" : state == TaskState::ready ? "ready" : "waiting";
}

std::string data(const char* name, std::size_t value) {
    return "data-" + std::string(name) + "=\"" + std::to_string(value) + "\"";
}

}  // namespace

SvgLanes::SvgLanes(const Recording& recording, const SvgOptions& options, const SvgAxis& axis, const SvgBox& plot)
    : recording_(recording), options_(options), axis_(axis), plot_(plot), drawn_(recording) {
    for (const TreeRow& row : task_tree(recording)) {
        const TaskInfo& task = *recording.task(row.task);
        if (drawn_.begin_of(task) >= axis.last() || drawn_.end_of(task) < axis.first()) continue;
        if (rows_.size() < kMostSvgLanes) {
            rows_.push_back(row);
        } else {
            ++left_out_;
        }
    }
    row_of_.assign(recording.tasks().size(), rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        row_of_[static_cast<std::size_t>(recording.task(rows_[row].task) - recording.tasks().data())] = row;
    }
}

double SvgLanes::x(double place) const {
    const double inside = std::clamp(place, axis_.from(), axis_.to());
    return plot_.x + (inside - axis_.from()) / (axis_.to() - axis_.from()) * plot_.width;
}

std::optional<double> SvgLanes::top(TaskId id) const {
    const TaskInfo* task = recording_.task(id);
    if (task == nullptr) return std::nullopt;
    const std::size_t row = row_of_[static_cast<std::size_t>(task - recording_.tasks().data())];
    if (row == rows_.size()) return std::nullopt;
    return plot_.y + kHeight * static_cast<double>(row);
}

void SvgLanes::draw_names(SvgWriter& svg, double left) const {
    for (const TreeRow& row : rows_) {
        const double y = *top(row.task) + kBarTop;
        const double x = left + kIndent * std::min(row.depth, kDeepest);
        svg.open("name", data("task", row.task) + " " + data("depth", row.depth),
                 clean_text(recording_.task_name(row.task)));
        if (row.depth > 0)
            svg.path("branch", "M" + SvgWriter::number(x - 7) + " " + SvgWriter::number(y - 4) + "v12h5");
        const double room = plot_.x - 8 - x;
        svg.text("who", {x, y + 12}, fitted(clean_text(recording_.task_name(row.task)), kNameSize, room));
        svg.close();
    }
}

std::vector<SvgLanes::Piece> SvgLanes::pieces(const TaskInfo& task) const {
    std::vector<Piece> pieces;
    const Lane* lane = recording_.lane(task.id);
    if (lane == nullptr) return pieces;
    std::size_t in_sight = 0;
    const auto seen = [&](const Span& span) {
        return span.begin < axis_.last() && drawn_.end_of(task, span) >= axis_.first();
    };
    for (const Span& span : lane->spans) in_sight += seen(span) ? 1 : 0;
    const bool crowded = in_sight > kMostSvgSpans;
    const double least = crowded ? 2 * plot_.width / static_cast<double>(kMostSvgSpans) : kShort;
    for (const Span& span : lane->spans) {
        if (!seen(span)) continue;
        const Piece piece{x_of(span.begin), x_of(drawn_.end_of(task, span)), &span};
        const bool joins =
            !pieces.empty() && piece.to - piece.from < least && pieces.back().to - pieces.back().from < least;
        if (joins) {
            pieces.back().to = piece.to;
            ++pieces.back().count;
        } else {
            pieces.push_back(piece);
        }
    }
    return pieces;
}

void SvgLanes::draw_spans(SvgWriter& svg) {
    for (const TreeRow& row : rows_) {
        const TaskInfo& task = *recording_.task(row.task);
        const double y = *top(row.task);
        const std::vector<Piece> all = pieces(task);
        std::size_t spans = 0;
        for (const Piece& piece : all) {
            spans += piece.count;
            folded_ = folded_ || piece.count > 1;
        }
        svg.open("lane", data("task", row.task) + " " + data("spans", spans));
        svg.line("rule", {plot_.x, y + kBarTop + kBar / 2}, {plot_.x + plot_.width, y + kBarTop + kBar / 2});
        for (const Piece& piece : all) draw_piece(svg, piece, y);
        draw_end(svg, task, y);
        svg.close();
    }
}

void SvgLanes::draw_piece(SvgWriter& svg, const Piece& piece, double top) const {
    const double width = std::max(piece.to - piece.from, 1.0);
    const double y = top + kBarTop;
    const Wording words(recording_, options_.phrases);
    if (piece.count > 1) {
        Wording folded(recording_, options_.phrases);
        svg.open("span many", data("count", piece.count), folded.with_count(piece.count).say("svg.folded"));
        svg.rect("", {piece.from, y, width, kBar});
        return svg.close();
    }
    const TaskState state = piece.span->state;
    const std::string kind = state_class(state);
    std::string label;
    if (state == TaskState::waiting) label = clean_text(wait_label(recording_, *piece.span, options_.phrases));
    const std::string title = words.say("svg.state." + kind) + (label.empty() ? "" : ": " + label);
    svg.open("span " + kind, data("count", 1), title);
    if (state == TaskState::waiting) {
        svg.rect("", {piece.from, y + kBar / 3, width, kBar / 3});
        svg.text("label", {piece.from + 1, y - 2}, fitted(label, kLabelSize, width - 2));
    } else if (state == TaskState::ready) {
        // The line lies inside of the box, so that boxes do not touch.
        svg.rect("", {piece.from + 1, y + 1, std::max(width - 2, 0.5), kBar - 2});
    } else {
        svg.rect("", {piece.from, y, width, kBar});
    }
    svg.close();
}

void SvgLanes::draw_end(SvgWriter& svg, const TaskInfo& task, double top) const {
    if (!task.finished || drawn_.end_of(task) > axis_.last() || *task.finished < axis_.first()) return;
    const double x = x_of(drawn_.end_of(task));
    const double y = top + kBarTop;
    const auto at = [](double left, double up) { return SvgWriter::number(left) + " " + SvgWriter::number(up); };
    const std::string kind = outcome_label(task);
    const Wording words(recording_, options_.phrases);
    svg.open("end " + kind, "", words.say("svg.legend." + kind));
    if (task.outcome == Outcome::returned) {
        svg.rect("", {x, y + 4, 4, kBar - 8});
    } else {
        svg.rect("", {x, y + 2, 12, 12});
        svg.path("cap", "M" + at(x + 3, y + 5) + "l6 6" +
                            (task.outcome == Outcome::raised ? "M" + at(x + 9, y + 5) + "l-6 6" : ""));
    }
    svg.close();
}

// Those in sight. Whose wait was cancelled was woken by who asked for that: not by whoever ran last, if the loop did.
std::vector<WakeEdge> SvgLanes::wakes() const {
    std::vector<WakeEdge> wakes;
    std::unordered_map<TaskId, std::uint32_t> requests;  // the last one of each task
    std::size_t read = recording_.first();
    for (WakeEdge wake : recording_.wakes()) {
        if (wake.ready >= axis_.last()) break;
        for (; read < wake.ready; ++read) {
            const Event& event = recording_[read];
            if (event.kind == EventKind::cancel_request) requests[event.subject] = static_cast<std::uint32_t>(read);
        }
        if (wake.ready < axis_.first() || wake.reason == WakeReason::yielded) continue;
        if (wake.reason == WakeReason::cancelled) {
            const auto request = requests.find(wake.task);
            wake.cause = request != requests.end() ? request->second : kOpen;
            wake.by = wake.cause != kOpen ? low(recording_[wake.cause].b) : 0;
        }
        wakes.push_back(wake);
    }
    return wakes;
}

std::size_t SvgLanes::draw_wakes(SvgWriter& svg) const {
    std::size_t drawn = 0;
    std::size_t left = 0;
    svg.open("wakes");
    for (const WakeEdge& wake : wakes()) {
        const auto to = top(wake.task);
        const auto from = wake.by == 0 ? std::nullopt : top(wake.by);
        if (!to || (wake.by != 0 && !from) || drawn >= kMostSvgWakes) {
            ++left;
        } else if (wake.by != wake.task) {
            draw_wake(svg, wake, from, *to);
            ++drawn;
        }
    }
    svg.close();
    return left;
}

// From the other's bar to this one's; from nowhere where the loop woke it.
void SvgLanes::draw_wake(SvgWriter& svg, const WakeEdge& wake, std::optional<double> from, double to) const {
    const auto at = [](double left, double up) { return SvgWriter::number(left) + " " + SvgWriter::number(up); };
    const bool up = from && *from > to;
    const double x = x_of(wake.ready);
    const double end = to + kBarTop + (up ? kBar : 0);
    const double head = up ? 5 : -5;
    const double begin = from ? *from + kBarTop + (up ? 0 : kBar) : end - 11;
    const bool known = from && wake.cause != kOpen && wake.cause >= axis_.first();
    const double cause = known ? x_of(wake.cause) : x;
    const double bend = (end + head - begin) / 2;
    svg.open("wake", data("task", wake.task) + " " + data("by", wake.by));
    svg.path("", "M" + at(cause, begin) + "C" + at(cause, begin + bend) + " " + at(x, begin + bend) + " " +
                     at(x, end + head));
    svg.path("head", "M" + at(x, end) + "l-3 " + SvgWriter::number(head) + "h6z");
    svg.close();
}

}  // namespace loopscope
