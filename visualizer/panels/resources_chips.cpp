// The tasks of a primitive: who holds it, who is still to come, who waits in line.
#include "panels/draw.hpp"
#include "panels/resources_draw.hpp"
#include "ui/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

// A key, its ring at the left.
void draw_key(Ui& ui, ImDrawList* list, ImVec2 at, ImU32 colour) {
    const float s = ui.scale;
    round_mark(ui, list, ImVec2(at.x + 4 * s, at.y), std::floor(4 * s), colour, false);
    const float thick = std::max(1.0f, std::floor(2 * s));
    const float end = at.x + 18 * s;
    list->AddRectFilled(ImVec2(at.x + 8 * s, at.y - thick / 2), ImVec2(end, at.y + thick / 2), colour);
    list->AddRectFilled(ImVec2(end - 2 * s, at.y), ImVec2(end, at.y + 5 * s), colour);
    list->AddRectFilled(ImVec2(end - 6 * s, at.y), ImVec2(end - 4 * s, at.y + 4 * s), colour);
}

std::string shown_name(const ResourceTask& task, std::size_t place) {
    std::string name = place > 0 ? fmt::format("{}  {}", place, task.name) : task.name;
    if (task.count > 1) name += fmt::format(" \u00d7{}", task.count);
    return name;
}

}  // namespace

std::string ResourceDrawing::chip_tip(const ResourceTask& task) const {
    std::string tip = task.name;
    if (task.count > 1) tip += fmt::format(" \u00d7{}", task.count);
    if (!task.line.empty()) tip += ", " + task.line;
    if (!task.since.empty()) tip += ", " + task.since;
    if (task.woken) tip += std::string("\n") + ui_.text("resources.woken_tip");
    return tip;
}

float ResourceDrawing::chip_width(const ResourceTask& task, std::size_t place) const {
    return std::ceil(text_width(ui_.fonts.small, shown_name(task, place)) + 28 * s_);
}

// Returns its width. A waiting task's chip is its card: it comes from where the task was before.
float ResourceDrawing::chip(float x, const ResourceTask& task, std::size_t place, const std::string& name, bool moves,
                            float right) {
    const float height = std::floor(ui_.fonts.small->FontSize + 3 * s_);
    const float width = std::min(chip_width(task, place), right - x);
    ImVec2 low(x, std::floor(y_ + (line_height() - height) / 2));
    ImVec2 high(x + width, low.y + height);
    if (task.task != 0 || task.object != 0) {
        const Hit press = hit(ui_, name.c_str(), low, high);
        tooltip(ui_, chip_tip(task).c_str());
        if (press.pressed)
            actions_.push_back(act::Select{.task = task.task, .object = task.task != 0 ? 0 : task.object});
    }
    if (!in_sight(y_, y_ + line_height())) return width;
    const ImVec2 told_low = low;
    const ImVec2 told_high = high;
    CardMotion::Drawn drawn{low, high, 1, false};
    if (moves && motion_ != nullptr) drawn = motion_->at(task.task, {low, high, task.name, task.task, task.state});
    if (drawn.moving) list_->PushClipRectFullScreen();
    low = drawn.min;
    high = drawn.max;
    const ImU32 edge = task.task == 0                  ? ui_.theme.card_line
                       : task.state == TaskState::done ? ui_.theme.text_faint
                                                       : ui_.theme.state(task.state);
    if (drawn.moving) list_->AddRectFilled(low, high, ui_.theme.card);
    if (task.task != 0 && task.task == view_.selection.task)
        list_->AddRectFilled(low, high, fade(ui_.theme.accent, 0.22f));
    const bool thick = task.state == TaskState::ready || task.state == TaskState::running;
    list_->AddRect(low, high, fade(edge, drawn.alpha), 0, 0, thick ? std::max(1.0f, std::floor(2 * s_)) : 1.0f);
    const float middle = std::floor((low.y + high.y) / 2);
    const float mark = std::floor(4 * s_);
    if (task.task != 0)
        list_->AddRectFilled(ImVec2(low.x + 7 * s_, middle - mark), ImVec2(low.x + 7 * s_ + 2 * mark, middle + mark),
                             fade(ui_.theme.swatch(task.task), drawn.alpha));
    const bool cut = text_cut(list_, ui_.fonts.small, ImVec2(low.x + 20 * s_, middle - ui_.fonts.small->FontSize / 2),
                              fade(ui_.theme.text, drawn.alpha), shown_name(task, place), high.x - low.x - 24 * s_);
    if (drawn.moving) list_->PopClipRect();
    tell(ui_, name, told_low, told_high, shown_name(task, place), true, cut);
    return width;
}

