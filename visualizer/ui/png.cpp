#include "ui/png.hpp"

// The library's own code does not follow our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

namespace viz {

bool write_png(const std::filesystem::path& path, int width, int height, std::span<const unsigned char> rgb) {
    // A window is flat: rows as they are repeat each other, and make a smaller file than their differences.
    stbi_write_force_png_filter = 0;
    return stbi_write_png(path.c_str(), width, height, 3, rgb.data(), width * 3) != 0;
}

}  // namespace viz
