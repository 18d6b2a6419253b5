#include "ui/keys.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>

namespace viz {
namespace {

constexpr int kNone = 0;
constexpr int kShift = GLFW_MOD_SHIFT;
constexpr int kControl = GLFW_MOD_CONTROL;

constexpr KeyRow kKeys[] = {
    {Command::run_or_pause, KeyGroup::run, GLFW_KEY_SPACE, kNone, "Space", "keys.run_or_pause", false},
    {Command::step, KeyGroup::run, GLFW_KEY_RIGHT, kNone, "Right", "keys.step", true},
    {Command::next_turn, KeyGroup::run, GLFW_KEY_RIGHT, kShift, "Shift + Right", "keys.next_turn", true},
    {Command::next_checkpoint, KeyGroup::run, GLFW_KEY_PAGE_DOWN, kNone, "Page Down", "keys.next_checkpoint", true},
    {Command::freeze, KeyGroup::run, GLFW_KEY_Z, kNone, "Z", "keys.freeze", false},
    {Command::restart, KeyGroup::run, GLFW_KEY_R, kNone, "R", "keys.restart", false},

    {Command::step_back, KeyGroup::travel, GLFW_KEY_LEFT, kNone, "Left", "keys.step_back", true},
    {Command::previous_turn, KeyGroup::travel, GLFW_KEY_LEFT, kShift, "Shift + Left", "keys.previous_turn", true},
    {Command::previous_checkpoint, KeyGroup::travel, GLFW_KEY_PAGE_UP, kNone, "Page Up", "keys.previous_checkpoint",
     true},
    {Command::first, KeyGroup::travel, GLFW_KEY_HOME, kNone, "Home", "keys.first", false},
    {Command::last, KeyGroup::travel, GLFW_KEY_END, kNone, "End", "keys.last", false},
    {Command::to_live, KeyGroup::travel, GLFW_KEY_L, kNone, "L", "keys.to_live", false},

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
        case Command::source_tab:
            return act::SetSourceTab{after(view.source_tab)};
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
            return when(view.selection.task != 0, act::Select{0});
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
    return how_it_looks(command, view);
}

}  // namespace viz
