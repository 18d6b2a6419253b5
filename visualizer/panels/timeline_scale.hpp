// PixelScale: how places on a time axis become pixels, with idle gaps folded away.
//
// A folded gap is so many pixels wide whatever the zoom; everything else is to scale.
//
// Thread rule: plain data, none.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace viz {

// A gap that is folded: from one place to another.
struct Fold {
    double begin = 0;
    double end = 0;
    std::uint32_t event = 0;  // the poll that waited so long
    double before = 0;        // how much the folds before this one take away
    double length() const { return end - begin; }
    bool operator==(const Fold&) const = default;
};

struct PixelScale {
    double begin = 0;     // the place at `left`
    double per_unit = 1;  // pixels
    float left = 0;
    float right = 0;
    std::span<const Fold> folds{};  // ascending, apart from each other
    float fold_width = 0;           // pixels

    float at(double place) const;      // clamped to a little beyond left and right
    double exact(double place) const;  // the same, not clamped
    double place(float x) const { return place_at(static_cast<double>(x)); }
    double place_at(double x) const;
    // What is between left and right, in units that are not folded.
    double length() const { return static_cast<double>(right - left) / per_unit; }

private:
    double flat(double place) const;  // in units, each fold as long as it is wide
};

// The scale that shows [begin, end] from left to right. Without folds if these would leave nothing to see.
PixelScale scale_of(double begin, double end, float left, float right, std::span<const Fold> folds, float fold_width);

// Zoomed so that `length` units are between left and right, while `around` stays where it is.
PixelScale zoomed(const PixelScale& scale, double around, double length);

}  // namespace viz
