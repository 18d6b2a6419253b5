#include "panels/source_pane.hpp"

#include "panels/draw.hpp"
#include "panels/words.hpp"
#include "ui/code_text.hpp"

#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace viz {
using namespace loopscope;

namespace {

// "12", "3k": how often, in four letters.
std::string short_count(std::size_t count) {
    if (count < 1000) return std::to_string(count);
    if (count < 1'000'000) return fmt::format("{}k", count / 1000);
    return fmt::format("{}M", count / 1'000'000);
}

}  // namespace

SourcePane::SourcePane(const View& view, Ui& ui, SourceLook::Document& document, ImVec2 min, ImVec2 max,
                       const char* name, Actions& actions)
    : view_(view),
      ui_(ui),
      document_(document),
      min_(min),
      max_(max),
      name_(name),
      actions_(actions),
      font_(ui.fonts.mono) {}

// The largest type in which every line is seen whole, if there is one.
void SourcePane::prepare() {
    std::size_t most = 0;
    if (lines != nullptr)
        for (const auto& [line, place] : *lines) most = std::max(most, place->waits.size());
    gutter_ = most == 0 ? 0.0f : text_width(ui_.fonts.mono_tiny, short_count(most)) + 6 * ui_.scale;
    std::string_view longest;
    for (const CodeLine& line : document_.lines)
        if (line.text.size() > longest.size()) longest = line.text;
    const bool narrow = max_.x - min_.x < 440 * ui_.scale;
    for (ImFont* one : {ui_.fonts.mono, ui_.fonts.mono_small, ui_.fonts.mono_tiny}) {
        ImFont* const larger = font_;
        font_ = one;
        if (text_width(font_, longest) <= max_.x - code_left() - 8 * ui_.scale) return;
        // The smallest type is hard to read: not for a line that it cannot hold either.
        if (one == ui_.fonts.mono_tiny && !narrow) font_ = larger;
    }
}

float SourcePane::row() const {
    return std::floor(std::max(font_->FontSize + 1 * ui_.scale, ui_.fonts.small->FontSize + 6 * ui_.scale));
}
float SourcePane::number_width() const {
    return gutter_ + text_width(font_, std::to_string(document_.lines.size())) + 10 * ui_.scale;
}
float SourcePane::code_left() const { return min_.x + number_width() + 12 * ui_.scale; }

void SourcePane::scroll_to(int line) {
    const auto found = std::ranges::lower_bound(document_.lines, line, {}, &CodeLine::number);
    const float y = row() * static_cast<float>(found - document_.lines.begin());
    const float room = max_.y - min_.y;
    if (y >= document_.scroll + row() && y + 2 * row() <= document_.scroll + room) return;
    document_.scroll = std::floor(std::max(0.0f, y - 0.4f * room) / row()) * row();
}

void SourcePane::take_wheel() {
    const ImGuiIO& io = ImGui::GetIO();
    const float content = row() * static_cast<float>(document_.lines.size() + 1);
    if (ImGui::IsWindowHovered() && inside(io.MousePos, min_, max_)) {
        (io.KeyShift ? document_.across : document_.scroll) -= io.MouseWheel * 3 * row();
        document_.across += io.MouseWheelH * 3 * row();
    }
    document_.scroll = std::clamp(document_.scroll, 0.0f, std::max(0.0f, content - (max_.y - min_.y)));
    document_.across = std::clamp(document_.across, 0.0f, 60 * row());
}

void SourcePane::draw() {
    take_wheel();
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect(min_, max_, true);
    const auto first = static_cast<std::size_t>(document_.scroll / row());
    const auto last = std::min(document_.lines.size(), first + static_cast<std::size_t>((max_.y - min_.y) / row()) + 2);
    for (std::size_t at = first; at < last; ++at) {
        draw_line(list, document_.lines[at], std::floor(min_.y + row() * static_cast<float>(at) - document_.scroll));
    }
    draw_scrollbar(list);
    list->PopClipRect();
}

