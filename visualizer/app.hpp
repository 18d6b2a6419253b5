// App: the whole window as a function of a session and input, without GLFW.
//
// main.cpp gives it a catalogue and tells it what to open; each frame it polls the
// session, lets the player move, builds a View, draws every panel and carries out
// the Actions that they return. The same frame runs in a window, offscreen, and in
// tests with no GL at all.
//
// Thread rule: the window's thread, with an ImGui context current.
#pragma once
#include "kit/book/catalogue.hpp"
#include "panels/view.hpp"
#include "session/player.hpp"
#include "session/session.hpp"
#include "session/xdg.hpp"
#include "ui/fonts.hpp"
#include "ui/keys.hpp"
#include "ui/theme.hpp"
#include "ui/widgets.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viz {

struct AppOptions {
    const book::Catalogue* catalogue = nullptr;
    // Where a lesson's executable is; a test gives its own.
    std::function<std::filesystem::path(const book::Lesson&)> program_of;
    // How a lesson is started; start_lesson if empty. A test gives its own.
    std::function<std::unique_ptr<Session>(const LessonStart&)> start;
    bool real_time = false;
    bool light = false;
    bool calm = false;
    bool reduce_motion = false;  // cards stand at their places at once
    std::vector<std::filesystem::path> language_folders;
    std::string language;                            // "zh"; English if it is "" or nobody has it
    std::map<std::string, double> knobs;             // given on the command line
    std::function<void(const Action&)> carried_out;  // is told of each; tests look whether all were
    // Where settings, progress and what was opened last are kept; without, nothing is read or written.
    std::optional<Folders> folders;
    std::optional<std::int64_t> today;  // s since 1970, for a picture that is always the same; else the clock's
};

class App {
public:
    explicit App(AppOptions options);
    ~App();

    void open_lesson(const book::Lesson& lesson);  // gated before its first step
    // A file; its path, so that bookmarks are kept beside it.
    void open_session(std::unique_ptr<Session> session, const std::filesystem::path& path = {});
    void open_start();  // the start page

    // Polls and moves time on; true if a new frame is wanted. `now` in s, any origin.
    bool update(double now);
    // Draws one frame into the current ImGui frame, size from io.DisplaySize.
    void frame(const Fonts& fonts, float scale);
    // A key went down (GLFW's code and modifiers); true if it meant something.
    bool key(int code, int modifiers);
    // A character was typed; true if something takes it.
    bool character(unsigned code);
    bool is_typing() const;                            // characters are wanted, and keys repeat
    void drop(const std::vector<std::string>& paths);  // files let fall on the window
    // The window's own size, to be kept; 0 x 0: nothing was kept yet.
    void set_window_size(int width, int height);
    std::pair<int, int> window_size() const;
    bool take_full_screen();                    // whether full screen, or back, was asked for since this was asked last
    std::optional<double> next_update() const;  // s until update() is wanted; nullopt: on input or events

    // Runs the session until it stands or ends at the asked place. For screenshots and tests.
    struct At {
        enum class Kind { step, checkpoint, end } kind = Kind::end;
        std::size_t number = 0;
        std::string name;
    };
    bool run_until(const At& at, double patience_seconds, std::string& error);

    const View view() const;
    Player* player();
    Session* session();
    Probe& probe();
    bool wants_quit() const;
    int scale_notches() const;  // the reader's Ctrl +/-, each 10 %
    std::string title() const;  // for the window
    ImU32 background() const;   // what the window is cleared to: nothing else fills it
    void set_calm(bool calm);   // software GL: fewer primitives, no smooth edges
    // Every character beyond ASCII that has been asked for so far; grows only. When it has
    // grown, the fonts are due to be built again.
    const Glyphs& glyphs() const;
    // Something to tell about this machine (a font is missing); the help sheet shows it.
    void set_note(std::string note);
    // The whole window as plain text, for tests and screen readers.
    std::string text() const;
    // One panel of it, by its name in twins(); "" if there is none of that name.
    std::string text(std::string_view panel) const;
    // What has changed since this was asked last, in whole lines; for --narrate.
    std::string take_told();
    const Languages& languages() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace viz
