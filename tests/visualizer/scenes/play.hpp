// Scenes: short plays in the window, each with what must be seen, tried in several sizes.
//
// A scene says what a person would do, by the names that widgets tell the probe: click
// "transport/step", press a key, type; then what the window must show. At its end, and wherever it
// says look(), nothing that is drawn may be cut or lie over other text (drawn_text.hpp has the rule).
//
// The programs are played by hand (gather_demo.hpp) or were recorded on virtual time (recorded.hpp),
// so a scene is the same every time. Lessons as real child processes: lessons_in_window_test.cpp.
//
// Thread rule: one thread.
#pragma once
#include "ui/keys.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"
#include "visualizer/scenes/recorded.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace scenes {

struct Format {
    int width, height;
    float scale;
    bool light;
};

// What all scenes have done so far, to see that nothing was left out.
struct Done {
    std::set<std::size_t> actions;  // indexes in viz::Action
    std::set<viz::Command> commands;
    std::set<std::string> shown;  // every name that the probe was told
    std::set<viz::Mode> modes;
};

class Play {
public:
    Play(const Format& format, Done& done, bool looks);
    ~Play();
    Play(const Play&) = delete;
    Play& operator=(const Play&) = delete;

    // --- what is open; before the first of these it is the demo lesson ---
    void open(Program program);
    void open(loopscope::Recording recording);
    void open_file(const std::filesystem::path& path);                      // as from the command line
    void language(std::string_view window, std::string_view phrases = {});  // a language file of this text
    void keep_files();                          // settings, progress and bookmarks in folder()
    void start_over();                          // a new App and window with what was kept
    const std::filesystem::path& folder();      // of this scene's own, gone with it
    std::function<void(viz::AppOptions&)> how;  // changes what the App is made with

    // --- what a person does ---
    void click(const std::string& name) { window().click(name); }
    void hover(const std::string& name) { window().hover(name); }
    void key(int code, int modifiers = 0) { window().key(code, modifiers); }
    void press(viz::Command command);
    void type(std::string_view text) { window().type(text); }
    void steps(int count);
    void run();  // to its end
    void frames(int count) { window().frames(count); }
    void drop(const std::vector<std::string>& paths);
    void kill() {
        session_->crash();
        frames(3);
    }

    // --- what must be seen ---
    void sees(const std::string& name);
    void sees_not(const std::string& name);
    void reads(const std::string& name, std::string_view words);
    void reads_somewhere(std::string_view prefix, std::string_view words);
    void twin_says(std::string_view panel, std::string_view words);
    void mode_is(viz::Mode mode);
    void look();       // nothing is cut, nothing lies over anything
    void passed_by();  // notes what is shown

    viz::App& app();
    viz::testing::Harness& window();
    const viz::View view() { return app().view(); }
    book::Catalogue& catalogue() { return catalogue_; }  // to be changed before anything is open
    viz::testing::FakeSession& program() { return *session_; }
    std::size_t starts = 0;  // of the demo's program

private:
    void make();

    Format format_;
    Done& done_;
    bool looks_;
    book::Catalogue catalogue_;
    std::vector<std::filesystem::path> language_folders_;
    std::string language_;
    std::filesystem::path folder_;
    bool keeps_ = false;
    viz::testing::FakeSession* session_ = nullptr;
    std::unique_ptr<viz::App> app_;
    std::unique_ptr<viz::testing::Harness> window_;
};

struct Scene {
    const char* name;
    void (*play)(Play&);
};

std::vector<Scene> time_scenes();
std::vector<Scene> lesson_scenes();
std::vector<Scene> panel_scenes();
std::vector<Scene> window_scenes();
std::vector<Scene> error_scenes();
std::vector<Scene> text_scenes();

}  // namespace scenes
