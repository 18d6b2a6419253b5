#include "panels/resources_draw.hpp"

#include "panels/draw.hpp"
#include "ui/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostMarks = 16;  // permits, seats: more are told by their number alone

}  // namespace

bool ResourceDrawing::in_sight(float top, float bottom) const {
    const float from = ImGui::GetWindowPos().y;
    return top >= from - 0.5f && bottom <= from + ImGui::GetWindowHeight() + 0.5f;
}

float ResourceDrawing::line_height() const { return std::floor(ui_.fonts.small->FontSize + 8 * s_); }

std::string ResourceDrawing::path(const char* part) const { return fmt::format("resources/{}/{}", it_->id, part); }

float ResourceDrawing::draw(const Resource& resource, ImVec2 at, float right) {
    it_ = &resource;
    left_ = at.x;
    right_ = right;
    y_ = at.y;
    heading();
    if (resource.lively) {
        picture();
        for (std::size_t number = 0; number < resource.groups.size(); ++number) group(resource.groups[number], number);
        notes();
        y_ += std::floor(6 * s_);
    }
    if (resource.selected) {
        const float bar = std::max(2.0f, std::floor(2 * s_));
        list_->AddRectFilled(ImVec2(left_ - 9 * s_, at.y + 2 * s_), ImVec2(left_ - 9 * s_ + bar, y_ - 4 * s_),
                             ui_.theme.accent);
    }
    return y_;
}

// Its name, what it is and where it was made, and a number at the right.
void ResourceDrawing::heading() {
    const float height = std::floor(ui_.fonts.bold->FontSize + 4 * s_);
    const ImVec2 low(left_, y_);
    const ImVec2 high(right_, y_ + height);
    const std::string name = fmt::format("resources/{}", it_->id);
    const Hit press = hit(ui_, name.c_str(), low, high);
    if (press.pressed) actions_.push_back(act::Select{.object = it_->id});
    const std::string tip = ui_.text(("resources.tip." + kind_key(it_->kind)).c_str());
    const std::string about_words = it_->about.empty() ? "" : " (" + it_->about + ")";
    tooltip(ui_, (it_->title + about_words + ": " + it_->state + "\n" + tip).c_str());
    next_line(height);
    if (!in_sight(low.y, high.y)) return;
    if (press.hovered) list_->AddRectFilled(ImVec2(low.x - 4 * s_, low.y), high, fade(ui_.theme.text, 0.06f));
    ImFont* bold = it_->lively ? ui_.fonts.bold : ui_.fonts.body;
    ImFont* small = ui_.fonts.small;
    const float remark = text_width(ui_.fonts.mono_small, it_->remark);
    const float room = std::max(20.0f, right_ - left_ - remark - 12 * s_);
    bool cut = text_cut(list_, bold, low, it_->lively ? ui_.theme.text : ui_.theme.text_dim, it_->title, room);
    const float about = std::min(room, text_width(bold, it_->title)) + 8 * s_;
    const float drop = bold->Ascent - small->Ascent;
    // Where there is no room for all of it, as many of its parts as fit; the tooltip has them all.
    std::string_view fits = it_->about;
    while (!fits.empty() && about + text_width(small, fits) > room) {
        const std::size_t comma = fits.rfind(", ");
        fits = comma == std::string_view::npos ? std::string_view() : fits.substr(0, comma);
    }
    if (!fits.empty()) draw_text(list_, small, ImVec2(left_ + about, low.y + drop), ui_.theme.text_dim, fits);
    const bool urgent = it_->busy && std::ranges::any_of(it_->groups, &ResourceGroup::waits);
    draw_text(list_, ui_.fonts.mono_small, ImVec2(right_ - remark, low.y + bold->Ascent - ui_.fonts.mono_small->Ascent),
              urgent ? ui_.theme.ready : ui_.theme.text_dim, it_->remark);
    tell(ui_, name, low, high, it_->title + ", " + it_->about + ", " + it_->remark, true, cut);
}

