// Offscreen: draws an App into a picture, with no window and no display at all.
//
// EGL without a surface and a framebuffer object; on a machine without a graphics
// card, Mesa draws in software.
//
// Thread rule: one thread at a time. While an Offscreen is open, its Dear ImGui context is current.
#pragma once
#include "app.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace viz {

class Offscreen {
public:
    Offscreen();
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

    // False: one sentence and a suggestion in `error`. The app outlives this.
    bool open(App& app, int width, int height, std::string& error);
    void frame();   // asks the drawing of one
    void finish();  // waits until it is drawn
    bool save(const std::filesystem::path& path, std::string& error);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// The app as it stands. False: one sentence and a suggestion in `error`.
bool screenshot(App& app, int width, int height, const std::filesystem::path& path, std::string& error);

}  // namespace viz
