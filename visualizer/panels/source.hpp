// The source: the lesson's C++ beside or instead of its Python twin, with a chip at
// the line where each task stands.
//
// The running line has a bright band; the lines on the selected task's await chain
// have a dim one and a number. The running line is brought into view when the cursor moves; the
// reader may scroll away until it moves again. A line that is clicked tells which steps passed it.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/line_history.hpp"
#include "panels/view.hpp"
#include "ui/highlight.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace viz {

struct SourceLook {
    // A text cut into coloured lines; made again only when the text is another one.
    struct Document {
        std::string text;
        std::vector<CodeLine> lines;
        float scroll = 0;  // in pixels
        float across = 0;
    };
    Document program;
    Document twin;

    // Without a lesson: the file that the program's sites name, read once.
    std::string file;
    std::string file_text;

    std::size_t last_cursor = 0;
    Selection last;

    LineHistory history;
    bool counting = false;                  // the history wants to read on: another frame, please
    std::map<int, const LinePlace*> lines;  // of the file shown, as the history knew them last
    std::string lines_of;
    std::size_t known_places = 0;
};

void source_panel(const View& view, Ui& ui, SourceLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string source_text(const View& view);

}  // namespace viz
