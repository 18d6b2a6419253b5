// The timeline's ruler, its folds, the moments worth finding again, the cursor and the legend.
#include "panels/draw.hpp"
#include "panels/findings.hpp"
#include "panels/stops.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz::timeline {
using namespace loopscope;

namespace {

constexpr std::size_t kMostMoments = 60;

// A line in zig-zag from top to bottom: here the axis is broken.
void zigzag(ImDrawList* draw, float x, float top, float bottom, float tooth, ImU32 colour) {
    float side = 1;
    for (float y = top; y < bottom; y += 2 * tooth, side = -side) {
        const float end = std::min(bottom, y + 2 * tooth);
        draw->AddLine(ImVec2(x - side * tooth / 2, y), ImVec2(x + side * tooth / 2, end), colour);
    }
}

// Something on the ruler that leads to a moment.
struct Moment {
    std::size_t cursor = 0;
    float x = 0;
    const Finding* finding = nullptr;  // else a bookmark
    std::size_t number = 0;            // in its list
};

std::string moment_words(const Scene& scene, const Moment& moment) {
    const View& view = scene.view;
    if (moment.finding == nullptr) {
        const std::string& note = view.bookmarks[moment.number].note;
        return note.empty() ? std::string(scene.ui.text("timeline.bookmark")) : note;
    }
    return tell(*moment.finding, view.recording, view.language->phrases).title;
}

ImU32 severity_colour(const Theme& theme, const Finding& finding) {
    switch (severity_of(finding)) {
        case Severity::error:
            return theme.failed;
        case Severity::warning:
            return theme.ready;
        case Severity::hint:
            break;
    }
    return theme.accent;
}

void flag(ImDrawList* draw, ImVec2 foot, float s, ImU32 colour) {
    draw->AddLine(foot, ImVec2(foot.x, foot.y - 11 * s), colour, std::max(1.0f, s));
    draw->AddTriangleFilled(ImVec2(foot.x, foot.y - 11 * s), ImVec2(foot.x + 7 * s, foot.y - 8 * s),
                            ImVec2(foot.x, foot.y - 5 * s), colour);
}

void diamond(ImDrawList* draw, ImVec2 centre, float half, ImU32 colour) {
    draw->AddQuadFilled(ImVec2(centre.x, centre.y - half), ImVec2(centre.x + half, centre.y),
                        ImVec2(centre.x, centre.y + half), ImVec2(centre.x - half, centre.y), colour);
}

void draw_moment(Scene& scene, const Moment& moment, std::size_t hidden, Actions& actions) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    const ImVec2 min(moment.x - 6 * s, place.loop - 12 * s);
    const ImVec2 max(moment.x + 8 * s, place.loop + 1 * s);
    const std::string name = std::string(moment.finding != nullptr ? "timeline/finding/" : "timeline/bookmark/") +
                             std::to_string(moment.number);
    const Hit press = hit(scene.ui, name.c_str(), min, max);
    if (press.pressed && moment.finding != nullptr) {
        const Actions way = go_to(*moment.finding);
        actions.insert(actions.end(), way.begin(), way.end());
    } else if (press.pressed) {
        actions.push_back(act::Seek{moment.cursor, true});
    }
    if (moment.finding != nullptr) {
        diamond(scene.draw, ImVec2(moment.x, place.loop - 5 * s), (press.hovered ? 6.0f : 5.0f) * s,
                severity_colour(scene.ui.theme, *moment.finding));
    } else {
        flag(scene.draw, ImVec2(moment.x, place.loop), s, scene.ui.theme.accent);
    }
    if (!press.hovered && !scene.ui.probe.on) return;
    std::string words = moment_words(scene, moment);
    scene.ui.probe.tell(name, min, max, words);
    if (!press.hovered) return;
    if (moment.finding != nullptr)
        words += "\n" + plain(tell(*moment.finding, scene.view.recording, scene.view.language->phrases).claim);
    if (hidden > 0) words += "\n" + fill(scene.ui.text("timeline.more_here"), {{"count", std::to_string(hidden)}});
    tooltip(scene.ui, words.c_str());
}

