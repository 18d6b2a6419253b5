#include "aio/stream_ends.hpp"

#include "aio/outside.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace aio::detail {
namespace {

// The ends of this thread's loop, by "from > to".
std::unordered_map<std::string, StreamEnds*>& ends() {
    static thread_local std::unordered_map<std::string, StreamEnds*> all;
    return all;
}

}  // namespace

void StreamEnds::join(const std::string& here, const std::string& there, Outside& outside) {
    outside_ = &outside;
    key_ = here + " > " + there;
    ends()[key_] = this;
    const auto found = ends().find(there + " > " + here);
    if (found == ends().end() || found->second->outside_ != &outside) return;
    other_ = found->second;
    other_->other_ = this;
    near_ = other_->near_ = true;
    other_->settle();  // which may have waited for somebody far away
}

void StreamEnds::leave() noexcept {
    if (outside_ == nullptr) return;
    if (other_ != nullptr) {
        sends(1);  // the end of the stream is on its way as well
        other_->other_ = nullptr;
    }
    const auto found = ends().find(key_);
    if (found != ends().end() && found->second == this) ends().erase(found);
    if (std::exchange(counted_, false)) outside_->under_way(-1);
    other_ = nullptr;
    outside_ = nullptr;
}

void StreamEnds::sends(std::size_t bytes) noexcept {
    if (other_ == nullptr) return;
    other_->on_the_way_ += bytes;
    other_->settle();
}

void StreamEnds::not_sent(std::size_t bytes) noexcept {
    if (other_ != nullptr) other_->received(bytes);
}

void StreamEnds::received(std::size_t bytes) noexcept {
    on_the_way_ -= std::min(bytes, on_the_way_);
    settle();
}

void StreamEnds::set_waiting(For what, bool waiting) noexcept {
    (what == For::data ? reads_ : writes_) = waiting;
    settle();
}

void StreamEnds::settle() noexcept {
    const bool under_way = near_ ? reads_ && on_the_way_ > 0 : reads_ || writes_;
    if (outside_ == nullptr || under_way == counted_) return;
    counted_ = under_way;
    outside_->under_way(under_way ? 1 : -1);
}

}  // namespace aio::detail
