// Plays every scene in three sizes, dark and light in turn, and looks whether anything was left out.
#include "visualizer/scenes/play.hpp"

#include <algorithm>
#include <array>

namespace scenes {
namespace {

constexpr std::array<Format, 3> kFormats{
    {{1280, 720, 1.0f, false}, {1600, 900, 1.0f, true}, {1920, 1080, 1.5f, false}}};

void play(const Scene& scene, const Format& format, Done& done, bool looks) {
    INFO("scene '" << std::string(scene.name) << "' at " << format.width << "x" << format.height);
    try {
        Play stage(format, done, looks);
        scene.play(stage);
    } catch (...) {
        FAIL_CHECK("it was broken off there");  // the other scenes are played all the same
    }
}

void play_all(const std::vector<Scene>& scenes) {
    Done done;
    std::size_t number = 0;
    for (const Scene& scene : scenes) {
        ++number;
        for (std::size_t i = 0; i < kFormats.size(); ++i) {
            Format format = kFormats[i];
            format.light = (number + i) % 2 == 0;
            play(scene, format, done, true);
        }
    }
}

std::vector<Scene> all_scenes() {
    std::vector<Scene> all;
    for (const auto& some :
         {time_scenes(), lesson_scenes(), panel_scenes(), window_scenes(), error_scenes(), text_scenes()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

template <std::size_t... Indexes>
std::vector<std::string> action_names(std::index_sequence<Indexes...>) {
    return {typeid(std::variant_alternative_t<Indexes, viz::Action>).name()...};
}

}  // namespace

TEST_CASE("scenes: time") { play_all(time_scenes()); }
TEST_CASE("scenes: lesson") { play_all(lesson_scenes()); }
TEST_CASE("scenes: panels") { play_all(panel_scenes()); }
TEST_CASE("scenes: window") { play_all(window_scenes()); }
TEST_CASE("scenes: errors") { play_all(error_scenes()); }
TEST_CASE("scenes: texts") { play_all(text_scenes()); }

TEST_CASE("every key, every action, every mode, every tab and every panel is in some scene") {
    Done done;
    const std::vector<Scene> all = all_scenes();
    CHECK(all.size() >= 50);
    for (const Scene& scene : all) play(scene, kFormats[1], done, false);
    for (const viz::KeyRow& row : viz::key_table())
        CHECK_MESSAGE(done.commands.contains(row.command), std::string(row.text) << " is pressed in no scene");
    const auto names = action_names(std::make_index_sequence<std::variant_size_v<viz::Action>>());
    for (std::size_t i = 0; i < names.size(); ++i)
        CHECK_MESSAGE(done.actions.contains(i), "no scene does " << std::string(names[i]));
    CHECK(done.modes.size() == 6);
    for (const char* panel :
         {"transport/", "lesson/",    "predict/", "timeline/",  "source/", "loop/",     "resources/",
          "graph/",     "selection/", "console/", "narration/", "tasks/",  "findings/", "statistics/",
          "happened/",  "help/",      "palette/", "start/",     "ask/",    "note/",     "notice/"}) {
        CHECK_MESSAGE(std::ranges::any_of(done.shown, [&](const std::string& name) { return name.starts_with(panel); }),
                      std::string(panel) << " is shown in no scene");
    }
}

}  // namespace scenes
