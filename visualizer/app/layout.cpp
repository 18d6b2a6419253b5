#include "app/layout.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

constexpr float kTopHeight = 46;
constexpr float kNoticeHeight = 46;
constexpr float kGap = 7;  // a splitter is a line with room to be caught
constexpr float kLeastLeft = 250;
constexpr float kLeastCentre = 340;
constexpr float kLeastRight = 260;
constexpr float kLeastBottom = 120;
constexpr float kLeastMiddle = 220;
constexpr float kLeastLoop = 200;

float at(float fraction, const Split& split, float origin) {
    return std::floor(origin + split.extent * std::clamp(fraction, split.least, std::max(split.least, split.most)));
}

}  // namespace

Layout lay_out(ImVec2 display, const Fractions& fractions, float scale, bool notice) {
    Layout out;
    const float gap = std::floor(kGap * scale);
    const float top = std::floor(kTopHeight * scale);
    const float middle_top = top + (notice ? std::floor(kNoticeHeight * scale) : 0);
    const float height = std::max(1.0f, display.y);
    const float width = std::max(1.0f, display.x);
    out.top = {{0, 0}, {width, top}};
    out.notice = {{0, top}, {width, middle_top}};

    out.bottom.extent = height;
    out.bottom.least = std::min(0.9f, (middle_top + kLeastMiddle * scale) / height);
    out.bottom.most = 1 - std::min(0.5f, kLeastBottom * scale / height);
    const float bottom = at(fractions.bottom, out.bottom, 0);

    // In a window that is too narrow for all, each column gives way in proportion.
    const float squeeze = std::min(1.0f, width / ((kLeastLeft + kLeastCentre + kLeastRight) * scale));
    out.left.extent = out.right.extent = out.foot.extent = width;
    out.left.least = kLeastLeft * scale * squeeze / width;
    out.right.most = 1 - kLeastRight * scale * squeeze / width;
    out.left.most = out.right.most - kLeastCentre * scale * squeeze / width;
    const float left = at(fractions.left, out.left, 0);
    out.right.least = (left + kLeastCentre * scale * squeeze) / width;
    const float right = at(fractions.right, out.right, 0);
    out.foot.least = 0.25f;
    out.foot.most = 0.75f;
    const float foot = at(fractions.foot, out.foot, 0);

    out.centre.extent = out.side.extent = out.low_side.extent = std::max(1.0f, bottom - middle_top);
    out.centre.least = out.side.least = 0.15f;
    out.centre.most = 0.85f;
    // The phases, what they do, and a row of cards, however large the type is.
    out.side.least = std::clamp(kLeastLoop * scale / out.side.extent, 0.15f, 0.5f);
    out.side.most = 0.7f;
    const float centre = at(fractions.centre, out.centre, middle_top);
    const float side = at(fractions.side, out.side, middle_top);
    out.low_side.least = (side - middle_top) / out.side.extent + 0.15f;
    out.low_side.most = 0.85f;
    const float low_side = at(fractions.low_side, out.low_side, middle_top);

    out.lesson = {{0, middle_top}, {left, bottom}};
    out.left.box = {{left, middle_top}, {left + gap, bottom}};
    out.timeline = {{left + gap, middle_top}, {right, centre}};
    out.centre.box = {{left + gap, centre}, {right, centre + gap}};
    out.source = {{left + gap, centre + gap}, {right, bottom}};
    out.right.box = {{right, middle_top}, {right + gap, bottom}};
    out.loop = {{right + gap, middle_top}, {width, side}};
    out.side.box = {{right + gap, side}, {width, side + gap}};
    out.resources = {{right + gap, side + gap}, {width, low_side}};
    out.low_side.box = {{right + gap, low_side}, {width, low_side + gap}};
    out.selection = {{right + gap, low_side + gap}, {width, bottom}};
    out.bottom.box = {{0, bottom}, {width, bottom + gap}};
    out.tabs = {{0, bottom + gap}, {foot, height}};
    out.foot.box = {{foot, bottom + gap}, {foot + gap, height}};
    out.happened = {{foot + gap, bottom + gap}, {width, height}};
    return out;
}

}  // namespace viz