void SourcePane::draw_scrollbar(ImDrawList* list) const {
    const float content = row() * static_cast<float>(document_.lines.size() + 1);
    const float room = max_.y - min_.y;
    if (content <= room) return;
    ui_.probe.tell(std::string(name_) + "/scrolls", min_, max_, "");
    const float top = min_.y + room * document_.scroll / content;
    list->AddRectFilled(ImVec2(max_.x - 4 * ui_.scale, top), ImVec2(max_.x - ui_.scale, top + room * room / content),
                        ui_.theme.card_line);
}

void SourcePane::draw_line(ImDrawList* list, const CodeLine& line, float y) {
    const float s = ui_.scale;
    draw_band(list, line.number, y);
    draw_numbers(list, line.number, y);
    const ImVec2 at(code_left() - document_.across, y + std::floor((row() - font_->FontSize) / 2));
    const auto here = std::ranges::equal_range(marks, line.number, {}, &SourceMark::line);
    const float code_end = at.x + text_width(font_, line.text);
    const Chips chips = here.empty() ? Chips{} : chips_of(here, code_end);
    const float limit = here.empty() ? max_.x - 6 * s : chips.left - 8 * s;
    list->PushClipRect(ImVec2(code_left() - 8 * s, min_.y), max_, true);
    const bool cut = draw_code_line(list, font_, ui_.theme, at, line, limit).cut;
    list->PopClipRect();
    if (line.number == watched_line && !cut) draw_watches(list, code_end + 18 * s, limit, y);
    tell_line(line, y, cut, limit);
    // What is drawn first takes the mouse: chips stand on the line.
    if (!here.empty()) draw_marks(list, std::span(here), chips, y);
    take_click(line.number, y, limit);
}

// The running line is bright, the lines of the await chain fainter from the innermost outwards.
void SourcePane::draw_band(ImDrawList* list, int line, float y) {
    const ImVec2 low(min_.x, y), high(max_.x, y + row());
    const auto on_chain = std::ranges::find(chain, line);
    if (running != 0 && line == running) {
        list->AddRectFilled(low, high, ui_.theme.current_line);
    } else if (on_chain != chain.end()) {
        const auto depth = static_cast<float>(on_chain - chain.begin());
        list->AddRectFilled(low, high, fade(ui_.theme.waiting, std::max(0.08f, 0.24f - 0.06f * depth)));
    }
    if (line == selected) list->AddRect(low, high, ui_.theme.accent);
    if (on_chain == chain.end() || chain.size() < 2) return;
    const std::string number = std::to_string(on_chain - chain.begin() + 1);
    const float width = text_width(ui_.fonts.mono_tiny, number);
    const ImVec2 at(max_.x - width - 5 * ui_.scale, y + std::floor((row() - ui_.fonts.mono_tiny->FontSize) / 2));
    draw_text(list, ui_.fonts.mono_tiny, at, ui_.theme.waiting, number);
    ui_.probe.tell(fmt::format("{}/chain/{}", name_, number), at, ImVec2(at.x + width, at.y + row()), number);
}

void SourcePane::draw_numbers(ImDrawList* list, int line, float y) {
    const std::string number = std::to_string(line);
    const float text_y = y + std::floor((row() - font_->FontSize) / 2);
    const float right = min_.x + number_width();
    const bool bright = line == running || line == selected;
    draw_text(list, font_, ImVec2(right - text_width(font_, number), text_y),
              bright ? ui_.theme.text_dim : ui_.theme.text_faint, number);
    if (lines == nullptr) return;
    const auto place = lines->find(line);
    if (place == lines->end()) return;
    const std::size_t count = count_before(place->second->waits, view_.cursor);
    if (count == 0) return;
    const std::string shown = short_count(count);
    const ImVec2 at(min_.x + gutter_ - text_width(ui_.fonts.mono_tiny, shown),
                    y + std::floor((row() - ui_.fonts.mono_tiny->FontSize) / 2));
    draw_text(list, ui_.fonts.mono_tiny, at, fade(ui_.theme.waiting, 0.75f), shown);
    ui_.probe.tell(fmt::format("{}/waits/{}", name_, line), ImVec2(min_.x, y), ImVec2(min_.x + gutter_, y + row()),
                   shown);
}

