// Texts of every length and script, and a language that nobody speaks.
#include "visualizer/scenes/play.hpp"
#include "visualizer/scenes/pseudo_language.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

using viz::Command;
using viz::Mode;

namespace scenes {
namespace {

std::string english_file(const char* name) {
    std::ifstream in(std::filesystem::path(LOOPSCOPE_LANGUAGE_FOLDER) / name);
    return {std::istreambuf_iterator<char>(in), {}};
}

void in_every_tab(Play& play) {
    for (const char* tab : {"narration", "tasks", "findings", "statistics", "console"}) {
        play.click(std::string("tab/") + tab);
        play.frames(4);
        play.look();
    }
}
void select_each(Play& play) {
    for (int i = 0; i < 6; ++i) {
        play.press(Command::next_task);
        play.look();
    }
}
void has_long_names(Play& play) {
    play.open(Program::long_names);
    in_every_tab(play);
    play.app().player()->seek(play.view().recording.size() / 2);
    play.frames(5);
    select_each(play);
}
void has_wide_names(Play& play) {
    play.open(Program::wide_names);
    in_every_tab(play);
    play.app().player()->seek(play.view().recording.size() / 2);
    play.frames(5);
    select_each(play);
}
void has_long_lines(Play& play) {
    play.open(Program::prints);
    play.look();
    play.window().wheel(400, 600, 20);
    play.frames(4);
}
void has_a_crowd(Play& play) {
    play.open(Program::crowd);
    play.app().player()->seek(play.view().recording.size() / 2);
    play.frames(5);
    in_every_tab(play);
}
void is_long_in_the_bookmark(Play& play) {
    play.steps(3);
    play.press(Command::bookmark);
    play.press(Command::bookmark_note);
    for (int i = 0; i < 12; ++i) play.type("a note without end ");
    play.look();
    play.key(GLFW_KEY_ENTER);
    play.look();
}

void speak_pseudo(Play& play) {
    play.language(pseudo(std::string(viz::english_language()), "ui"),
                  pseudo(english_file("en_narration.toml"), "narration"));
    std::ofstream(play.folder() / "xx_explain.toml") << pseudo(english_file("en_explain.toml"), "narration");
}
// All that is shown comes from the language file, or is data.
void only_pseudo(Play& play) {
    for (const auto& [name, probed] : play.app().probe().shown()) {
        // The program's own text, the lesson's words, its tracks, and paths.
        constexpr std::array kData{"source/line/", "source/cut/", "lesson/prose/", "start/track/", "ask/choice/"};
        if (std::ranges::any_of(kData, [&](const char* data) { return name.starts_with(data); })) continue;
        const std::vector<std::string> bare = bare_words(probed.text, play.view());
        CHECK_MESSAGE(bare.empty(), name << " says '" << probed.text << "': " << (bare.empty() ? "" : bare[0])
                                         << " is not in the language file");
    }
}
void only_pseudo_in_every_tab(Play& play) {
    for (const char* tab : {"narration", "tasks", "findings", "statistics", "console"}) {
        play.click(std::string("tab/") + tab);
        play.frames(4);
        only_pseudo(play);
        play.look();
    }
}
void speaks_pseudo_in_a_lesson(Play& play) {
    speak_pseudo(play);
    play.window();
    only_pseudo(play);
    play.look();
    play.steps(4);
    play.press(Command::next_task);
    play.press(Command::next_task);
    only_pseudo_in_every_tab(play);
    play.click("predict/option/0");
    play.click("predict/commit");
    play.run();
    only_pseudo(play);
}
void speaks_pseudo_in_a_recording(Play& play) {
    speak_pseudo(play);
    play.open(Program::findings);
    play.frames(20);
    only_pseudo_in_every_tab(play);
    for (const Command axis : {Command::axis_loop_time, Command::axis_real_time}) {
        play.press(axis);
        play.frames(40);
        only_pseudo(play);
    }
}
void speaks_pseudo_about_primitives(Play& play) {
    speak_pseudo(play);
    play.open(Program::primitives);
    play.press(Command::first);
    for (int i = 0; i < 6; ++i) {
        play.press(Command::next_turn);
        play.press(Command::next_task);
        only_pseudo(play);
    }
}
void speaks_pseudo_in_overlays(Play& play) {
    speak_pseudo(play);
    for (const Command what : {Command::help, Command::palette, Command::open_file, Command::start_page}) {
        play.press(what);
        play.frames(4);
        only_pseudo(play);
        play.look();
        play.key(GLFW_KEY_ESCAPE);
        play.key(GLFW_KEY_ESCAPE);
    }
}
void speaks_pseudo_when_lost(Play& play) {
    speak_pseudo(play);
    play.steps(2);
    play.press(Command::step_back);
    only_pseudo(play);
    play.drop({"/no/such/file.loop"});
    play.look();
}

}  // namespace

std::vector<Scene> text_scenes() {
    return {{"long names", has_long_names},
            {"wide names", has_wide_names},
            {"long lines", has_long_lines},
            {"200 tasks", has_a_crowd},
            {"a long note", is_long_in_the_bookmark},
            {"pseudo-language: a lesson", speaks_pseudo_in_a_lesson},
            {"pseudo-language: a recording", speaks_pseudo_in_a_recording},
            {"pseudo-language: primitives", speaks_pseudo_about_primitives},
            {"pseudo-language: overlays", speaks_pseudo_in_overlays},
            {"pseudo-language: travel and notes", speaks_pseudo_when_lost}};
}

}  // namespace scenes
