#include "ui/keys.hpp"

#include "ui/task_walk.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>

namespace viz {
namespace {

constexpr int kNone = 0;
constexpr int kShift = GLFW_MOD_SHIFT;
constexpr int kControl = GLFW_MOD_CONTROL;
constexpr int kAlt = GLFW_MOD_ALT;

constexpr KeyRow kKeys[] = {
    {Command::run_or_pause, KeyGroup::run, GLFW_KEY_SPACE, kNone, "Space", "keys.run_or_pause", false},
    {Command::step, KeyGroup::run, GLFW_KEY_RIGHT, kNone, "Right", "keys.step", true},
    {Command::next_turn, KeyGroup::run, GLFW_KEY_RIGHT, kShift, "Shift + Right", "keys.next_turn", true},
    {Command::next_checkpoint, KeyGroup::run, GLFW_KEY_PAGE_DOWN, kNone, "Page Down", "keys.next_checkpoint", true},
    {Command::freeze, KeyGroup::run, GLFW_KEY_Z, kNone, "Z", "keys.freeze", false},
    {Command::restart, KeyGroup::run, GLFW_KEY_R, kNone, "R", "keys.restart", false},
    {Command::run_again_here, KeyGroup::run, GLFW_KEY_R, kShift, "Shift + R", "keys.run_again_here", false},

    {Command::step_back, KeyGroup::travel, GLFW_KEY_LEFT, kNone, "Left", "keys.step_back", true},
    {Command::previous_turn, KeyGroup::travel, GLFW_KEY_LEFT, kShift, "Shift + Left", "keys.previous_turn", true},
    {Command::previous_checkpoint, KeyGroup::travel, GLFW_KEY_PAGE_UP, kNone, "Page Up", "keys.previous_checkpoint",
     true},
    {Command::first, KeyGroup::travel, GLFW_KEY_HOME, kNone, "Home", "keys.first", false},
    {Command::last, KeyGroup::travel, GLFW_KEY_END, kNone, "End", "keys.last", false},
    {Command::to_live, KeyGroup::travel, GLFW_KEY_L, kNone, "L", "keys.to_live", false},

    {Command::go_back, KeyGroup::travel, GLFW_KEY_Z, kControl, "Ctrl + Z  Y", "keys.go_back", false},
    {Command::go_back, KeyGroup::travel, GLFW_KEY_LEFT, kAlt, "", "keys.go_back", false},
    {Command::go_forward, KeyGroup::travel, GLFW_KEY_Y, kControl, "", "keys.go_back", false},
    {Command::go_forward, KeyGroup::travel, GLFW_KEY_RIGHT, kAlt, "", "keys.go_back", false},
    {Command::bookmark, KeyGroup::travel, GLFW_KEY_M, kNone, "M", "keys.bookmark", false},
    {Command::bookmark_note, KeyGroup::travel, GLFW_KEY_M, kControl, "Ctrl + M", "keys.bookmark_note", false},
    {Command::next_bookmark, KeyGroup::travel, GLFW_KEY_M, kShift, "Shift + M", "keys.next_bookmark", false},
    {Command::next_bookmark, KeyGroup::travel, GLFW_KEY_APOSTROPHE, kNone, "", "keys.next_bookmark", false},

    {Command::next_page, KeyGroup::lesson, GLFW_KEY_N, kNone, "N  P", "keys.page", false},
    {Command::previous_page, KeyGroup::lesson, GLFW_KEY_P, kNone, "", "keys.page", false},
    {Command::next_lesson, KeyGroup::lesson, GLFW_KEY_RIGHT_BRACKET, kNone, "]  [", "keys.lesson", false},
    {Command::previous_lesson, KeyGroup::lesson, GLFW_KEY_LEFT_BRACKET, kNone, "", "keys.lesson", false},

    {Command::axis_step, KeyGroup::timeline, GLFW_KEY_1, kNone, "1", "keys.axis_step", false},
    {Command::axis_loop_time, KeyGroup::timeline, GLFW_KEY_2, kNone, "2", "keys.axis_loop_time", false},
    {Command::axis_real_time, KeyGroup::timeline, GLFW_KEY_3, kNone, "3", "keys.axis_real_time", false},
    {Command::zoom_in, KeyGroup::timeline, GLFW_KEY_W, kNone, "W  S", "keys.zoom", true},
    {Command::zoom_out, KeyGroup::timeline, GLFW_KEY_S, kNone, "", "keys.zoom", true},
    {Command::pan_left, KeyGroup::timeline, GLFW_KEY_A, kNone, "A  D", "keys.pan", true},
    {Command::pan_right, KeyGroup::timeline, GLFW_KEY_D, kNone, "", "keys.pan", true},
    {Command::fit, KeyGroup::timeline, GLFW_KEY_F, kNone, "F", "keys.fit", false},
    {Command::fold, KeyGroup::timeline, GLFW_KEY_G, kNone, "G  E", "keys.fold", false},
    {Command::filter, KeyGroup::timeline, GLFW_KEY_SLASH, kNone, "/  C  K", "keys.lane", false},
    {Command::collapse, KeyGroup::timeline, GLFW_KEY_C, kNone, "", "keys.lane", false},
    {Command::pin, KeyGroup::timeline, GLFW_KEY_K, kNone, "", "keys.lane", false},
    {Command::mark, KeyGroup::timeline, GLFW_KEY_E, kNone, "", "keys.fold", false},
    {Command::next_span, KeyGroup::timeline, GLFW_KEY_PERIOD, kNone, ".  ,", "keys.span", true},
    {Command::previous_span, KeyGroup::timeline, GLFW_KEY_COMMA, kNone, "", "keys.span", true},
    {Command::next_of_task, KeyGroup::timeline, GLFW_KEY_RIGHT, kControl, "Ctrl + Right", "keys.of_task", true},
    {Command::previous_of_task, KeyGroup::timeline, GLFW_KEY_LEFT, kControl, "", "keys.of_task", true},

    {Command::source_tab, KeyGroup::look, GLFW_KEY_T, kNone, "T", "keys.source_tab", false},
    {Command::next_task, KeyGroup::look, GLFW_KEY_DOWN, kNone, "Down  Up", "keys.task", true},
    {Command::previous_task, KeyGroup::look, GLFW_KEY_UP, kNone, "", "keys.task", true},
    {Command::deselect, KeyGroup::look, GLFW_KEY_ESCAPE, kNone, "Esc", "keys.deselect", false},

    {Command::focus_next, KeyGroup::window, GLFW_KEY_TAB, kNone, "Tab", "keys.focus", true},
    {Command::focus_previous, KeyGroup::window, GLFW_KEY_TAB, kShift, "Shift + Tab", "keys.focus_previous", true},
    {Command::press, KeyGroup::window, GLFW_KEY_ENTER, kNone, "Enter", "keys.press", false},
    {Command::press, KeyGroup::window, GLFW_KEY_KP_ENTER, kNone, "", "keys.press", false},
    {Command::larger, KeyGroup::window, GLFW_KEY_EQUAL, kControl, "Ctrl + +  -", "keys.size", true},
    {Command::larger, KeyGroup::window, GLFW_KEY_EQUAL, kControl | kShift, "", "keys.size", true},
    {Command::larger, KeyGroup::window, GLFW_KEY_KP_ADD, kControl, "", "keys.size", true},
    {Command::smaller, KeyGroup::window, GLFW_KEY_MINUS, kControl, "", "keys.size", true},
    {Command::smaller, KeyGroup::window, GLFW_KEY_KP_SUBTRACT, kControl, "", "keys.size", true},
    {Command::normal_size, KeyGroup::window, GLFW_KEY_0, kControl, "Ctrl + 0", "keys.normal_size", false},
    {Command::normal_size, KeyGroup::window, GLFW_KEY_KP_0, kControl, "", "keys.normal_size", false},
    {Command::palette, KeyGroup::window, GLFW_KEY_P, kControl, "Ctrl + P", "keys.palette", false},
    {Command::search, KeyGroup::window, GLFW_KEY_F, kControl, "Ctrl + F", "keys.search", false},
    {Command::start_page, KeyGroup::window, GLFW_KEY_H, kNone, "H", "keys.start_page", false},
    {Command::open_file, KeyGroup::window, GLFW_KEY_O, kNone, "O", "keys.open_file", false},
    {Command::theme, KeyGroup::window, GLFW_KEY_L, kControl, "Ctrl + L", "keys.theme", false},
    {Command::full_screen, KeyGroup::window, GLFW_KEY_F11, kNone, "F11", "keys.full_screen", false},
    {Command::help, KeyGroup::window, GLFW_KEY_F1, kNone, "F1 or ?", "keys.help", false},
    {Command::help, KeyGroup::window, GLFW_KEY_SLASH, kShift, "", "keys.help", false},
    {Command::quit, KeyGroup::window, GLFW_KEY_Q, kControl, "Ctrl + Q", "keys.quit", false},
};

// The tasks that have been created by now, by id.
std::optional<Action> select_neighbour(const View& view, int by) {
    const auto tasks = view.recording.tasks();
    const auto end = std::partition_point(tasks.begin(), tasks.end(),
                                          [&](const loopscope::TaskInfo& task) { return task.created < view.cursor; });
    const auto count = end - tasks.begin();
    if (count == 0) return std::nullopt;
    const auto found =
        std::find_if(tasks.begin(), end, [&](const auto& task) { return task.id == view.selection.task; });
    std::ptrdiff_t at = by > 0 ? 0 : count - 1;
    if (found != end) at = std::clamp<std::ptrdiff_t>(found - tasks.begin() + by, 0, count - 1);
    return act::Select{tasks[static_cast<std::size_t>(at)].id};
}

SourceTab after(SourceTab tab) {
    switch (tab) {
        case SourceTab::program:
            return SourceTab::twin;
        case SourceTab::twin:
            return SourceTab::both;
        case SourceTab::both:
            break;
    }
    return SourceTab::program;
}

std::optional<Action> seek(std::optional<std::size_t> cursor) {
    if (!cursor) return std::nullopt;
    return act::Seek{*cursor};
}

std::optional<Action> when(bool possible, Action action) {
    if (!possible) return std::nullopt;
    return action;
}

// What changes only how the timeline and the source look.
std::optional<Action> how_it_looks(Command command, const View& view) {
    switch (command) {
        case Command::axis_step:
            return act::SetAxis{Axis::step};
        case Command::axis_loop_time:
            return act::SetAxis{Axis::loop_time};
        case Command::axis_real_time:
            return act::SetAxis{Axis::real_time};
        case Command::zoom_in:
            return act::MoveTimeline{TimelineMove::zoom_in};
        case Command::zoom_out:
            return act::MoveTimeline{TimelineMove::zoom_out};
        case Command::pan_left:
            return act::MoveTimeline{TimelineMove::left};
        case Command::pan_right:
            return act::MoveTimeline{TimelineMove::right};
        case Command::fit:
            return act::MoveTimeline{TimelineMove::fit};
        case Command::fold:
            return act::MoveTimeline{TimelineMove::fold};
        case Command::filter:
            return act::MoveTimeline{TimelineMove::filter};
        case Command::collapse:
            return when(view.selection.task != 0, act::MoveTimeline{TimelineMove::collapse});
        case Command::pin:
            return when(view.selection.task != 0, act::MoveTimeline{TimelineMove::pin});
        case Command::mark:
            return act::MoveTimeline{TimelineMove::mark};
        case Command::source_tab:
            return when(view.lesson != nullptr && !view.lesson->twin.empty(),
                        act::SetSourceTab{after(view.source_tab)});
        default:
            break;
    }
    return std::nullopt;
}

// Bookmarks, where the reader has been, and the window itself.
std::optional<Action> what_is_kept(Command command, const View& view) {
    switch (command) {
        case Command::bookmark:
            return when(!view.recording.empty(), act::ToggleBookmark{});
        case Command::next_bookmark:
            return when(!view.bookmarks.empty(), act::NextBookmark{});
        case Command::bookmark_note:
            return when(!view.recording.empty(), act::EditNote{});
        case Command::go_back:
            return when(view.can_go_back, act::GoBack{});
        case Command::go_forward:
            return when(view.can_go_forward, act::GoForward{});
        case Command::palette:
            return act::TogglePalette{};
        case Command::search:
            return act::Search{};
        case Command::start_page:
            return act::OpenStart{};
        case Command::open_file:
            return act::OpenBox{};
        case Command::theme:
            return act::SetTheme{!view.light};
        case Command::full_screen:
            return act::ToggleFullScreen{};
        case Command::larger:
            return act::ScaleBy{1};
        case Command::smaller:
            return act::ScaleBy{-1};
        case Command::normal_size:
            return act::ScaleBy{0};
        case Command::help:
            return act::ToggleHelp{};
        case Command::quit:
            return act::Quit{};
        default:
            break;
    }
    return std::nullopt;
}

}  // namespace

std::span<const KeyRow> key_table() { return kKeys; }

const KeyRow* find_key(int key, int modifiers) {
    // Caps Lock and Num Lock change nothing here.
    modifiers &= GLFW_MOD_SHIFT | GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER;
    for (const KeyRow& row : kKeys) {
        if (row.key == key && row.modifiers == modifiers) return &row;
    }
    return nullptr;
}

bool works_at_start(Command command) {
    switch (command) {
        case Command::larger:
        case Command::smaller:
        case Command::normal_size:
        case Command::help:
        case Command::palette:
        case Command::open_file:
        case Command::start_page:
        case Command::theme:
        case Command::full_screen:
        case Command::quit:
            return true;
        default:
            return false;
    }
}

std::optional<Action> action_of(Command command, const View& view) {
    switch (command) {
        case Command::run_or_pause:
            return view.playing ? Action(act::Pause{}) : Action(act::Play{});
        case Command::step:
            return act::StepBy{1};
        case Command::step_back:
            return act::StepBy{-1};
        case Command::next_turn:
            return act::TurnBy{1};
        case Command::previous_turn:
            return act::TurnBy{-1};
        case Command::next_checkpoint:
            return act::CheckpointBy{1};
        case Command::previous_checkpoint:
            return act::CheckpointBy{-1};
        case Command::first:
            return act::Seek{0};
        case Command::last:
            return act::Seek{view.recording.size()};
        case Command::freeze:
            return act::Freeze{};
        case Command::to_live:
            return act::ToLive{};
        case Command::restart:
            return act::Restart{};
        case Command::run_again_here:
            return when(view.can_run_again, act::RunAgainFromHere{});
        case Command::next_page:
            return when(view.lesson != nullptr && view.lesson_step + 1 < view.lesson->steps.size(),
                        act::LessonStepBy{1});
        case Command::previous_page:
            return when(view.lesson != nullptr && view.lesson_step > 0, act::LessonStepBy{-1});
        case Command::next_lesson:
            return when(view.has_next_lesson, act::LessonBy{1});
        case Command::previous_lesson:
            return when(view.has_previous_lesson, act::LessonBy{-1});
        case Command::next_task:
            return select_neighbour(view, 1);
        case Command::previous_task:
            return select_neighbour(view, -1);
        case Command::deselect:
            // The range lies over all else, so it goes first.
            if (view.range) return act::SetRange{};
            return when(view.selection != Selection{}, act::Select{});
        case Command::next_span:
            return seek(next_span(view));
        case Command::previous_span:
            return seek(previous_span(view));
        case Command::next_of_task:
            return seek(next_event_of_task(view));
        case Command::previous_of_task:
            return seek(previous_event_of_task(view));
        default:
            break;
    }
    if (const auto kept = what_is_kept(command, view)) return kept;
    return how_it_looks(command, view);
}

}  // namespace viz