// From left to right; of those that would lie on each other the first is meant.
std::vector<Moment> visible_moments(const Scene& scene) {
    const Geometry& place = scene.place;
    std::vector<Moment> moments;
    const auto add = [&](Moment moment, std::size_t event) {
        if (moment.cursor > scene.view.cursor && !scene.future) return;
        moment.x = scene.x_of(event);
        if (moment.x >= place.left - 1 && moment.x <= place.right + 1) moments.push_back(moment);
    };
    const View& view = scene.view;
    // Both lists are ascending, so what lies left of the view is leapt over.
    const std::size_t from = scene.cursor_at_x(place.left - 2);
    const auto finding =
        std::ranges::partition_point(view.findings, [&](const Finding& f) { return f.last + 1 < from; });
    for (auto at = prediction_is_open(view) ? view.findings.end() : finding;
         at != view.findings.end() && moments.size() < 4 * kMostMoments; ++at)
        add({at->last + 1, 0, &*at, static_cast<std::size_t>(at - view.findings.begin())}, at->last);
    const auto mark =
        std::ranges::partition_point(view.bookmarks, [&](const Bookmark& b) { return b.index + 1 < from; });
    const std::size_t most = moments.size() + 4 * kMostMoments;
    for (auto at = mark; at != view.bookmarks.end() && moments.size() < most; ++at)
        add({at->index, 0, nullptr, static_cast<std::size_t>(at - view.bookmarks.begin())},
            at->index > 0 ? at->index - 1 : 0);
    std::ranges::sort(moments, {}, [](const Moment& moment) { return std::pair(moment.x, moment.number); });
    return moments;
}

}  // namespace

void show_tooltip(Ui& ui, const std::string& words) {
    ImGui::BeginTooltip();
    ImGui::PushFont(ui.fonts.small);
    ImGui::PushTextWrapPos(380 * ui.scale);
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    ImGui::EndTooltip();
}

