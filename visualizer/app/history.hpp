// History: where the reader has looked, so that a jump can be taken back.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace viz {

class History {
public:
    struct Place {
        std::size_t cursor = 0;
        Selection selection;
        friend bool operator==(const Place&, const Place&) = default;
    };
    enum class Move {
        jump,  // remembered, each
        step,  // a row of steps is remembered as one
        none,  // nobody asked for it: not remembered
    };
    static constexpr std::size_t kMost = 200;

    // The reader's doing led from one place to another.
    void went(const Place& from, const Place& to, Move how);
    // Where to go from `here`; nullopt: nowhere.
    std::optional<Place> back(const Place& here);
    std::optional<Place> forward(const Place& here);
    bool can_go_back() const { return !past_.empty(); }
    bool can_go_forward() const { return !future_.empty(); }
    void clear();

private:
    std::deque<Place> past_, future_;
    bool stepping_ = false;
};

}  // namespace viz
