// Window: shows an App on the screen (GLFW and OpenGL 3).
//
// It draws only when something changed, and sleeps otherwise: until input comes, the
// session has news (a small thread waits for that), or the App asks to be called.
//
// Thread rule: the main thread.
#pragma once
#include "app.hpp"

#include <functional>
#include <string>

namespace viz {

struct WindowOptions {
    int width = 1600, height = 900;
    bool fullscreen = false;
    // Gets what has changed, in whole lines, whenever something has; empty: nobody listens.
    std::function<void(const std::string&)> say;
};

// Runs until the reader quits; the process's exit status. 1, and one sentence with a
// suggestion in `error`, if no window can be opened.
int run_window(App& app, const WindowOptions& options, std::string& error);

}  // namespace viz
