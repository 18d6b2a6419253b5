// The start page: the lessons by track with what is done of each, and the recordings that were open last.
//
// Thread rule: the window's thread.
#pragma once
#include "kit/book/progress.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

// A recording that was opened before.
struct RecentFile {
    std::string path;       // absolute
    std::int64_t when = 0;  // s since 1970: opened last
    std::size_t events = 0;
    std::optional<std::size_t> findings{};  // nullopt: it was not looked through to its end
    bool error = false;                     // there is an error among them
    bool there = true;                      // when looked for last
};

// What there is to start with; View::start.
struct StartPage {
    const book::Catalogue* catalogue = nullptr;  // null: no lessons, only recordings
    const book::Progress* progress = nullptr;
    std::span<const RecentFile> recordings;
    std::int64_t now = 0;    // s since 1970
    bool can_leave = false;  // something is open behind it
    bool light = false;
    bool shown = false;  // now, instead of the panels
};

// The lesson to go on with: the one opened last, or if it is passed the next that is not. Null: all are passed,
// or there is none.
const book::Lesson* lesson_to_go_on(const StartPage& page);

struct StartLook {
    struct Cell {
        std::string name;
        ImVec2 min, max;
    };
    std::vector<Cell> cells;  // what can be pressed, as drawn last
};

void start_panel(const View& view, Ui& ui, StartLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string start_text(const View& view);

// The cell in that direction from the one called `name`: (1, 0) is to the right; "" if there is none.
std::string neighbour_cell(const StartLook& look, std::string_view name, int right, int down);

// "just now", "today, 9:05", "yesterday, 18:02", "3 days ago", "2025-11-02".
std::string when_words(const Language& language, std::int64_t when, std::int64_t now);

}  // namespace viz
