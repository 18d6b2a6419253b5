// Offscreen: draws an App into a PNG, with no window and no display at all.
//
// EGL without a surface and a framebuffer object; on a machine without a graphics
// card, Mesa draws in software.
//
// Thread rule: one thread at a time.
#pragma once
#include "app.hpp"

#include <filesystem>
#include <string>

namespace viz {

// False: one sentence and a suggestion in `error`.
bool screenshot(App& app, int width, int height, const std::filesystem::path& path, std::string& error);

}  // namespace viz