void ResourceDrawing::words(float x, std::string_view text, ImU32 colour, const std::string& name) {
    const float y = y_ + std::floor((line_height() - ui_.fonts.small->FontSize) / 2);
    const bool cut = text_cut(list_, ui_.fonts.small, ImVec2(x, y), colour, text, right_ - x);
    const ImVec2 high(std::min(right_, x + text_width(ui_.fonts.small, text)), y + ui_.fonts.small->FontSize);
    if (cut && high.x > x) {
        drag_area(name.c_str(), ImVec2(x, y), high);
        tooltip(ui_, std::string(text).c_str());
    }
    tell(ui_, name, ImVec2(x, y), high, text, true, cut);
}

void ResourceDrawing::label(std::string_view text, const std::string& name) {
    words(left_, text, ui_.theme.text_dim, name);
}

void ResourceDrawing::picture() {
    switch (it_->kind) {
        case ObjectKind::queue:
        case ObjectKind::priority_queue:
        case ObjectKind::lifo_queue:
            return slots();
        case ObjectKind::lock:
            return key();
        case ObjectKind::semaphore:
        case ObjectKind::bounded_semaphore:
        case ObjectKind::rate_limiter:
        case ObjectKind::pool:
            return tray();
        case ObjectKind::event:
            return gate();
        case ObjectKind::barrier:
            return seats();
        case ObjectKind::gather:
        case ObjectKind::wait:
        case ObjectKind::as_completed:
        case ObjectKind::task_group:
        case ObjectKind::shield:
            return children();
        case ObjectKind::timeout:
            return time_left();
        default:
            if (in_sight(y_, y_ + line_height())) label(it_->state, path("state"));
            next_line(line_height());
    }
}

// A queue: who puts comes from the left, who gets takes from the right.
void ResourceDrawing::slots() {
    const float height = std::floor(ui_.fonts.small->FontSize + 10 * s_);
    if (!in_sight(y_, y_ + height)) return next_line(height + 4 * s_);
    const std::string put = ui_.text("resources.put");
    const std::string get = ui_.text("resources.get");
    const float text_y = y_ + std::floor((height - ui_.fonts.small->FontSize) / 2);
    const float begin = left_ + text_width(ui_.fonts.small, put) + 10 * s_;
    const float end = right_ - text_width(ui_.fonts.small, get) - 10 * s_;
    draw_text(list_, ui_.fonts.small, ImVec2(left_, text_y), ui_.theme.text_dim, put);
    // What leaves next stands at the right, where it is taken.
    float x = end;
    std::size_t shown = 0;
    const std::string rest = "+000";
    const float reserve = text_width(ui_.fonts.small, rest) + 6 * s_;
    for (; shown < it_->items.size(); ++shown) {
        const float width = std::clamp(text_width(ui_.fonts.mono_small, it_->items[shown]) + 14 * s_, 34 * s_, 96 * s_);
        const bool last = shown + 1 == it_->items_all;
        if (x - width < begin + (last ? 0 : reserve)) break;
        x -= std::floor(width);
        slot(x, it_->items[shown], shown, true);
        x -= std::floor(4 * s_);
    }
    const std::size_t hidden = it_->items_all - shown;
    if (hidden > 0) {
        const std::string more = fmt::format("+{}", hidden);
        x -= text_width(ui_.fonts.small, more);
        draw_text(list_, ui_.fonts.small, ImVec2(x, text_y), ui_.theme.text_dim, more);
        x -= 6 * s_;
    }
    const auto capacity = static_cast<std::size_t>(std::max<std::int64_t>(0, it_->capacity.value_or(0)));
    if (capacity == 0 && hidden == 0 && x - 40 * s_ > begin) {
        // Without a limit: the row is open to the left.
        const ImVec2 low(std::max(begin, x - 60 * s_), y_);
        list_->AddLine(low, ImVec2(x, y_), ui_.theme.card_line);
        list_->AddLine(ImVec2(low.x, y_ + height - 1), ImVec2(x, y_ + height - 1), ui_.theme.card_line);
        list_->AddLine(ImVec2(x, y_), ImVec2(x, y_ + height), ui_.theme.card_line);
    }
    for (std::size_t empty = it_->items_all; empty < capacity && x - 34 * s_ >= begin; ++empty) {
        x -= std::floor(34 * s_);
        slot(x, {}, empty, false);
        x -= std::floor(4 * s_);
    }
    draw_text(list_, ui_.fonts.small, ImVec2(end + 8 * s_, text_y), ui_.theme.text_dim, get);
    tell(ui_, path("slots"), ImVec2(left_, y_), ImVec2(right_, y_ + height), it_->state);
    next_line(height + 4 * s_);
}

