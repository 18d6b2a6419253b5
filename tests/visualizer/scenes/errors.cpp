// What goes wrong is a plain sentence in the window, with what to do; nothing is lost.
#include "visualizer/scenes/play.hpp"

#include <fstream>

using viz::Command;
using viz::Mode;

namespace scenes {
namespace {

void program_is_killed(Play& play) {
    play.steps(3);
    const std::size_t recorded = play.view().recording.size();
    play.kill();
    play.mode_is(Mode::lost);
    play.reads("notice/text", "SIGKILL");
    CHECK(play.view().recording.size() == recorded);
    play.look();
    play.click("transport/back");
    play.mode_is(Mode::travel);
    play.click("notice/restart");
    play.mode_is(Mode::gate);
    play.sees_not("notice/text");
}
void lesson_does_not_start(Play& play) {
    play.how = [](viz::AppOptions& options) {
        options.start = nullptr;
        options.program_of = [](const book::Lesson&) { return std::filesystem::path("/no/such/program"); };
    };
    play.window();
    play.frames(6);
    play.mode_is(Mode::lost);
    play.sees("notice/text");
    play.look();
}
void bad_file_is_dropped(Play& play) {
    const auto path = play.folder() / "letter.loop";
    std::ofstream(path) << "Dear Ada, this is no recording.";
    play.steps(2);
    const std::size_t recorded = play.view().recording.size();
    play.drop({path.string()});
    play.sees("note/text");
    CHECK(play.view().recording.size() == recorded);  // what was open stays open
    play.look();
    play.click("note/dismiss");
    play.sees_not("note/text");
}
void missing_file_is_dropped(Play& play) {
    play.drop({(play.folder() / "gone.loop").string()});
    play.sees("note/text");
    play.look();
}
// Who opens a recording of a deadlock sees it, with all who stand in it.
void deadlock_opens_at_the_deadlock(Play& play) {
    const auto path = play.folder() / "table.loop";
    write_file(Program::deadlock, path);
    play.open_file(path);
    const auto view = play.view();
    REQUIRE_FALSE(view.findings.empty());
    CHECK(view.findings.front().kind == loopscope::FindingKind::deadlock);
    CHECK(view.cursor == view.findings.front().last + 1);
    CHECK(view.world.tasks().size() > 1);
}
// Nothing of it could be read: nothing is said to come, and to print it never will.
void recording_is_cut_to_nothing(Play& play) {
    const auto path = play.folder() / "cut.loop";
    write_file(Program::crowd, path);
    std::filesystem::resize_file(path, 3000);
    play.open_file(path);
    CHECK(play.view().recording.size() == 0);
    play.reads("happened/next", "what was recorded ends here");
    play.reads("console/empty", "Nothing was printed.");
    play.twin_says("happened", "Nothing was recorded.");
    play.look();
}
void folder_is_dropped(Play& play) {
    play.drop({play.folder().string()});
    play.sees("note/text");
}
void nothing_is_dropped(Play& play) {
    play.drop({});
    play.sees_not("note/text");
}
void damaged_file_is_shown_as_far_as_it_goes(Play& play) {
    const auto path = play.folder() / "cut.loop";
    write_file(Program::crowd, path);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) * 2 / 3);
    play.open_file(path);
    play.frames(6);
    play.look();
    CHECK((play.view().recording.size() > 0 || !play.view().notice.empty()));
}
void wrong_path_is_typed(Play& play) {
    play.press(Command::open_file);
    play.type("/no/such/folder/run.loop");
    play.key(GLFW_KEY_ENTER);
    play.sees("ask/error");
    play.look();
    play.key(GLFW_KEY_ESCAPE);
}
void settings_are_broken(Play& play) {
    play.keep_files();
    std::filesystem::create_directories(play.folder() / "config");
    std::ofstream(play.folder() / "config" / "settings.toml") << "light = = yes\n[";
    play.window();
    play.frames(6);
    play.sees("note/text");
    play.look();
    play.steps(1);
    play.mode_is(Mode::gate);
}
void language_is_broken(Play& play) {
    play.language("[ui.app\ntitle = \"x");
    play.steps(1);
    play.reads("transport/step", "step");
}

}  // namespace

std::vector<Scene> error_scenes() {
    return {{"the program is killed", program_is_killed},
            {"the lesson does not start", lesson_does_not_start},
            {"a bad file is dropped", bad_file_is_dropped},
            {"a file that is not there is dropped", missing_file_is_dropped},
            {"a folder is dropped", folder_is_dropped},
            {"a recording is cut to nothing", recording_is_cut_to_nothing},
            {"a deadlock opens at the deadlock", deadlock_opens_at_the_deadlock},
            {"nothing is dropped", nothing_is_dropped},
            {"a damaged recording", damaged_file_is_shown_as_far_as_it_goes},
            {"a wrong path is typed", wrong_path_is_typed},
            {"broken settings", settings_are_broken},
            {"a broken language file", language_is_broken}};
}

}  // namespace scenes
