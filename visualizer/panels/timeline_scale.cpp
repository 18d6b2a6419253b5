#include "panels/timeline_scale.hpp"

#include <algorithm>

namespace viz {

namespace {

std::size_t folds_before(std::span<const Fold> folds, double place) {
    const auto found = std::partition_point(folds.begin(), folds.end(), [&](const Fold& f) { return f.end <= place; });
    return static_cast<std::size_t>(found - folds.begin());
}

double taken_away(std::span<const Fold> folds, std::size_t count) {
    return count == 0 ? 0 : folds[count - 1].before + folds[count - 1].length();
}

}  // namespace

double PixelScale::flat(double place) const {
    if (folds.empty()) return place;
    const double width = static_cast<double>(fold_width) / per_unit;
    const std::size_t count = folds_before(folds, place);
    const double shift = static_cast<double>(count) * width - taken_away(folds, count);
    if (count == folds.size() || place <= folds[count].begin) return place + shift;
    const Fold& fold = folds[count];
    return fold.begin + shift + (place - fold.begin) / fold.length() * width;
}

double PixelScale::exact(double place) const {
    const double units = folds.empty() ? place - begin : flat(place) - flat(begin);
    return static_cast<double>(left) + units * per_unit;
}

float PixelScale::at(double place) const {
    constexpr double kBeyond = 64;
    return static_cast<float>(
        std::clamp(exact(place), static_cast<double>(left) - kBeyond, static_cast<double>(right) + kBeyond));
}

double PixelScale::place_at(double x) const {
    const double units = (x - static_cast<double>(left)) / per_unit;
    if (folds.empty()) return begin + units;
    const double wanted = flat(begin) + units;
    const double width = static_cast<double>(fold_width) / per_unit;
    const auto flat_begin = [&](std::size_t at) {
        return folds[at].begin - folds[at].before + static_cast<double>(at) * width;
    };
    std::size_t at = 0;
    for (std::size_t step = folds.size(); step > 0;) {  // the first fold that ends beyond
        const std::size_t half = step / 2;
        if (flat_begin(at + half) + width <= wanted) {
            at += half + 1;
            step -= half + 1;
        } else {
            step = half;
        }
    }
    if (at < folds.size() && wanted > flat_begin(at))
        return folds[at].begin + (wanted - flat_begin(at)) / width * folds[at].length();
    return wanted + taken_away(folds, at) - static_cast<double>(at) * width;
}

PixelScale scale_of(double begin, double end, float left, float right, std::span<const Fold> folds, float fold_width) {
    PixelScale scale{begin, 1, left, right};
    const auto pixels = static_cast<double>(right - left);
    const double all = std::max(end - begin, 1e-12);
    double away = 0;
    double parts = 0;
    for (const Fold& fold : folds) {
        const double seen = std::min(end, fold.end) - std::max(begin, fold.begin);
        if (seen <= 0) continue;
        away += seen;
        parts += seen / fold.length();
    }
    const double plain = pixels - parts * static_cast<double>(fold_width);
    if (folds.empty() || all - away < 1e-7 * all || plain < 0.25 * pixels) {
        scale.per_unit = pixels / all;
        return scale;
    }
    scale.folds = folds;
    scale.fold_width = fold_width;
    scale.per_unit = plain / (all - away);
    return scale;
}

PixelScale zoomed(const PixelScale& scale, double around, double length) {
    PixelScale other = scale;
    const double x = scale.exact(around);
    other.per_unit = static_cast<double>(scale.right - scale.left) / length;
    // Measured from what stays where it is.
    other.begin = around;
    other.begin = other.place_at(static_cast<double>(scale.left) + static_cast<double>(scale.left) - x);
    return other;
}

}  // namespace viz
