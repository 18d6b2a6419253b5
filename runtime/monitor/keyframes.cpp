#include "monitor/keyframes.hpp"

#include <algorithm>

namespace loopscope {

void Keyframes::keep(std::size_t index, const World& world, std::size_t since) {
    if (since < world.chunks() / kPieces * spread_) return;
    frames_.push_back({index, world});
    bytes_ += cost_of_last();
    const std::size_t events = index - frames_.front().index;
    while (bytes_ > limit_ + events * bytes_an_event_ && frames_.size() > 1) thin_out();
}

void Keyframes::thin_out() {
    std::vector<Frame> all = std::move(frames_);
    frames_.clear();
    bytes_ = 0;
    for (std::size_t i = 1; i < all.size(); i += 2) {
        frames_.push_back(std::move(all[i]));
        bytes_ += cost_of_last();
    }
    spread_ *= 2;
}

void Keyframes::let_go_before(std::size_t index, World world) {
    std::vector<Frame> all = std::move(frames_);
    frames_.clear();
    frames_.push_back({index, std::move(world)});
    bytes_ = cost_of_last();
    for (Frame& frame : all) {
        if (frame.index <= index) continue;
        frames_.push_back(std::move(frame));
        bytes_ += cost_of_last();
    }
}

std::size_t Keyframes::cost_of_last() const {
    const World& last = frames_.back().world;
    return frames_.size() > 1 ? last.bytes_beyond(frames_[frames_.size() - 2].world) : last.bytes_beyond(World());
}

const Keyframes::Frame* Keyframes::before(std::size_t index) const {
    const auto after = std::ranges::upper_bound(frames_, index, {}, &Frame::index);
    return after == frames_.begin() ? nullptr : &*(after - 1);
}

}  // namespace loopscope
