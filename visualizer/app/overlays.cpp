// What lies over the panels: the start page, the palette and the box that asks for a line.
#include "app/state.hpp"
#include "session/paths.hpp"
#include "ui/text.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>

namespace viz {

bool App::State::typing() const {
    return palette_open || ask.what != AskFor::nothing || types_lane_filter() || types_task_filter();
}

bool App::State::types_lane_filter() const { return looks->timeline.filtering && !at_start; }
bool App::State::types_task_filter() const {
    return looks->tasks.filtering && tab == BottomTab::tasks && !at_start && !types_lane_filter();
}

bool App::State::overlay_key(int code, int modifiers) {
    Actions actions;
    if (ask.what != AskFor::nothing) {
        ask_key(ask, code, modifiers, actions);
    } else if (palette_open) {
        palette_key(view(), palette, code, modifiers, actions);
    } else if (types_task_filter()) {
        if (!tasks_key(looks->tasks, code, modifiers)) return false;
    } else if (typing()) {
        if (!timeline_key(looks->timeline, code, modifiers)) return false;
    } else {
        return at_start && !help && start_key(code, modifiers);
    }
    for (const Action& action : actions) carry_out(action);
    dirty = true;
    return true;
}

// True if the key was for the start page, or is for nothing while it is shown.
bool App::State::start_key(int code, int modifiers) {
    const auto go = [&](int right, int down) {
        const std::string to = neighbour_cell(start_look, focus.any() ? focus.name() : std::string(), right, down);
        if (!to.empty()) focus.go_to(to);
        dirty = true;
        return true;
    };
    if (modifiers == 0) {
        if (code == GLFW_KEY_LEFT) return go(-1, 0);
        if (code == GLFW_KEY_RIGHT) return go(1, 0);
        if (code == GLFW_KEY_UP) return go(0, -1);
        if (code == GLFW_KEY_DOWN) return go(0, 1);
        if (code == GLFW_KEY_ESCAPE && session) {
            at_start = false;
            focus.clear();
            dirty = true;
            return true;
        }
        // Enter goes on, wherever nothing else was chosen.
        if ((code == GLFW_KEY_ENTER || code == GLFW_KEY_KP_ENTER) && !focus.any()) focus.go_to("start/go_on");
    }
    const KeyRow* row = find_key(code, modifiers);
    const bool walks = row != nullptr && (row->command == Command::focus_next ||
                                          row->command == Command::focus_previous || row->command == Command::press);
    return row != nullptr && !walks && !works_at_start(row->command);
}

void App::State::draw_overlays(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
    if (palette_open) palette_panel(view, ui, palette, min, max, actions);
    ask_panel(view, ui, ask, min, max, actions);
}

void App::State::open_palette(bool recorded_only) {
    palette_open = true;
    ask.what = AskFor::nothing;
    help = false;
    palette = PaletteLook{};
    palette.recorded_only = recorded_only;
}

void App::State::open_box(AskFor what) {
    palette_open = false;
    help = false;
    if (!ask.complete) {
        ask.complete = [](const std::string& typed) {
            constexpr std::size_t kMost = 200;
            std::vector<PathChoice> out;
            for (PathMatch& match : complete_path(typed, kMost)) out.push_back({std::move(match.path), match.folder});
            return out;
        };
    }
    ask.bookmark = player ? player->cursor() : 0;
    const Bookmark* bookmark = memory.bookmarks.at(ask.bookmark);
    ask_open(ask, what, what == AskFor::note && bookmark != nullptr ? bookmark->note : "");
    for (const PathChoice& choice : ask.choices) add_glyphs(glyphs, choice.path);
}

void App::State::edit_note() {
    if (!player || at_start) return;
    if (memory.bookmarks.at(player->cursor()) == nullptr) memory.bookmarks.toggle(player->cursor());
    open_box(AskFor::note);
}

void App::State::next_bookmark() {
    if (!player) return;
    if (const Bookmark* next = memory.bookmarks.after(player->cursor())) carry_out(act::Seek{next->index, true});
}

void App::State::drop(const std::vector<std::string>& paths) {
    if (paths.empty()) return;
    palette_open = false;
    // One window shows one recording: the first of them that can be read.
    std::string why;
    for (const std::string& path : paths) {
        const std::string refused = open_path(path);
        if (refused.empty()) return;
        if (why.empty()) why = refused;
    }
    tell(why, NoteHelp::open_another);
}

History::Place App::State::where() const { return {player ? player->cursor() : 0, selection}; }

void App::State::go_to(const std::optional<History::Place>& place) {
    if (!place || !player) return;
    selection = place->selection;
    player->seek(std::min(place->cursor, session->recording().size()));
}

}  // namespace viz
