// The window itself: start page, palette, bookmarks, history, themes, size, focus, help, what is kept.
#include "visualizer/scenes/play.hpp"

using viz::Command;
using viz::Mode;

namespace scenes {
namespace {

void starts(Play& play) {
    play.keep_files();
    play.press(Command::start_page);
    play.frames(4);
    play.sees("start/title");
    play.twin_says("start", "gather");
    play.look();
    play.click("start/lesson/another");
    play.reads("transport/title", "Another lesson");
}
void walks_the_start_page(Play& play) {
    play.press(Command::start_page);
    for (const int key : {GLFW_KEY_DOWN, GLFW_KEY_RIGHT, GLFW_KEY_DOWN, GLFW_KEY_LEFT, GLFW_KEY_UP}) play.key(key);
    play.look();
    play.press(Command::press);
}
void remembers_recordings(Play& play) {
    play.keep_files();
    const auto path = play.folder() / "first.loop";
    write_file(Program::deadlock, path);
    play.drop({path.string()});
    play.frames(10);
    CHECK(play.view().recording.size() > 10);
    play.press(Command::start_page);
    play.reads_somewhere("start/recording/", "first.loop");
    play.look();
}
void asks_for_a_file(Play& play) {
    const auto path = play.folder() / "typed.loop";
    write_file(Program::deadlock, path);
    play.press(Command::open_file);
    play.sees("ask/field");
    play.type((play.folder() / "ty").string());
    play.look();
    play.key(GLFW_KEY_BACKSPACE);
    play.key(GLFW_KEY_ENTER);
    play.type("yped.loop");
    play.key(GLFW_KEY_ENTER);
    play.frames(6);
    CHECK(play.view().recording.size() > 10);
    CHECK(play.view().lesson == nullptr);
}
void finds_by_palette(Play& play) {
    play.run();
    play.press(Command::palette);
    play.frames(6);
    play.sees("palette/field");
    play.look();
    play.type("fetch-2");
    play.frames(10);
    play.reads_somewhere("palette/row/", "fetch-2");
    play.look();
    play.key(GLFW_KEY_DOWN);
    play.key(GLFW_KEY_UP);
    play.key(GLFW_KEY_ENTER);
    play.frames(4);
    play.sees_not("palette/field");
}
void does_by_palette(Play& play) {
    play.press(Command::palette);
    play.type("light");
    play.frames(6);
    play.look();
    play.key(GLFW_KEY_ESCAPE);
    play.sees_not("palette/field");
    play.press(Command::palette);
    play.type("zzzzqqq");
    play.frames(6);
    play.sees("palette/nothing");
}
void chooses_by_palette(Play& play) {
    play.language("[language]\nname = \"Xish\"\n[ui.app]\nstatistics = \"Statz\"\n");
    play.reads("tab/statistics", "Statz");
    const auto chosen = [&](std::string_view words) {
        play.press(Command::palette);
        play.type(words);
        play.frames(6);
        play.key(GLFW_KEY_ENTER);
        play.frames(4);
    };
    chosen("speak English");
    play.reads("tab/statistics", "Statistics");
    chosen("show Statistics");
    CHECK(play.view().tab == viz::BottomTab::statistics);
    chosen("at their places at once");
    play.look();
}
void searches(Play& play) {
    play.open(Program::prints);
    play.press(Command::search);
    play.type("line 4");
    play.frames(20);
    play.look();
    play.key(GLFW_KEY_ENTER);
    play.mode_is(Mode::travel);
}
void bookmarks(Play& play) {
    play.keep_files();
    play.steps(4);
    play.press(Command::bookmark);
    REQUIRE(play.view().bookmarks.size() == 1);
    play.press(Command::bookmark_note);
    play.type("here it waits");
    play.look();
    play.key(GLFW_KEY_ENTER);
    CHECK(play.view().bookmarks[0].note == "here it waits");
    play.press(Command::first);
    play.press(Command::next_bookmark);
    CHECK(play.view().cursor == play.view().bookmarks[0].index);
    play.look();
    play.press(Command::bookmark);
    CHECK(play.view().bookmarks.empty());
}
void undoes_jumps(Play& play) {
    play.run();
    const std::size_t end = play.view().cursor;
    play.press(Command::first);
    play.press(Command::go_back);
    CHECK(play.view().cursor == end);
    play.press(Command::go_forward);
    CHECK(play.view().cursor < end);
}
void changes_its_colours(Play& play) {
    play.steps(2);
    const ImU32 before = (play.window(), play.app().background());
    play.press(Command::theme);
    play.frames(3);
    CHECK(play.app().background() != before);
    play.look();
}
void grows(Play& play) {
    play.press(Command::larger);
    play.press(Command::larger);
    CHECK(play.app().scale_notches() == 2);
    play.press(Command::smaller);
    play.press(Command::normal_size);
    CHECK(play.app().scale_notches() == 0);
}
void asks_for_help(Play& play) {
    play.press(Command::help);
    play.sees("help/title");
    play.sees("help/keys.step");
    play.look();
    play.press(Command::deselect);
    play.sees_not("help/title");
    play.click("transport/help");
    play.click("help/close");
    play.sees_not("help/title");
}
void goes_full_screen(Play& play) {
    play.press(Command::full_screen);
    CHECK(play.app().take_full_screen());
    CHECK_FALSE(play.app().take_full_screen());
}
void moves_by_tab(Play& play) {
    for (int i = 0; i < 90; ++i) play.press(Command::focus_next);
    play.look();
    for (int i = 0; i < 20; ++i) play.press(Command::focus_previous);
    play.press(Command::press);
    play.press(Command::deselect);
}
void quits(Play& play) {
    play.press(Command::quit);
    CHECK(play.app().wants_quit());
}
void keeps_what_was_set(Play& play) {
    play.keep_files();
    play.how = [](viz::AppOptions& options) { options.light = false; };  // what is asked for is not kept
    play.steps(1);
    play.press(Command::axis_loop_time);
    play.click("tab/tasks");
    play.press(Command::theme);
    const ImU32 colour = play.app().background();
    play.start_over();
    CHECK(play.view().axis == viz::Axis::loop_time);
    CHECK(play.app().background() == colour);
}
void shrinks_and_widens(Play& play) {
    play.steps(4);
    for (const auto& [width, height] : {std::pair(960, 600), std::pair(2560, 1080), std::pair(1100, 1400)}) {
        if (play.window().scale() > 1) break;
        play.window().resize(width, height);
        play.frames(4);
        play.look();
    }
}
// Whatever can be clicked says what it is for.
void explains_by_tooltips(Play& play) {
    play.steps(3);
    for (const char* name : {"transport/step", "transport/back", "transport/mode", "transport/clock", "transport/pace",
                             "tab/tasks", "timeline/axis/loop", "loop/phase/poll"}) {
        play.hover(name);
        const auto runs = viz::testing::drawn_runs();
        CHECK_MESSAGE(std::ranges::any_of(runs, [](const auto& run) { return run.window.starts_with("##Tooltip"); }),
                      std::string(name) << " has no tooltip");
    }
    play.look();
    play.window().leave();
}

}  // namespace

std::vector<Scene> window_scenes() {
    return {{"the start page", starts},
            {"the start page by keys", walks_the_start_page},
            {"recordings are remembered", remembers_recordings},
            {"a file is asked for", asks_for_a_file},
            {"the palette finds", finds_by_palette},
            {"the palette does", does_by_palette},
            {"a language, a tab and motion by the palette", chooses_by_palette},
            {"what is recorded is searched", searches},
            {"bookmarks and their notes", bookmarks},
            {"jumps are undone", undoes_jumps},
            {"the other colours", changes_its_colours},
            {"larger and smaller", grows},
            {"the help sheet", asks_for_help},
            {"the full screen", goes_full_screen},
            {"once around by Tab", moves_by_tab},
            {"the end", quits},
            {"what was set is kept", keeps_what_was_set},
            {"small, wide and high windows", shrinks_and_widens},
            {"tooltips", explains_by_tooltips}};
}

}  // namespace scenes