// A line on which anything was recorded can be chosen.
void SourcePane::take_click(int line, float y, float right) {
    if (lines == nullptr || y < min_.y - row() / 2 || y + row() > max_.y + row() / 2) return;
    const auto place = lines->find(line);
    if (place == lines->end()) return;
    const std::string id = fmt::format("{}/select/{}", name_, line);
    const ImVec2 low(min_.x, std::max(y, min_.y)), high(right, std::min(y + row(), max_.y));
    const Hit press = hit(ui_, id.c_str(), low, high);
    const std::size_t waits = count_before(place->second->waits, view_.cursor);
    const std::size_t steps = count_before(place->second->passed, view_.cursor);
    const std::string tip =
        fill(ui_.text("source.line_tip"), {{"steps", counted(*view_.language, steps, "words.steps")},
                                           {"waits", counted(*view_.language, waits, "source.waits")}});
    tooltip(ui_, tip.c_str());
    ui_.probe.tell(id, low, high, std::to_string(line));
    if (press.hovered && line != selected) ImGui::GetWindowDrawList()->AddRect(low, high, fade(ui_.theme.accent, 0.4f));
    if (press.pressed) actions_.push_back(line == selected ? act::Select{} : act::Select{.site = place->second->site});
}

// "balance = 110", behind the code, for as many as there is room for.
void SourcePane::draw_watches(ImDrawList* list, float left, float right, float y) {
    const float s = ui_.scale;
    for (const Watched& value : watches) {
        const std::string words = value.name + " = " + value.value;
        const float width = text_width(ui_.fonts.mono_tiny, words) + 10 * s;
        if (left + width > right) return;
        const ImVec2 low(left, y + 2 * s), high(left + width, y + row() - 2 * s);
        list->AddRect(low, high, value.changed ? ui_.theme.code_string : ui_.theme.card_line);
        draw_text(list, ui_.fonts.mono_tiny,
                  ImVec2(left + 5 * s, y + std::floor((row() - ui_.fonts.mono_tiny->FontSize) / 2)),
                  ui_.theme.code_string, words);
        ui_.probe.tell(fmt::format("{}/watch/{}", name_, value.name), low, high, words);
        left += width + 6 * s;
    }
}

void SourcePane::tell_line(const CodeLine& line, float y, bool cut, float limit) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const ImVec2 from(code_left(), std::max(y, min_.y));
    const ImVec2 to(limit, std::min(y + row(), max_.y));
    // What the ellipsis stands for is said to whoever points at it.
    if (cut && ImGui::IsWindowHovered() && inside(mouse, from, to)) {
        ImGui::BeginTooltip();
        ImGui::PushFont(ui_.fonts.mono_small);
        ImGui::TextUnformatted(line.text.c_str() + line.text.find_first_not_of(' '));
        ImGui::PopFont();
        ImGui::EndTooltip();
    }
    if (!ui_.probe.on || y + row() <= min_.y || y >= max_.y) return;
    ui_.probe.tell(fmt::format("{}/line/{}", name_, line.number), ImVec2(min_.x, y), ImVec2(max_.x, y + row()),
                   line.text);
    if (cut) ui_.probe.tell(fmt::format("{}/cut/{}", name_, line.number), from, to, line.text);
}

std::string SourcePane::chip_words(const SourceMark& mark, Form form) const {
    if (form == Form::swatch) return {};
    const std::string who = view_.recording.task_name(mark.task);
    return form == Form::state ? who + " \u00b7 " + state_word(*view_.language, mark.state) : who;
}

float SourcePane::chip_width(const SourceMark& mark, Form form) const {
    const float words = text_width(ui_.fonts.small, chip_words(mark, form));
    return std::floor(form == Form::swatch ? 20 * ui_.scale : words + 27 * ui_.scale);
}
float SourcePane::chip_gap() const { return std::floor(5 * ui_.scale); }
float SourcePane::chips_right() const { return max_.x - 16 * ui_.scale; }
float SourcePane::more_width() const { return text_width(ui_.fonts.small, "+000"); }

