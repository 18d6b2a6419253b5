// Source marks: which line of a file each task stands at.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace viz {

struct SourceMark {
    int line = 0;
    loopscope::TaskId task = 0;
    loopscope::TaskState state = loopscope::TaskState::ready;
};

// The file whose lines are shown: the lesson's program, else the one in which somebody stands; "" if none.
std::string shown_file(const View& view);
// Where live tasks stand in `file` (compared by the part after the last slash), by line and task.
std::vector<SourceMark> source_marks(const View& view, const std::string& file);
// The line that runs now, 0 if nobody runs in that file.
int running_line(const View& view, const std::string& file);
// The lines on a task's await chain, innermost first.
std::vector<int> chain_lines(const View& view, loopscope::TaskId task, const std::string& file);
// The text of a file on this machine, if it is one that can be shown.
std::optional<std::string> read_source(const std::string& path);

}  // namespace viz
