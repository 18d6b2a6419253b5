// The minimap: the whole recording in small, with the part in view as a box.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"

#include <algorithm>

namespace viz::timeline {
using namespace loopscope;

namespace {

// How much happened in each part of the recording; counted again when it is longer.
const std::vector<float>& density(Scene& scene, const PixelScale& scale, int bars) {
    TimelineLook::Density& known = scene.look.density;
    const double full = scale.length();
    const bool same = known.axis == scene.view.axis && known.known == scene.known && known.full == full &&
                      known.folds == scale.folds.size() && known.shares.size() == static_cast<std::size_t>(bars);
    if (same) return known.shares;
    known = {scene.view.axis, scene.known, full, scale.folds.size(), {}};
    std::vector<std::size_t> counts;
    std::size_t before = 0;
    std::size_t most = 1;
    const float width = (scale.right - scale.left) / static_cast<float>(bars);
    for (int bar = 1; bar <= bars; ++bar) {
        const double end = scale.place(scale.left + width * static_cast<float>(bar));
        const std::size_t after = std::min(scene.known, scene.still.cursor_at(end, before));
        counts.push_back(std::max(after, before) - before);
        most = std::max(most, counts.back());
        before = std::max(after, before);
    }
    for (const std::size_t count : counts) known.shares.push_back(static_cast<float>(count) / static_cast<float>(most));
    return known.shares;
}

void draw_moments_small(Scene& scene, const PixelScale& scale, float top, float s) {
    const View& view = scene.view;
    constexpr std::size_t kMostSmall = 200;
    const auto mark = [&](std::size_t event, ImU32 colour, float& last) {
        if (event >= view.cursor && !scene.future) return;
        const float x = scale.at(scene.still.place(event));
        if (x < last + 2) return;
        last = x;
        scene.draw->AddRectFilled(ImVec2(x - s, top), ImVec2(x + s, top + 5 * s), colour);
    };
    float last = -10;
    for (const Finding& finding : view.findings.first(std::min(view.findings.size(), kMostSmall)))
        mark(finding.last, severity_of(finding) == Severity::error ? scene.ui.theme.failed : scene.ui.theme.ready,
             last);
    last = -10;
    for (const Bookmark& bookmark : view.bookmarks.first(std::min(view.bookmarks.size(), kMostSmall)))
        mark(bookmark.index > 0 ? bookmark.index - 1 : 0, scene.ui.theme.accent, last);
}

}  // namespace

void draw_minimap(Scene& scene, TimelineLook::Range& range, float left) {
    if (range.fit) return;
    const Geometry& place = scene.place;
    const Theme& theme = scene.ui.theme;
    const float s = place.unit;
    const ImVec2 max(place.right, place.max.y - 9 * s);
    const ImVec2 min(std::min(std::max(place.left, left + 8 * s), place.right - 104 * s), place.legend + 7 * s);
    const double folded = scene.look.folds.folded();
    const double full = fitted_end(scene.still, scene.known, scene.view.recording.finished(), folded);
    const PixelScale scale = scale_of(0, full, min.x, max.x, place.still.folds, 6 * s);

    drag_area("minimap", min, max);
    if (ImGui::IsItemActive()) {
        const double x = place.still.exact(scale.place(std::clamp(ImGui::GetIO().MousePos.x, min.x, max.x)));
        pan_pixels(range, place.still, x - static_cast<double>(place.left + place.right) / 2);
    }
    tooltip(scene.ui, scene.ui.text("timeline.minimap"));

    scene.draw->AddLine(ImVec2(min.x, max.y), max, theme.panel_line);
    const int bars = std::max(1, static_cast<int>((max.x - min.x) / (4 * s)));
    const std::vector<float>& shares = density(scene, scale, bars);
    const float width = (max.x - min.x) / static_cast<float>(bars);
    for (int bar = 0; bar < bars; ++bar) {
        const float share = shares[static_cast<std::size_t>(bar)];
        if (share <= 0) continue;
        const float x = min.x + width * static_cast<float>(bar);
        const float height = std::max(1.0f, share * (max.y - min.y));
        scene.draw->AddRectFilled(ImVec2(x, max.y - height), ImVec2(x + width - 1, max.y), fade(theme.waiting, 0.35f));
    }
    draw_moments_small(scene, scale, min.y, s);
    const auto x_of = [&](double at) { return std::clamp(scale.at(at), min.x, max.x); };
    const float box_left = x_of(place.still.begin);
    const float box_right = std::max(box_left + 3, x_of(place.still.place(place.right)));
    scene.draw->AddRect(ImVec2(box_left, min.y), ImVec2(box_right, max.y), theme.waiting);
    const float cursor = x_of(scene.still.cursor_place(scene.view.cursor));
    scene.draw->AddLine(ImVec2(cursor, min.y), ImVec2(cursor, max.y), theme.text);
    scene.ui.probe.tell("timeline/minimap", min, max, scene.ui.text("timeline.minimap"));
}

}  // namespace viz::timeline
