// Settings and the XDG folders: kept, put back, and never in the way.
#include "app/settings.hpp"
#include "lessons/scratch_folder.hpp"
#include "session/xdg.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#include <doctest/doctest.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

using namespace viz;
using lessons::ScratchFolder;
using viz::testing::FakeSession;
using viz::testing::gather_lesson;
using viz::testing::Harness;

namespace {

Folders folders_with(const std::map<std::string, std::string>& variables) {
    return xdg_folders([&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    });
}

std::string contents(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

AppOptions options_in(const std::filesystem::path& folder) {
    AppOptions options;
    options.folders = Folders{folder / "config", folder / "data", folder / "state"};
    options.start = [](const LessonStart& start) { return std::make_unique<FakeSession>(start.knobs); };
    return options;
}

}  // namespace

TEST_CASE("the folders are where the variables say, and under HOME otherwise") {
    const Folders home = folders_with({{"HOME", "/u/ada"}});
    CHECK(home.config == "/u/ada/.config/loopscope");
    CHECK(home.data == "/u/ada/.local/share/loopscope");
    CHECK(home.state == "/u/ada/.local/state/loopscope");
    const Folders given = folders_with({{"HOME", "/u/ada"}, {"XDG_CONFIG_HOME", "/etc/c"}, {"XDG_STATE_HOME", "/s"}});
    CHECK(given.config == "/etc/c/loopscope");
    CHECK(given.data == "/u/ada/.local/share/loopscope");
    CHECK(given.state == "/s/loopscope");
}

TEST_CASE("a relative path counts for nothing, and without HOME nothing is kept") {
    CHECK(folders_with({{"HOME", "/h"}, {"XDG_DATA_HOME", "data"}}).data == "/h/.local/share/loopscope");
    CHECK(folders_with({{"HOME", "not/absolute"}}).config.empty());
    CHECK(folders_with({}).state.empty());
    CHECK(folders_with({{"XDG_STATE_HOME", "/s"}}).state == "/s/loopscope");
}

TEST_CASE("every setting is the same after it was written and read") {
    Settings set;
    set.light = true;
    set.language = "zh";
    set.notches = -2;
    set.reduce_motion = true;
    set.axis = Axis::real_time;
    set.pace = 0.25;
    set.source_tab = SourceTab::both;
    set.tab = BottomTab::statistics;
    set.fractions.left = 0.333f;
    set.fractions.foot = 0.6f;
    set.width = 1280;
    set.height = 720;
    const Settings again = from_toml(to_toml(set));
    CHECK(to_toml(again) == to_toml(set));
    CHECK(again.light);
    CHECK(again.tab == BottomTab::statistics);
    CHECK(again.fractions.left == doctest::Approx(0.333f));
    CHECK(again.width == 1280);
}

TEST_CASE("a value that makes no sense is as it comes, and the others count") {
    const auto toml = book::read_kept_toml(
        "theme = 7\naxis = \"sideways\"\npace = -1\nsize = 99\ntab = \"tasks\"\n"
        "[splits]\nleft = 4.0\nright = \"x\"\n[window]\nwidth = 3\nheight = 800");
    REQUIRE(toml);
    const Settings read = from_toml(*toml);
    const Settings normal;
    CHECK_FALSE(read.light);
    CHECK(read.axis == Axis::step);
    CHECK(read.pace == 1.0);
    CHECK(read.notches == 0);
    CHECK(read.tab == BottomTab::tasks);
    CHECK(read.fractions.left == normal.fractions.left);
    CHECK(read.fractions.right == normal.fractions.right);
    CHECK(read.width == 0);
    CHECK(read.height == 800);
}

TEST_CASE("only what changed is written, and what a person added stays") {
    const ScratchFolder scratch;
    scratch.write("settings.toml", "mine = \"kept\"\n[splits]\nleft = 0.3\n");
    SettingsFile file(scratch.path() / "settings.toml");
    Settings now = file.read();
    now.light = true;  // as a command line may ask for: not written down
    file.begin_with(now);
    CHECK_FALSE(file.take(now));
    now.tab = BottomTab::tasks;
    now.fractions.bottom = 0.7f;
    CHECK(file.take(now));
    CHECK(file.save());
    const auto all = book::read_kept_toml(contents(scratch.path() / "settings.toml"));
    REQUIRE(all);
    CHECK(all->text("mine") == "kept");
    CHECK(all->text("tab") == "tasks");
    CHECK(all->find("theme") == nullptr);
    CHECK(all->find("splits")->number("left", 0) == 0.3);
    CHECK(all->find("splits")->number("bottom", 0) == 0.7);
    CHECK(all->find("window") == nullptr);
}

TEST_CASE("the window is as it was left") {
    const ScratchFolder scratch;
    {
        App app(options_in(scratch.path()));
        app.open_session(std::make_unique<FakeSession>(std::map<std::string, double>{}));
        Harness window(app, 1600, 900);
        window.key(GLFW_KEY_L, GLFW_MOD_CONTROL);
        window.key(GLFW_KEY_3);
        window.key(GLFW_KEY_EQUAL, GLFW_MOD_CONTROL);
        window.click("tab/tasks");
        app.set_window_size(1400, 800);
    }
    App app(options_in(scratch.path()));
    CHECK(app.scale_notches() == 1);
    CHECK(app.view().light);
    CHECK(app.view().axis == Axis::real_time);
    CHECK(app.window_size() == std::pair(1400, 800));
    app.open_session(std::make_unique<FakeSession>(std::map<std::string, double>{}));
    Harness window(app, 1600, 900);
    CHECK(app.background() == light_theme().background);
}

TEST_CASE("a broken settings file is set aside, and the window says so") {
    const ScratchFolder scratch;
    scratch.write("config/settings.toml", "theme = [broken");
    App app(options_in(scratch.path()));
    app.open_session(std::make_unique<FakeSession>(std::map<std::string, double>{}));
    Harness window(app, 1600, 900);
    CHECK(window.text("note/text").find("settings.toml.broken-1") != std::string::npos);
    CHECK(std::filesystem::exists(scratch.path() / "config/settings.toml.broken-1"));
    CHECK(window.shows("timeline/heading"));
    window.click("note/dismiss");
    CHECK_FALSE(window.shows("note/text"));
}

TEST_CASE("where nothing can be written, the window says so once and goes on") {
    const ScratchFolder scratch;
    scratch.write("config", "a file where a folder should be");
    App app(options_in(scratch.path()));
    app.open_session(std::make_unique<FakeSession>(std::map<std::string, double>{}));
    Harness window(app, 1600, 900);
    window.key(GLFW_KEY_L, GLFW_MOD_CONTROL);
    window.frames(70);  // more than a second of the harness's clock
    CHECK(window.text("note/text").find("cannot be written") != std::string::npos);
    window.click("note/dismiss");
    window.key(GLFW_KEY_L, GLFW_MOD_CONTROL);
    window.frames(70);
    CHECK_FALSE(window.shows("note/text"));
}

TEST_CASE("without folders nothing is read and nothing is written") {
    AppOptions options;
    App app(options);
    app.open_session(std::make_unique<FakeSession>(std::map<std::string, double>{}));
    Harness window(app, 1600, 900);
    window.key(GLFW_KEY_L, GLFW_MOD_CONTROL);
    CHECK(app.view().light);
    CHECK(app.view().notes.empty());
}

TEST_CASE("the theme changes while the window is open") {
    viz::testing::Demo demo;
    Harness window(demo.app, 1600, 900);
    const ImU32 dark = demo.app.background();
    window.key(GLFW_KEY_L, GLFW_MOD_CONTROL);
    CHECK(demo.app.background() != dark);
    window.key(GLFW_KEY_L, GLFW_MOD_CONTROL);
    CHECK(demo.app.background() == dark);
}
