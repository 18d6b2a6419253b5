// Numbering: which event has which sequence number.
//
// An event's number is its index and 1, and runs ahead where events were lost.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/event.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace loopscope {

class Numbering {
public:
    // Event `size` comes next; a `dropped` stands for all that it tells of. False: there are no numbers left.
    bool take(const Event& event) {
        constexpr std::uint64_t kMost = std::numeric_limits<Sequence>::max() - 1;
        const std::uint64_t more = event.kind == EventKind::dropped ? event.b : 1;
        if (more > kMost - last_ || size_ >= kMost) return false;
        last_ += more;
        if (event.kind == EventKind::dropped) gaps_.push_back({size_, last_});
        ++size_;
        return true;
    }
    Sequence last() const { return static_cast<Sequence>(last_); }

    Sequence of(std::size_t index) const {  // REQUIRES: index < how many were taken
        const auto after = std::ranges::upper_bound(gaps_, index, {}, &Gap::index);
        if (after == gaps_.begin()) return static_cast<Sequence>(index + 1);
        const Gap& gap = *(after - 1);
        return static_cast<Sequence>(gap.last_lost + (index - gap.index));
    }
    // nullopt: lost, or not here yet.
    std::optional<std::size_t> index_of(Sequence wanted) const {
        const auto after = std::ranges::lower_bound(gaps_, wanted, {}, &Gap::last_lost);
        std::size_t index = std::size_t{wanted} - 1;
        if (after != gaps_.begin()) {
            index = (after - 1)->index + static_cast<std::size_t>(wanted - (after - 1)->last_lost);
        }
        const std::size_t end = after != gaps_.end() ? after->index : size_;
        if (wanted == 0 || index >= end) return std::nullopt;
        return index;
    }

private:
    // A place where events were lost: from here on, numbers are ahead of indexes.
    struct Gap {
        std::size_t index = 0;  // of the dropped event
        std::uint64_t last_lost = 0;
    };
    std::vector<Gap> gaps_;
    std::uint64_t last_ = 0;
    std::size_t size_ = 0;
};

}  // namespace loopscope
