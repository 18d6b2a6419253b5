// SVG: the timeline of a recording as a picture for a handout.
//
// A lane a task, indented by the task tree; what it did by colour and by shape, so that it can be read in
// black and white too; what it waited for, who woke it, what it printed, what is wrong with it. The same recording
// and options give the same bytes. docs/exports.md says what is left out of a large one.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/export_clock.hpp"
#include "monitor/narrate.hpp"
#include "monitor/recording.hpp"

#include <cstddef>
#include <iosfwd>
#include <optional>

namespace loopscope {

struct SvgOptions {
    ExportAxis axis = ExportAxis::step;
    std::optional<std::size_t> from;  // an index; nullopt: the beginning
    std::optional<std::size_t> to;    // nullopt: the end
    int width = 1200;                 // px; kLeastSvgWidth at least
    Phrases phrases = english();
};

inline constexpr int kLeastSvgWidth = 480;
inline constexpr int kMostSvgWidth = 20'000;
inline constexpr std::size_t kMostSvgLanes = 60;
inline constexpr std::size_t kMostSvgSpans = 400;  // of a lane
inline constexpr std::size_t kMostSvgWakes = 300;
inline constexpr std::size_t kMostSvgMarks = 100;  // printed lines and checkpoints
inline constexpr std::size_t kMostSvgFindings = 20;

void export_svg(const Recording& recording, std::ostream& out, const SvgOptions& options);

}  // namespace loopscope