float ResourceDrawing::slot(float x, const std::string& item, std::size_t number, bool filled) {
    const float height = std::floor(ui_.fonts.small->FontSize + 10 * s_);
    const float text = text_width(ui_.fonts.mono_small, item);
    const float width = filled ? std::floor(std::clamp(text + 14 * s_, 34 * s_, 96 * s_)) : std::floor(34 * s_);
    const ImVec2 low(x, y_);
    const ImVec2 high(x + width, y_ + height);
    if (filled) list_->AddRectFilled(low, high, fade(ui_.theme.waiting, 0.22f));
    list_->AddRect(low, high, filled ? ui_.theme.waiting : ui_.theme.card_line);
    if (!filled) return width;
    const std::string name = path(fmt::format("item/{}", number).c_str());
    if (drag_area(name.c_str(), low, high)) tooltip(ui_, item.c_str());
    const float room = width - 8 * s_;
    const float at = low.x + std::max(4 * s_, (width - text) / 2);
    // The tooltip has all of it.
    const bool cut = text_cut(list_, ui_.fonts.mono_small,
                              ImVec2(at, low.y + std::floor((height - ui_.fonts.mono_small->FontSize) / 2)),
                              ui_.theme.text, item, room);
    tell(ui_, name, low, high, item, true, cut);
    return width;
}

// A lock: its key lies at whoever holds it.
void ResourceDrawing::key() {
    if (!it_->groups.empty() && it_->groups.front().holds) return;  // drawn with the holder
    if (in_sight(y_, y_ + line_height())) {
        label(it_->state, path("state"));
    }
    next_line(line_height());
}

// Permits: a full mark is free, a hollow one is taken.
void ResourceDrawing::tray() {
    if (!in_sight(y_, y_ + line_height())) return next_line(line_height());
    const auto all = it_->capacity.value_or(it_->value.value_or(0));
    const auto free = std::clamp<std::int64_t>(it_->value.value_or(0), 0, std::max<std::int64_t>(0, all));
    float x = left_;
    const float side = std::floor(11 * s_);
    const float top = std::floor(y_ + (line_height() - side) / 2);
    if (all > 0 && all <= static_cast<std::int64_t>(kMostMarks)) {
        for (std::int64_t at = 0; at < all; ++at) {
            const ImVec2 low(x, top);
            const ImVec2 high(x + side, top + side);
            if (at < free) list_->AddRectFilled(low, high, ui_.theme.accent);
            list_->AddRect(low, high, at < free ? ui_.theme.accent : ui_.theme.text_faint);
            x += side + std::floor(4 * s_);
        }
        x += 6 * s_;
    }
    words(x, it_->state, ui_.theme.text_dim, path("state"));
    next_line(line_height());
}

// Two posts, and a bar that is down or up.
void ResourceDrawing::gate() {
    if (!in_sight(y_, y_ + line_height())) return next_line(line_height());
    const float height = std::floor(14 * s_);
    const float width = std::floor(30 * s_);
    const float top = std::floor(y_ + (line_height() - height) / 2);
    const float post = std::max(2.0f, std::floor(3 * s_));
    const ImU32 colour = it_->busy ? ui_.theme.text_dim : ui_.theme.accent;
    list_->AddRectFilled(ImVec2(left_, top), ImVec2(left_ + post, top + height), colour);
    list_->AddRectFilled(ImVec2(left_ + width - post, top), ImVec2(left_ + width, top + height), colour);
    if (it_->busy) {
        const float bar = top + std::floor(height / 2) - std::floor(post / 2);
        list_->AddRectFilled(ImVec2(left_ + post, bar), ImVec2(left_ + width - post, bar + post), colour);
    } else {
        list_->AddLine(ImVec2(left_ + post, top + height / 2), ImVec2(left_ + width * 0.7f, top - 2 * s_), colour,
                       static_cast<float>(post));
    }
    words(left_ + width + 10 * s_, it_->state, ui_.theme.text_dim, path("state"));
    next_line(line_height());
}

