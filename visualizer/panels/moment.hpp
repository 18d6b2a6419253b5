// Moment: what a panel has worked out something for, so that it need not do so in every frame.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <cstdint>

namespace viz {

class Moment {
public:
    // True if the view shows something else than when this was asked last.
    bool moved_to(const View& view) {
        const Moment now(view);
        if (now == *this) return false;
        *this = now;
        return true;
    }
    Moment() = default;
    friend bool operator==(const Moment&, const Moment&) = default;

private:
    explicit Moment(const View& view)
        : recording_(&view.recording),
          language_(view.language),
          size_(view.recording.size()),
          cursor_(view.cursor),
          time_(view.recording.real_time_at(view.cursor)),
          findings_(view.findings.size()),
          selection_(view.selection) {}

    const loopscope::Recording* recording_ = nullptr;
    const Language* language_ = nullptr;
    std::size_t size_ = 0;
    std::size_t cursor_ = 0;
    std::uint64_t time_ = 0;  // real time there: another run may be as long, never as quick to the ns
    std::size_t findings_ = 0;
    Selection selection_;
};

}  // namespace viz
