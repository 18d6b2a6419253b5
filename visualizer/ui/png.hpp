// Writes pixels as a PNG file.
//
// Thread rule: none.
#pragma once
#include <filesystem>
#include <span>

namespace viz {

// RGB, 3 bytes a pixel, top row first. False if the file cannot be written.
bool write_png(const std::filesystem::path& path, int width, int height, std::span<const unsigned char> rgb);

}  // namespace viz
