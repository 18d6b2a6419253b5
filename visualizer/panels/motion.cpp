#include "panels/motion.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

// Slow, quick, slow: what it gives for t and for 1 - t makes 1, so that the way back mirrors the way there.
float ease(float t) { return t * t * (3 - 2 * t); }

ImVec2 mix(ImVec2 a, ImVec2 b, float t) { return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; }

ImVec2 whole(ImVec2 at) { return {std::floor(at.x + 0.5f), std::floor(at.y + 0.5f)}; }

}  // namespace

void CardMotion::begin(std::size_t cursor, double now, bool still) {
    if (cursor != cursor_ && !first_) {
        from_ = shown_;
        moved_at_ = now;
    }
    if (still || first_) moved_at_ = -1;
    first_ = false;
    cursor_ = cursor;
    part_ = moved_at_ < 0 ? 1 : static_cast<float>(std::clamp((now - moved_at_) / kSeconds, 0.0, 1.0));
    if (part_ >= 1) moved_at_ = -1;
    eased_ = ease(part_);
    shown_.clear();
}

CardMotion::Drawn CardMotion::at(std::uint64_t key, const Card& target) {
    if (shown_.contains(key)) return {target.min, target.max, 1, false};
    Card& now = shown_[key] = target;
    Drawn drawn{target.min, target.max, 1, false};
    if (part_ >= 1) return drawn;
    const auto before = from_.find(key);
    if (before != from_.end()) {
        now.min = mix(before->second.min, target.min, eased_);
        now.max = mix(before->second.max, target.max, eased_);
        drawn.moving = before->second.min.x != target.min.x || before->second.min.y != target.min.y ||
                       before->second.max.x != target.max.x || before->second.max.y != target.max.y;
    } else {
        now.min.x += side_ * (1 - eased_);
        now.max.x += side_ * (1 - eased_);
        drawn.alpha = eased_;
        drawn.moving = true;
    }
    drawn.min = whole(now.min);
    drawn.max = whole(now.max);
    return drawn;
}

std::vector<CardMotion::Leaving> CardMotion::leaving() const {
    std::vector<Leaving> all;
    if (part_ >= 1) return all;
    for (const auto& [key, card] : from_) {
        if (shown_.contains(key)) continue;
        Leaving gone{card, 1 - eased_};
        gone.card.min.x += side_ * eased_;
        gone.card.max.x += side_ * eased_;
        all.push_back(gone);
    }
    return all;
}

const CardMotion::Card* CardMotion::find(std::uint64_t key) const {
    const auto found = shown_.find(key);
    return found != shown_.end() ? &found->second : nullptr;
}

void draw_leaving(Ui& ui, ImDrawList* list, const CardMotion& motion) {
    for (const CardMotion::Leaving& gone : motion.leaving()) {
        const ImVec2 low = whole(gone.card.min);
        const ImVec2 high = whole(gone.card.max);
        const float s = ui.scale;
        ImFont* font = ui.fonts.small;
        const ImU32 edge = gone.card.task != 0 ? ui.theme.state(gone.card.state) : ui.theme.card_line;
        list->AddRect(low, high, fade(edge, gone.alpha));
        const float y = std::floor((low.y + high.y - font->FontSize) / 2);
        float x = low.x + std::floor(8 * s);
        if (gone.card.task != 0) {
            const float middle = std::floor((low.y + high.y) / 2);
            list->AddRectFilled(ImVec2(x, middle - 4 * s), ImVec2(x + 8 * s, middle + 4 * s),
                                fade(ui.theme.swatch(gone.card.task), gone.alpha));
            x += std::floor(14 * s);
        }
        text_cut(list, font, ImVec2(x, y), fade(ui.theme.text, gone.alpha), gone.card.name, high.x - x - 4 * s);
    }
}

}  // namespace viz
