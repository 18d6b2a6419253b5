// The lanes of the picture: what each task did, and who woke whom. For svg.cpp.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/labels.hpp"
#include "monitor/perfetto_flows.hpp"
#include "monitor/svg.hpp"
#include "monitor/svg_axis.hpp"
#include "monitor/svg_writer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace loopscope {

class SvgLanes {
public:
    static constexpr double kHeight = 42;  // of a lane: a label, the bar, and room for marks below it
    static constexpr double kBarTop = 13;
    static constexpr double kBar = 16;
    static constexpr double kMarks = 35.5;  // where the middle of a mark is

    // `plot`: where the lanes are, without their names.
    SvgLanes(const Recording& recording, const SvgOptions& options, const SvgAxis& axis, const SvgBox& plot);

    const std::vector<TreeRow>& rows() const { return rows_; }  // of lanes that are drawn
    std::size_t left_out() const { return left_out_; }          // tasks in sight that are not
    bool folded() const { return folded_; }                     // some spans were too short to be told apart
    double x(double place) const;
    double x_of(std::size_t event) const { return x(axis_.place(event)); }
    std::optional<double> top(TaskId task) const;  // of its lane; nullopt: it has none

    void draw_names(SvgWriter& svg, double left) const;
    void draw_spans(SvgWriter& svg);
    std::size_t draw_wakes(SvgWriter& svg) const;  // how many could not be drawn

private:
    struct Piece {  // one span, or several that are too short to be told apart
        double from = 0;
        double to = 0;
        const Span* span = nullptr;
        std::size_t count = 1;
    };
    std::vector<Piece> pieces(const TaskInfo& task) const;
    void draw_piece(SvgWriter& svg, const Piece& piece, double top) const;
    void draw_end(SvgWriter& svg, const TaskInfo& task, double top) const;
    std::vector<WakeEdge> wakes() const;
    void draw_wake(SvgWriter& svg, const WakeEdge& wake, std::optional<double> from, double to) const;

    const Recording& recording_;
    const SvgOptions& options_;
    const SvgAxis& axis_;
    SvgBox plot_;
    DrawnLanes drawn_;
    std::vector<TreeRow> rows_;
    std::vector<std::size_t> row_of_;  // beside Recording::tasks(); rows_.size(): none
    std::size_t left_out_ = 0;
    bool folded_ = false;
};

}  // namespace loopscope