namespace {

// "// 2 s //" over a fold, and where it stands.
struct FoldWords {
    std::string words;
    float left = 0;
    float right = 0;
    bool stands = false;  // there is room beside the one before
};

std::vector<FoldWords> fold_words(const Scene& scene) {
    const Geometry& place = scene.place;
    std::vector<FoldWords> all;
    float last = place.left - 100 * place.unit;
    for (const Fold& fold : place.still.folds) {
        const float middle = (place.still.at(fold.begin) + place.still.at(fold.end)) / 2;
        FoldWords one;
        one.words = fill(scene.ui.text("timeline.folded"),
                         {{"time", duration_words(static_cast<std::uint64_t>(std::llround(fold.length() * 1e9)))}});
        const float width = text_width(scene.ui.fonts.small, one.words);
        one.left = std::clamp(middle - width / 2, place.left, std::max(place.left, place.max.x - width));
        one.right = one.left + width;
        one.stands = one.left > last + 8 * place.unit;
        if (one.stands) last = one.right;
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

void draw_ruler(Scene& scene) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    ImFont* font = scene.ui.fonts.mono_small;
    const bool step = scene.view.axis == Axis::step;
    const float apart = step ? 30 * s : 70 * s;
    const int most = std::max(2, static_cast<int>((place.right - place.left) / apart));
    float last = place.left - 40 * s;
    const bool folds_stand = scene.look.before.since < 0;
    const std::vector<FoldWords> folds = folds_stand ? fold_words(scene) : std::vector<FoldWords>();
    const auto under_fold = [&](float from, float to) {
        return std::ranges::any_of(folds, [&](const FoldWords& fold) {
            return fold.stands && from < fold.right + 6 * s && to > fold.left - 6 * s;
        });
    };
    for (const Tick& tick : axis_ticks(scene.view.axis, place.still, most)) {
        // A step's number stands over the middle of its mark.
        const double shift = step ? TimelineAxis::kStepFill / 2 : 0;
        const float x = place.still.at(tick.place);
        const float text = place.still.at(tick.place + shift);
        if (x < place.left - 1 || x > place.right + 1) continue;
        const float width = text_width(font, tick.label);
        scene.draw->AddLine(ImVec2(x, place.ruler + 18 * s), ImVec2(x, place.lanes_end),
                            fade(scene.ui.theme.panel_line, 0.7f));
        const bool covered = std::fabs(text - place.cursor_x) < width / 2 + 9 * s;
        if (covered || text + width / 2 > place.max.x || text - width / 2 < last + 6 * s) continue;
        if (under_fold(text - width / 2, text + width / 2)) continue;
        put_words(scene, font, ImVec2(text - width / 2, place.ruler), scene.ui.theme.text_faint, tick.label);
        last = text + width / 2;
    }
    scene.ui.probe.tell("timeline/ruler", ImVec2(place.left, place.ruler), ImVec2(place.right, place.loop),
                        scene.ui.text("timeline.ruler"));
}

void draw_folds(Scene& scene) {
    const Geometry& place = scene.place;
    if (scene.look.before.since >= 0) return;  // not while the axis is on its way
    const float s = place.unit;
    ImFont* font = scene.ui.fonts.small;
    const std::vector<FoldWords> words = fold_words(scene);
    for (const Fold& fold : place.still.folds) {
        const float x0 = place.still.at(fold.begin);
        const float x1 = place.still.at(fold.end);
        if (x1 < place.left + 4 * s || x0 > place.right - 4 * s) continue;
        const float middle = (x0 + x1) / 2;
        const float gap = 5 * s;
        // The break covers what would be drawn across it.
        scene.draw->AddRectFilled(ImVec2(middle - gap, place.loop + 2 * s), ImVec2(middle + gap, place.lanes_end),
                                  scene.ui.theme.background);
        for (const float x : {middle - gap, middle + gap})
            zigzag(scene.draw, x, place.loop + 2 * s, place.lanes_end, 5 * s, scene.ui.theme.text_faint);
        const FoldWords& said = words[static_cast<std::size_t>(&fold - place.still.folds.data())];
        if (!said.stands) continue;
        const ImVec2 at(said.left, place.ruler);
        put_words(scene, font, at, scene.ui.theme.text_dim, said.words);
        scene.ui.probe.tell("timeline/folded/" + std::to_string(fold.event), at,
                            ImVec2(said.right, at.y + font->FontSize), said.words);
    }
}

void draw_moments(Scene& scene, Actions& actions) {
    const std::vector<Moment> moments = visible_moments(scene);
    std::size_t drawn = 0;
    for (std::size_t at = 0; at < moments.size() && drawn < kMostMoments; ++drawn) {
        std::size_t next = at + 1;
        while (next < moments.size() && moments[next].x < moments[at].x + 9 * scene.place.unit) ++next;
        draw_moment(scene, moments[at], next - at - 1, actions);
        at = next;
    }
}

void draw_cursor(Scene& scene) {
    const Geometry& place = scene.place;
    const float x = place.cursor_x;
    const float s = place.unit;
    if (x < place.left - 1 || x > place.right + 1) return;
    const ImU32 colour = scene.ui.theme.text;
    scene.draw->AddRectFilled(ImVec2(x - 1, place.ruler + 4 * s), ImVec2(x + 1, place.lanes_end), colour);
    scene.draw->AddTriangleFilled(ImVec2(x - 7 * s, place.ruler - 1 * s), ImVec2(x + 7 * s, place.ruler - 1 * s),
                                  ImVec2(x, place.ruler + 8 * s), colour);
    scene.ui.probe.tell(
        "timeline/cursor", ImVec2(x - 7 * s, place.ruler), ImVec2(x + 7 * s, place.ruler + 10 * s),
        place_words(*scene.view.language, scene.view.axis, scene.still.cursor_place(scene.view.cursor)));
}

float draw_legend(Scene& scene) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    struct Entry {
        TaskState state;
        const char* key;
        const char* name;
    };
    constexpr Entry entries[] = {{TaskState::running, "state.running", "timeline/legend/running"},
                                 {TaskState::ready, "state.ready", "timeline/legend/ready"},
                                 {TaskState::waiting, "state.waiting", "timeline/legend/waiting"},
                                 {TaskState::done, "state.done", "timeline/legend/done"},
                                 {TaskState::failed, "state.failed", "timeline/legend/failed"},
                                 {TaskState::cancelled, "state.cancelled", "timeline/legend/cancelled"}};
    const bool zoomed = !scene.look.ranges[static_cast<std::size_t>(scene.view.axis)].fit;
    const float end = zoomed ? place.right - 112 * s : place.right;
    const float stride = zoomed ? 60 * s : std::clamp((end - place.name_left) / 6, 60 * s, 104 * s);
    const float middle = place.legend + 14 * s;
    float x = place.name_left;
    for (const Entry& entry : entries) {
        const char* word = scene.ui.text(entry.key);
        const float width = 20 * s + text_width(scene.ui.fonts.small, word);
        if (x + width > end) break;
        state_mark(scene.ui, scene.draw, ImVec2(x, middle - 6 * s), ImVec2(x + 12 * s, middle + 6 * s), entry.state);
        draw_text(scene.draw, scene.ui.fonts.small, ImVec2(x + 20 * s, middle - scene.ui.fonts.small->FontSize / 2),
                  scene.ui.theme.text_dim, word);
        scene.ui.probe.tell(entry.name, ImVec2(x, middle - 7 * s), ImVec2(x + width, middle + 7 * s), word);
        x += std::max(stride, width + 12 * s);
    }
    return x;
}

}  // namespace viz::timeline