// A barrier: as many places as it has parties, filled by those who have arrived.
void ResourceDrawing::seats() {
    if (!in_sight(y_, y_ + line_height())) return next_line(line_height());
    const std::int64_t all = it_->capacity.value_or(0);
    const std::int64_t here = it_->value.value_or(0);
    float x = left_;
    if (all > 0 && all <= static_cast<std::int64_t>(kMostMarks)) {
        const float radius = std::floor(5 * s_);
        const float middle = std::floor(y_ + line_height() / 2);
        for (std::int64_t at = 0; at < all; ++at) {
            round_mark(ui_, list_, ImVec2(x + radius, middle), radius,
                       at < here ? ui_.theme.waiting : ui_.theme.text_faint, at < here);
            x += 2 * radius + std::floor(5 * s_);
        }
        x += 6 * s_;
    }
    words(x, it_->state, ui_.theme.text_dim, path("state"));
    next_line(line_height());
}

// A gather, a group: how many are done as a bar of parts; those still to come follow as chips.
void ResourceDrawing::children() {
    if (it_->children_all == 0) return;
    const float height = std::floor(10 * s_);
    if (in_sight(y_, y_ + height)) {
        const float middle = std::floor(y_ + height / 2);
        const float wide = right_ - left_;
        const auto all = static_cast<float>(it_->children_all);
        const float gap = it_->children_all <= 40 ? std::floor(3 * s_) : 0;
        const float part = (wide + gap) / all;
        const float thick = std::floor(4 * s_);
        if (it_->children_all > 40) {
            list_->AddRectFilled(ImVec2(left_, middle - thick / 2), ImVec2(right_, middle + thick / 2),
                                 ui_.theme.card_line);
            list_->AddRectFilled(
                ImVec2(left_, middle - thick / 2),
                ImVec2(left_ + wide * static_cast<float>(it_->children_done) / all, middle + thick / 2),
                ui_.theme.accent);
        } else {
            for (std::size_t at = 0; at < it_->children_all; ++at) {
                const float x = left_ + part * static_cast<float>(at);
                list_->AddRectFilled(ImVec2(std::floor(x), middle - thick / 2),
                                     ImVec2(std::floor(x + part - gap), middle + thick / 2),
                                     at < it_->children_done ? ui_.theme.accent : ui_.theme.card_line);
            }
        }
        tell(ui_, path("state"), ImVec2(left_, y_), ImVec2(right_, y_ + height), it_->state);
    }
    next_line(height);
}

void ResourceDrawing::time_left() {
    if (!in_sight(y_, y_ + line_height())) return next_line(line_height());
    words(left_, it_->state, ui_.theme.text_dim, path("state"));
    const float from = left_ + text_width(ui_.fonts.small, it_->state) + 12 * s_;
    const float middle = std::floor(y_ + line_height() / 2);
    if (from + 30 * s_ < right_) {
        list_->AddRectFilled(ImVec2(from, middle - 2 * s_), ImVec2(right_, middle + 2 * s_), ui_.theme.card_line);
        list_->AddRectFilled(ImVec2(from, middle - 2 * s_),
                             ImVec2(from + (right_ - from) * it_->progress, middle + 2 * s_), ui_.theme.waiting);
    }
    next_line(line_height());
}

void ResourceDrawing::notes() {
    for (std::size_t at = 0; at < it_->notes.size(); ++at) {
        if (in_sight(y_, y_ + line_height())) label(it_->notes[at], path(fmt::format("note/{}", at).c_str()));
        next_line(line_height());
    }
}

}  // namespace viz
