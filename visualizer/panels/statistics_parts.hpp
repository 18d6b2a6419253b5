// The parts of the statistics panel. Private to statistics*.cpp.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/statistics.hpp"

#include <functional>
#include <string>
#include <vector>

namespace viz {

// One figure: "longest step", "1.2 ms (line 14)", and where it leads.
struct StatisticsFigure {
    const char* key;  // of its name; `key`_tip explains it
    std::string value;
    std::optional<std::size_t> moment{};  // the cursor there
};

std::vector<StatisticsFigure> figures_of(const View& view, const loopscope::Statistics& sum);
// "half of them up to 3 us, 99 of 100 up to 12 us, the longest 1 ms"
std::string spread_words(const Language& language, const loopscope::Histogram& histogram);
// "sleep 1.5 s, locks 0.2 s"
std::string waits_words(const Language& language, const loopscope::TaskStatistics& task);
// How long a link of the critical path took, on the clock that it goes by.
std::string link_time(const loopscope::CriticalLink& link);

void draw_figures(const View& view, Ui& ui, const loopscope::Statistics& sum, ImVec2 min, ImVec2 max, Actions& actions);
void draw_task_table(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions);
void draw_line_table(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions);
void draw_path(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions);

}  // namespace viz
