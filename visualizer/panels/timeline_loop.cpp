// The lane of the loop: its turns, what each did in its phases, and how long it waited for the next.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace viz::timeline {
using namespace loopscope;

namespace {

constexpr std::size_t kMostLooked = 96;  // events of a turn, before its first handle runs
constexpr std::size_t kMostGaps = 40;

struct Turn {
    std::size_t begin = 0;
    std::size_t end = 0;  // of the next one, or of the recording
    std::optional<std::size_t> poll, polled, timer, timers_end, run;
};

Turn turn_of(const Recording& recording, std::size_t begin, std::size_t end) {
    Turn turn{begin, end, {}, {}, {}, {}, {}};
    for (std::size_t at = begin; at < std::min(end, begin + kMostLooked) && !turn.run; ++at) {
        const EventKind kind = recording[at].kind;
        if (kind == EventKind::poll_begin) turn.poll = at;
        if (turn.poll && (kind == EventKind::poll_end || kind == EventKind::time_moves)) turn.polled = at;
        if (kind == EventKind::timer_fire) {
            if (!turn.timer) turn.timer = at;
            turn.timers_end = at;
        }
        if (kind == EventKind::run_begin) turn.run = at;
    }
    return turn;
}

class LoopLane {
public:
    explicit LoopLane(Scene& scene)
        : scene_(scene),
          place_(scene.place),
          s_(scene.place.unit),
          middle_((scene.place.loop + scene.place.pinned) / 2) {}

    void draw_gaps();
    void draw_turns();

private:
    void draw_turns_at(std::size_t first, std::size_t last, float x, float next_x);
    // One phase of a turn: where it stands, what it is called, and what there is to say of it.
    struct Part {
        const char* name;
        std::string word;
        std::string tip;
        float x0 = 0;
        float x1 = 0;
        ImU32 colour = 0;
        bool full = false;
        bool future = false;
    };
    void draw_part(std::size_t number, const Part& part);
    void draw_phases(std::size_t number, const Turn& turn, float x);
    void put_number(std::size_t number, float x, float room_end, bool future);

