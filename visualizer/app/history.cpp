#include "app/history.hpp"

namespace viz {
namespace {

// Goes to the last of `from` that is not `here`, and leaves `here` behind.
std::optional<History::Place> take(std::deque<History::Place>& from, std::deque<History::Place>& to,
                                   const History::Place& here) {
    while (!from.empty() && from.back() == here) from.pop_back();
    if (from.empty()) return std::nullopt;
    const History::Place place = from.back();
    from.pop_back();
    to.push_back(here);
    if (to.size() > History::kMost) to.pop_front();
    return place;
}

}  // namespace

void History::went(const Place& from, const Place& to, Move how) {
    if (how == Move::none) return;
    if (from == to) return;
    const bool goes_on = how == Move::step && stepping_;
    stepping_ = how == Move::step;
    future_.clear();
    if (goes_on || (!past_.empty() && past_.back() == from)) return;
    past_.push_back(from);
    if (past_.size() > kMost) past_.pop_front();
}

std::optional<History::Place> History::back(const Place& here) {
    stepping_ = false;
    return take(past_, future_, here);
}

std::optional<History::Place> History::forward(const Place& here) {
    stepping_ = false;
    return take(future_, past_, here);
}

void History::clear() {
    past_.clear();
    future_.clear();
    stepping_ = false;
}

}  // namespace viz
