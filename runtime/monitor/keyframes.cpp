#include "monitor/keyframes.hpp"

#include <algorithm>

namespace loopscope {

void Keyframes::keep(std::size_t index, const World& world, std::size_t since) {
    const std::size_t cost = world.footprint();
    if (since < cost / kBytesPerEvent * spread_) return;
    frames_.push_back({index, world});
    bytes_ += cost;
    while (bytes_ > limit_ && frames_.size() > 1) {
        std::vector<Frame> half;
        half.reserve(frames_.size() / 2 + 1);
        bytes_ = 0;
        for (std::size_t i = 1; i < frames_.size(); i += 2) {
            bytes_ += frames_[i].world.footprint();
            half.push_back(std::move(frames_[i]));
        }
        frames_ = std::move(half);
        spread_ *= 2;
    }
}

const Keyframes::Frame* Keyframes::before(std::size_t index) const {
    const auto after = std::ranges::upper_bound(frames_, index, {}, &Frame::index);
    return after == frames_.begin() ? nullptr : &*(after - 1);
}

}  // namespace loopscope