    Scene& scene_;
    const Geometry& place_;
    float s_;
    float middle_;
};

// A phase as a bar with its word, if that has room.
void LoopLane::draw_part(std::size_t number, const Part& part) {
    const float x0 = std::max(part.x0, place_.left);
    const float x1 = std::min(std::max(part.x1, x0 + 3 * s_), place_.right);
    if (x1 <= x0) return;
    const float half = (part.full ? 6 : 3) * s_;
    const ImVec2 min(x0, middle_ - half);
    const ImVec2 max(x1, middle_ + half);
    const float alpha = part.future ? kFutureAlpha * 1.5f : 1.0f;
    if (part.full) {
        scene_.draw->AddRectFilled(min, max, fade(part.colour, 0.25f * alpha));
    } else {
        scene_.draw->AddRect(min, max, fade(part.colour, 0.8f * alpha));
    }
    ImFont* font = scene_.ui.fonts.small;
    const float width = text_width(font, part.word);
    if (x1 - x0 > width + 10 * s_) {
        const ImVec2 at((x0 + x1 - width) / 2, middle_ - font->FontSize / 2 - s_);
        if (!part.full)
            scene_.draw->AddRectFilled(ImVec2(at.x - 3 * s_, min.y), ImVec2(at.x + width + 3 * s_, max.y),
                                       scene_.ui.theme.background);
        put_words(scene_, font, at, fade(scene_.ui.theme.text_dim, alpha), part.word);
    }
    const ImVec2 low(x0, place_.loop + 2 * s_);
    const ImVec2 high(x1, place_.pinned - 2 * s_);
    scene_.ui.probe.tell("timeline/phase/" + std::to_string(number) + "/" + part.name, low, high, part.tip);
    if (ImGui::IsWindowHovered() && inside(ImGui::GetIO().MousePos, low, high)) show_tooltip(scene_.ui, part.tip);
}

// The waits of the loop: everybody waits, and so does it. A click folds one, or opens it again.
void LoopLane::draw_gaps() {
    if (scene_.view.axis == Axis::step) return;
    const auto gaps = scene_.look.folds.gaps(place_.still.begin, place_.still.place(place_.right));
    const float wide_enough = 14 * s_;
    // In a view of very many gaps none of them is wide.
    if (gaps.size() > 4000) return;
    std::size_t drawn = 0;
    for (const IdleGap& gap : gaps) {
        if (gap.end >= scene_.view.cursor && !scene_.future) break;
        const float x0 = std::max(scene_.x_of(gap.poll), place_.left);
        const float x1 = std::min(scene_.x_of(gap.end), place_.right);
        if (x1 - x0 < wide_enough || drawn++ == kMostGaps) continue;
        const ImVec2 min(x0 + 2 * s_, place_.loop + 3 * s_);
        const ImVec2 max(x1 - 2 * s_, place_.pinned - 3 * s_);
        const std::string name = "timeline/fold/" + std::to_string(gap.poll);
        const Hit press = hit(scene_.ui, name.c_str(), min, max);
        if (press.pressed) scene_.look.folds.open_or_close(gap);
        const bool folded = scene_.look.folds.is_folded(gap);
        const std::string time = duration_words(static_cast<std::uint64_t>(std::llround(gap.length() * 1e9)));
        const std::string tip =
            fill(scene_.ui.text(folded ? "timeline.gap_open" : "timeline.gap_close"), {{"time", time}});
        tooltip(scene_.ui, tip.c_str());
        scene_.ui.probe.tell(name, min, max, tip);
        if (folded) continue;
        const float alpha = (press.hovered ? 1.0f : 0.55f) * (gap.poll >= scene_.view.cursor ? 0.5f : 1.0f);
        const ImU32 colour = fade(scene_.ui.theme.waiting, alpha);
        scene_.draw->AddLine(ImVec2(x0 + 3 * s_, middle_), ImVec2(x1 - 3 * s_, middle_), colour);
        const std::string word = fill(scene_.ui.text("timeline.gap"), {{"time", time}});
        ImFont* font = scene_.ui.fonts.small;
        const float width = text_width(font, word);
        if (x1 - x0 < width + 40 * s_) continue;
        const ImVec2 at((x0 + x1 - width) / 2, middle_ - font->FontSize / 2 - s_);
        scene_.draw->AddRectFilled(ImVec2(at.x - 5 * s_, middle_ - s_), ImVec2(at.x + width + 5 * s_, middle_ + 2 * s_),
                                   scene_.ui.theme.background);
        put_words(scene_, font, at, fade(scene_.ui.theme.text_dim, std::max(alpha, 0.8f)), word);
    }
}

// A turn's number stands right of its mark, if the next mark leaves room for it.
void LoopLane::put_number(std::size_t number, float x, float room_end, bool future) {
    ImFont* font = scene_.ui.fonts.mono_small;
    const std::string words = std::to_string(number);
    const float begin = x + 5 * s_;
    const float end = begin + text_width(font, words);
    const bool covered = begin - 5 * s_ < place_.cursor_x && end + 3 * s_ > place_.cursor_x;
    if (covered || begin < place_.left || end + 4 * s_ > std::min(room_end, place_.right + 8 * s_)) return;
    put_words(scene_, font, ImVec2(begin, middle_ - 7 * s_), fade(scene_.ui.theme.text_faint, future ? 0.5f : 1.0f),
              words);
}

// Turns [first, last] that stand in the same place: without a step, all but the last of them.
void LoopLane::draw_turns_at(std::size_t first, std::size_t last, float x, float next_x) {
    const Recording& recording = scene_.view.recording;
    const auto turns = recording.turns();
    const auto number = [&](std::size_t index) { return recording.turn_at(turns[index] + 1); };
    const bool future = turns[first] >= scene_.view.cursor;
    scene_.draw->AddRectFilled(ImVec2(x - 1, middle_ - 7 * s_), ImVec2(x + 2 * s_ - 1, middle_ + 7 * s_),
                               fade(scene_.ui.theme.text_dim, future ? kFutureAlpha * 1.5f : 1.0f));
    const bool steps = scene_.view.axis == Axis::step;
    constexpr std::size_t kMostTogether = 8;
    if (next_x - x < (steps ? 120 : 64) * s_ || last - first >= kMostTogether) {
        if (steps) put_number(number(first), x, next_x, future);
        return;
    }
    for (std::size_t index = first; index <= last; ++index) {
        const std::size_t end = index + 1 < turns.size() ? turns[index + 1] : recording.size();
        draw_phases(number(index), turn_of(recording, turns[index], end), x);
    }
}

// On the step axis a turn's poll and timers take no step: they have the room before the next one.
void LoopLane::draw_phases(std::size_t number, const Turn& turn, float x) {
    const Recording& recording = scene_.view.recording;
    const Theme& theme = scene_.ui.theme;
    const bool steps = scene_.view.axis == Axis::step;
    const float room = static_cast<float>(0.2 * place_.still.per_unit);
    const std::string which = std::to_string(number);
    const auto words = [&](const char* key, std::uint64_t count) {
        return fill(scene_.ui.text(key), {{"turn", which}, {"count", std::to_string(count)}});
    };
    const auto known = [&](std::size_t event) { return event < scene_.view.cursor || scene_.future; };
    const auto future = [&](std::size_t event) { return event >= scene_.view.cursor; };
    // On a clock, a poll that waits is the gap itself.
    const bool waited = turn.poll && waits(recording[*turn.poll]);
    if (turn.poll && turn.polled && known(*turn.polled) && steps == waited) {
        const std::string tip = words(waited ? "timeline.poll_waited" : "timeline.poll_looked", 0);
        const float x0 = steps ? x + 4 * s_ : scene_.x_of(*turn.poll);
        const float x1 = steps ? x + 0.5f * room : scene_.x_of(*turn.polled);
        draw_part(number,
                  {"poll", scene_.ui.text("timeline.poll"), tip, x0, x1, theme.waiting, false, future(*turn.poll)});
    }
    if (turn.timer && known(*turn.timers_end)) {
        std::uint64_t fired = 0;
        for (std::size_t at = *turn.timer; at <= *turn.timers_end; ++at)
            fired += recording[at].kind == EventKind::timer_fire ? 1 : 0;
        const float x0 = steps ? x + 0.5f * room + 3 * s_ : scene_.x_of(*turn.timer);
        const float x1 = steps ? x + room - 3 * s_ : scene_.x_of(*turn.timers_end);
        draw_part(number, {"timers", scene_.ui.text("timeline.timers"), words("timeline.timers_fired", fired), x0, x1,
                           theme.ready, false, future(*turn.timer)});
    }
    if (!turn.run || !known(*turn.run)) return;
    // Callbacks alone take no step.
    if (steps && recording.step_at(turn.end) == recording.step_at(turn.begin)) return;
    const std::size_t last = std::min(turn.end, scene_.future ? turn.end : scene_.view.cursor);
    // The turn's last event stands where its last step ends, if it had one.
    const float x1 = last > *turn.run + 1 ? scene_.x_of(last - 1) : x;
    const float x0 = steps ? x + room : scene_.x_of(*turn.run);
    const std::string word = steps ? words("timeline.run_of_turn", 0) : std::string(scene_.ui.text("timeline.run"));
    draw_part(number, {"run", word, words("timeline.run_handles", recording[*turn.run].a), x0, x1, theme.running, true,
                       future(*turn.run)});
}

void LoopLane::draw_turns() {
    const auto turns = scene_.view.recording.turns();
    const std::size_t known = scene_.future ? scene_.view.recording.size() : scene_.view.cursor;
    std::size_t next = scene_.cursor_at_x(place_.left - 1);
    auto found = std::ranges::lower_bound(turns, next);
    // The turn that began before the view reaches into it.
    if (found != turns.begin()) --found;
    while (found != turns.end()) {
        if (*found >= scene_.view.cursor && !scene_.future) break;
        const float x = scene_.x_of(*found);
        if (x > place_.right) break;
        const auto after = std::ranges::lower_bound(
            found + 1, turns.end(),
            std::max<std::size_t>(*found + 1, scene_.axis.cursor_at(place_.scale.place(x + 4 * s_), *found)));
        const bool more = after != turns.end() && (*after < scene_.view.cursor || scene_.future);
        const float next_x = more ? scene_.x_of(*after) : place_.right;
        if (x >= place_.left - 1 || next_x > place_.left) {
            const auto last = (more ? after : std::ranges::lower_bound(found + 1, turns.end(), known)) - turns.begin();
            draw_turns_at(static_cast<std::size_t>(found - turns.begin()), static_cast<std::size_t>(last) - 1, x,
                          next_x);
        }
        found = after;
    }
}

}  // namespace

void draw_loop_lane(Scene& scene) {
    const Geometry& place = scene.place;
    const float middle = (place.loop + place.pinned) / 2;
    draw_text(scene.draw, scene.ui.fonts.body, ImVec2(place.name_left, middle - scene.ui.fonts.body->FontSize / 2),
              scene.ui.theme.text_dim, scene.ui.text("timeline.loop"));
    scene.draw->PushClipRect(ImVec2(place.left - 2, place.loop), ImVec2(place.max.x, place.pinned), true);
    LoopLane lane(scene);
    lane.draw_gaps();
    lane.draw_turns();
    scene.draw->PopClipRect();
    scene.draw->AddLine(ImVec2(place.name_left, place.pinned - 1), ImVec2(place.right, place.pinned - 1),
                        scene.ui.theme.panel_line);
    scene.ui.probe.tell("timeline/loop", ImVec2(place.min.x, place.loop), ImVec2(place.max.x, place.pinned),
                        counted(*scene.view.language, scene.view.world.turn(), "words.turns"));
}

}  // namespace viz::timeline