// A word, and the tasks behind it in one line; of those that have no room there, the number.
void ResourceDrawing::group(const ResourceGroup& group, std::size_t number) {
    if (it_->selected && (group.waits || !group.tasks.empty())) return detail(group, number);
    const float bottom = y_ + line_height();
    const bool seen = in_sight(y_, bottom);
    const std::string base = fmt::format("resources/{}/{}", it_->id, number);
    float x = left_;
    const bool lock = it_->kind == ObjectKind::lock && group.holds;
    if (lock && seen) draw_key(ui_, list_, ImVec2(x, std::floor(y_ + line_height() / 2)), ui_.theme.accent);
    if (lock) x += 26 * s_;
    if (seen) words(x, group.label, ui_.theme.text_dim, base + "/label");
    x += text_width(ui_.fonts.small, group.label) + 10 * s_;
    // Names that belong together begin at the same place where that costs no room.
    x = std::max(x, left_ + std::floor(92 * s_));
    std::size_t shown = 0;
    const auto all = group.tasks.size() + group.more;
    const auto more_words = [&](std::size_t hidden) {
        return fill(ui_.text("resources.more"), {{"count", std::to_string(hidden)}});
    };
    for (; shown < group.tasks.size(); ++shown) {
        const ResourceTask& task = group.tasks[shown];
        const std::size_t place = group.waits && all > 1 ? shown + 1 : 0;
        const std::size_t behind = all - shown - 1;
        const float reserve = behind > 0 ? text_width(ui_.fonts.small, more_words(behind)) + 10 * s_ : 0;
        // One that is alone on its line may be cut.
        if (shown > 0 && x + chip_width(task, place) + reserve > right_) break;
        const std::string name = task.task != 0 ? fmt::format("{}/task/{}", base, task.task)
                                                : fmt::format("{}/object/{}", base, task.object);
        x += chip(x, task, place, name, group.waits && !task.woken && task.task != 0, right_ - reserve) +
             std::floor(6 * s_);
    }
    if (all > shown && seen) words(x + 2 * s_, more_words(all - shown), ui_.theme.text_dim, base + "/more");
    next_line(line_height());
}

// Of the chosen primitive: a line for each task, with where it stands and since when.
void ResourceDrawing::detail(const ResourceGroup& group, std::size_t number) {
    const std::string base = fmt::format("resources/{}/{}", it_->id, number);
    const bool lock = it_->kind == ObjectKind::lock && group.holds;
    if (in_sight(y_, y_ + line_height())) {
        if (lock) draw_key(ui_, list_, ImVec2(left_, std::floor(y_ + line_height() / 2)), ui_.theme.accent);
        words(left_ + (lock ? 26 * s_ : 0), group.label, ui_.theme.text_dim, base + "/label");
    }
    next_line(line_height());
    const std::size_t all = group.tasks.size() + group.more;
    for (std::size_t at = 0; at < group.tasks.size(); ++at) {
        const ResourceTask& task = group.tasks[at];
        const std::string name = task.task != 0 ? fmt::format("{}/task/{}", base, task.task)
                                                : fmt::format("{}/object/{}", base, task.object);
        const float x = left_ + 12 * s_;
        const float width = chip(x, task, group.waits && all > 1 ? at + 1 : 0, name,
                                 group.waits && !task.woken && task.task != 0, right_);
        std::string where = task.line;
        if (!task.since.empty()) where += (where.empty() ? "" : ", ") + task.since;
        if (in_sight(y_, y_ + line_height()) && !where.empty())
            words(x + width + 10 * s_, where, ui_.theme.text_dim, name + "/where");
        next_line(line_height());
    }
    if (group.more == 0) return;
    if (in_sight(y_, y_ + line_height()))
        words(left_ + 12 * s_, fill(ui_.text("resources.more"), {{"count", std::to_string(group.more)}}),
              ui_.theme.text_dim, base + "/more");
    next_line(line_height());
}

}  // namespace viz
