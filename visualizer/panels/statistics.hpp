// The statistics of the marked range, or of all up to the cursor: figures, tasks, lines, and the critical path.
//
// A long range is counted a part each frame, and the panel says how far it is.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/figure_table.hpp"
#include "panels/tally.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <string>
#include <vector>

namespace viz {

enum class StatisticsPart { figures, tasks, lines, path };

struct StatisticsLook {
    StatisticsPart part = StatisticsPart::figures;
    Tally tally;
    bool counting = false;  // it wants another frame, please
    FigureTableLook tasks{.order = {}, .column = 2, .descending = true};
    FigureTableLook lines{.order = {}, .column = 2, .descending = true};

    // The critical path, and of what it is.
    std::vector<loopscope::CriticalLink> path;
    const loopscope::Recording* path_of = nullptr;
    Range path_range;
    bool path_wanted = false;  // of a range so long that it is not followed unasked
};

// What is counted: while a prediction is open, nothing behind the cursor.
Range counted_range(const View& view);

void statistics_panel(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string statistics_text(const View& view);

}  // namespace viz
