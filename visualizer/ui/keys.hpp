// Keys: one table that says what every key does, for the window and for the help sheet.
//
// Codes are GLFW's: they name places on the keyboard, so the table holds on any layout.
//
// Thread rule: pure functions, none.
#pragma once
#include "panels/view.hpp"

#include <optional>
#include <span>

namespace viz {

// What a key means. Most are an Action of their own; the rest are the window's matter.
enum class Command {
    run_or_pause,
    step,
    step_back,
    next_turn,
    previous_turn,
    next_checkpoint,
    previous_checkpoint,
    first,
    last,
    freeze,
    to_live,
    restart,
    run_again_here,
    next_page,
    previous_page,
    next_lesson,
    previous_lesson,
    axis_step,
    axis_loop_time,
    axis_real_time,
    zoom_in,
    zoom_out,
    pan_left,
    pan_right,
    fit,
    fold,
    filter,
    collapse,
    pin,
    mark,
    next_span,
    previous_span,
    next_of_task,
    previous_of_task,
    source_tab,
    next_task,
    previous_task,
    deselect,
    bookmark,
    next_bookmark,
    bookmark_note,
    go_back,
    go_forward,
    focus_next,
    focus_previous,
    press,
    larger,
    smaller,
    normal_size,
    palette,
    search,
    start_page,
    open_file,
    theme,
    full_screen,
    help,
    quit,
};

enum class KeyGroup { run, travel, lesson, timeline, look, window };

struct KeyRow {
    Command command;
    KeyGroup group;
    int key;            // GLFW_KEY_...
    int modifiers;      // GLFW_MOD_..., exactly these
    const char* shown;  // "Shift + Right"; "" if another row speaks for this one too
    const char* text;   // key of what it does in the language file, [ui.keys]
    bool repeats;       // goes on while held down
};

std::span<const KeyRow> key_table();
const KeyRow* find_key(int key, int modifiers);

// Whether it means something on the start page, where nothing of a program is shown.
bool works_at_start(Command command);

// The Action of a command as things stand; nullopt if it is the window's own matter or means
// nothing now (there is no next lesson, nothing is selected).
std::optional<Action> action_of(Command command, const View& view);

}  // namespace viz
