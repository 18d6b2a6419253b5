// CardMotion: where each card stands, and where it stood before the cursor moved.
//
// A task's card is the same card wherever it is shown: running, ready, at its timer, in a queue's line.
// When the cursor moves, it slides from its old place to its new one. The way is the same forwards and
// backwards: where a card is after a part of one motion, it is after the rest of the opposite one.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "monitor/world.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace viz {

class CardMotion {
public:
    static constexpr double kSeconds = 0.26;

    // A card as it is drawn: enough to go on drawing it while it leaves.
    struct Card {
        ImVec2 min, max;  // on the screen
        std::string name;
        loopscope::TaskId task = 0;  // 0: a callback or a timer
        loopscope::TaskState state = loopscope::TaskState::waiting;
    };
    struct Drawn {
        ImVec2 min, max;
        float alpha = 1;
        bool moving = false;  // it may be anywhere, also outside of its panel
    };
    struct Leaving {
        Card card;
        float alpha = 1;
    };

    // Once a frame, before the first card. `still`: nothing slides.
    void begin(std::size_t cursor, double now, bool still);
    // Says where the card goes, and where it is now. A card that is shown twice moves once.
    Drawn at(std::uint64_t key, const Card& target);
    // Those that were here before the cursor moved, and are not any more; after the last at() of the frame.
    std::vector<Leaving> leaving() const;

    bool animating() const { return part_ < 1; }
    // Where a card was drawn last; null if it was not.
    const Card* find(std::uint64_t key) const;

private:
    std::unordered_map<std::uint64_t, Card> from_;
    std::unordered_map<std::uint64_t, Card> shown_;
    double moved_at_ = -1;
    std::size_t cursor_ = 0;
    bool first_ = true;
    float part_ = 1;   // of the motion that is over
    float eased_ = 1;  // the same, as far as the cards have come
    float side_ = 24;  // how far new cards come in from
};

// The cards on their way out, fading.
void draw_leaving(Ui& ui, ImDrawList* list, const CardMotion& motion);

}  // namespace viz