// The most telling form in which all chips stand right of the code. Where even the smallest do
// not, they take the end of the code, and an ellipsis stands for it.
SourcePane::Chips SourcePane::chips_of(std::span<const SourceMark> here, float code_end) const {
    const auto fitting = [&](float room, Form form) {
        Chips chips{form, 0, chips_right()};
        for (const SourceMark& mark : here) {
            const float next = chips.left - chip_width(mark, form) - (chips.shown > 0 ? chip_gap() : 0);
            if (chips_right() - next > room) break;
            chips.left = next;
            ++chips.shown;
        }
        return chips;
    };
    const float room = chips_right() - code_end - 14 * ui_.scale;
    for (const Form form : {Form::state, Form::name, Form::swatch}) {
        const Chips chips = fitting(room, form);
        if (chips.shown == here.size()) return chips;
    }
    const float most = std::max(room, 0.4f * (max_.x - min_.x));
    Chips chips = fitting(most, Form::swatch);
    if (chips.shown == here.size()) return chips;
    chips = fitting(most - more_width() - chip_gap(), Form::swatch);
    chips.left -= more_width() + chip_gap();
    return chips;
}

void SourcePane::draw_marks(ImDrawList* list, std::span<const SourceMark> here, const Chips& chips, float y) {
    const float s = ui_.scale;
    float x = chips_right();
    if (chips.shown < here.size()) {
        const std::string more = fmt::format("+{}", here.size() - chips.shown);
        x -= more_width();
        const ImVec2 at(x, y + std::floor((row() - ui_.fonts.small->FontSize) / 2));
        draw_text(list, ui_.fonts.small, at, ui_.theme.text_dim, more);
        ui_.probe.tell(fmt::format("{}/more/{}", name_, here.front().line), at, ImVec2(chips_right(), y + row()), more);
        x -= chip_gap();
    }
    for (std::size_t at = chips.shown; at-- > 0;) {
        const float width = chip_width(here[at], chips.form);
        draw_chip(list, here[at], chips.form, ImVec2(x - width, y + 2 * s), ImVec2(x, y + row() - 2 * s));
        x -= width + chip_gap();
    }
}

void SourcePane::draw_chip(ImDrawList* list, const SourceMark& mark, Form form, ImVec2 low, ImVec2 high) {
    const float s = ui_.scale;
    const std::string id = fmt::format("{}/marker/{}", name_, mark.task);
    const bool visible = low.y >= min_.y - row() && high.y <= max_.y + row();
    if (visible && hit(ui_, id.c_str(), low, high).pressed) actions_.push_back(act::Select{mark.task});
    tooltip(ui_, chip_tip(mark).c_str());
    const bool runs = mark.state == TaskState::running;
    list->AddRectFilled(low, high, runs ? ui_.theme.current_line : ui_.theme.background);
    const bool strong = runs || mark.state == TaskState::ready;
    const bool chosen = mark.task == view_.selection.task;
    list->AddRect(low, high, ui_.theme.state(mark.state), 0, 0, std::floor((strong || chosen ? 2 : 1) * s));
    const float middle = std::floor((low.y + high.y) / 2);
    list->AddRectFilled(ImVec2(low.x + 6 * s, middle - 4 * s), ImVec2(low.x + 14 * s, middle + 4 * s),
                        ui_.theme.swatch(mark.task));
    const ImVec2 at(low.x + 20 * s, middle - std::floor(ui_.fonts.small->FontSize / 2) - s);
    draw_text(list, ui_.fonts.small, at, ui_.theme.text, chip_words(mark, form));
    ui_.probe.tell(id, low, high, chip_words(mark, Form::state));
}

std::string SourcePane::chip_tip(const SourceMark& mark) const {
    const std::string body = body_of_nameless(view_.recording, mark.task);
    const std::string who = view_.recording.task_name(mark.task) + (body.empty() ? "" : " " + body);
    const TaskNow* task = view_.world.task(mark.task);
    if (task == nullptr || task->state != TaskState::waiting)
        return who + " " + state_word(*view_.language, mark.state);
    return who + " " + describe_wait(view_.recording, view_.world, *task, view_.language->phrases);
}
}  // namespace viz
