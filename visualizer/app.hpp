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
#include "ui/fonts.hpp"
#include "ui/keys.hpp"
#include "ui/theme.hpp"
#include "ui/widgets.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

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
    bool reduce_motion = false;           // cards stand at their places at once
    std::map<std::string, double> knobs;  // given on the command line
};

class App {
public:
    explicit App(AppOptions options);
    ~App();

    void open_lesson(const book::Lesson& lesson);         // gated before its first step
    void open_session(std::unique_ptr<Session> session);  // a file

    // Polls and moves time on; true if a new frame is wanted. `now` in s, any origin.
    bool update(double now);
    // Draws one frame into the current ImGui frame, size from io.DisplaySize.
    void frame(const Fonts& fonts, float scale);
    // A key went down (GLFW's code and modifiers); true if it meant something.
    bool key(int code, int modifiers);
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

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace viz
