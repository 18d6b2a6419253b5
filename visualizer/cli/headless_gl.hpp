// Asks EGL, without any display, who would draw.
//
// Thread rule: one thread at a time.
#pragma once
#include <string>

namespace cli {

struct HeadlessGl {
    std::string renderer;  // "llvmpipe (LLVM 15.0.6, 256 bits)"; "" if nothing can be drawn
    std::string version;
};

HeadlessGl probe_headless_gl();

}  // namespace cli
