// Keyframes: copies of the World at intervals, so that any instant is near one.
//
// Copies share what did not change between them, so a frame costs what happened since
// the one before. There is an event at least for every two pieces that a copy takes hold
// of, and the interval doubles (every second copy goes) when all copies together take more than a limit,
// which grows with the events: with 100,000 tasks alive a jump must not fold for long.
//
// Thread rule: one thread.
#pragma once
#include "monitor/world.hpp"

#include <cstddef>
#include <vector>

namespace loopscope {

class Keyframes {
public:
    struct Frame {
        std::size_t index = 0;  // the World after so many events
        World world;
    };

    // All copies together take at most so many bytes, and so many more for each event.
    explicit Keyframes(std::size_t limit_bytes = std::size_t{192} << 20, std::size_t bytes_an_event = 2 * kSlotBytes)
        : limit_(limit_bytes), bytes_an_event_(bytes_an_event) {}

    // `world` is the state after the first `index` events, folded on from the one offered
    // before; index never falls.
    void offer(std::size_t index, const World& world) {
        const std::size_t since = index - (frames_.empty() ? 0 : frames_.back().index);
        if (since >= kLeast * spread_) keep(index, world, since);
    }
    // Instants before `index` are not asked for any more; `world` is the state at it.
    void let_go_before(std::size_t index, World world);
    // The nearest frame at or before `index`; nullptr: begin from an empty World.
    const Frame* before(std::size_t index) const;

    std::size_t bytes() const { return bytes_; }
    std::size_t count() const { return frames_.size(); }

private:
    static constexpr std::size_t kLeast = 1024;  // events between two frames, at least
    static constexpr std::size_t kPieces = 2;    // taken hold of for each event between two frames, at most

    void keep(std::size_t index, const World& world, std::size_t since);
    void thin_out();
    std::size_t cost_of_last() const;

    std::vector<Frame> frames_;
    std::size_t limit_;
    std::size_t bytes_an_event_;
    std::size_t bytes_ = 0;
    std::size_t spread_ = 1;  // doubles each time the frames are thinned out
};

}  // namespace loopscope
