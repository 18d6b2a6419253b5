#include "ui/focus.hpp"

#include <algorithm>
#include <utility>

namespace viz {

void Focus::begin_frame() {
    last_order_.swap(order_);
    order_.clear();
    // Its widget is no longer drawn: the place is kept, but nothing is pressed blindly.
    if (std::find(last_order_.begin(), last_order_.end(), name_) == last_order_.end()) {
        adjustable_ = false;
        press_ = false;
        nudge_ = 0;
    }
}

Focus::Told Focus::here(std::string_view name, bool adjustable) {
    order_.emplace_back(name);
    Told told;
    if (name_.empty() || name != name_) return told;
    adjustable_ = adjustable;
    told.focused = visible_;
    told.pressed = std::exchange(press_, false);
    told.arrived = std::exchange(arrived_, false);
    told.nudge = std::exchange(nudge_, 0);
    return told;
}

void Focus::move(int by) {
    const std::vector<std::string>& order = order_.empty() ? last_order_ : order_;
    if (order.empty()) return;
    const auto count = static_cast<int>(order.size());
    const auto found = std::find(order.begin(), order.end(), name_);
    int at = by > 0 ? 0 : count - 1;
    if (found != order.end()) at = (static_cast<int>(found - order.begin()) + by % count + count) % count;
    name_ = order[static_cast<std::size_t>(at)];
    visible_ = true;
    arrived_ = true;
}

void Focus::go_to(std::string_view name) {
    name_ = name;
    visible_ = true;
    arrived_ = true;
}

void Focus::take(std::string_view name) {
    name_ = name;
    visible_ = false;
}

}  // namespace viz
