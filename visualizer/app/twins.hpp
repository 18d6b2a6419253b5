// Twins: every panel as plain text, and a teller that says aloud what changes.
//
// Dear ImGui draws pixels only: who cannot see them reads, or has read to them, the same from here.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace viz {

struct Twin {
    const char* name;  // "timeline", as --text takes it
    std::string (*text)(const View& view);
};

std::span<const Twin> twins();

// What has changed since it was asked last, in whole lines: the page that was opened, what the
// program did, where the cursor went, why the chosen task stands where it stands.
class Teller {
public:
    std::string take(const View& view);

private:
    std::string moved(const View& view);

    const loopscope::Recording* recording_ = nullptr;
    std::uint64_t started_ = 0;  // the real time at which the recording began: another one may lie at the same place
    std::size_t cursor_ = 0;
    Mode mode_ = Mode::live;
    Selection selection_;
    std::string notice_;
    const book::Lesson* lesson_ = nullptr;
    std::size_t page_ = 0;
    bool first_ = true;
};

}  // namespace viz
