#include "panels/flow.hpp"

#include "panels/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz {
using loopscope::Piece;

Flow::Flow(Ui& ui, Actions& actions, std::string name, ImVec2 at, float right, ImFont* font)
    : ui_(ui),
      actions_(actions),
      name_(std::move(name)),
      list_(ImGui::GetWindowDrawList()),
      font_(font != nullptr ? font : ui.fonts.body),
      left_(at.x),
      right_(right),
      at_(at) {}

void Flow::write(const loopscope::Sentence& sentence, std::size_t number) {
    const ImVec2 begin = at_;
    for (const Piece& piece : sentence) is_link(piece) ? name(piece) : words(piece.text, ui_.theme.text);
    space();
    ui_.probe.tell(fmt::format("{}/sentence/{}", name_, number), ImVec2(left_, begin.y),
                   ImVec2(right_, at_.y + line_height()), plain(sentence));
}

void Flow::end_line() { at_ = ImVec2(left_, at_.y + line_height()); }

float Flow::line_height() const { return std::floor(font_->FontSize + 1 * ui_.scale); }

// The loop itself is nobody to select, and an operation has no panel of its own.
bool Flow::is_link(const Piece& piece) const {
    return piece.id != 0 && (piece.about == Piece::About::task || piece.about == Piece::About::object ||
                             piece.about == Piece::About::site);
}

void Flow::space() {
    if (at_.x > left_) at_.x += text_width(font_, " ");
}

// The end of one piece and the beginning of the next stay together where no space is between them.
void Flow::words(std::string_view text, ImU32 colour) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        if (text[begin] == ' ') {
            space();
            ++begin;
            continue;
        }
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        word(text.substr(begin, end - begin), font_, colour);
        begin = end;
    }
}

void Flow::put(std::string_view text, ImFont* font, ImU32 colour) {
    draw_text(list_, font, at_, colour, text);
    const float end = at_.x + text_width(font, text);
    last_.push_back({at_, ImVec2(end, at_.y + line_height())});
    at_.x = end;
}

void Flow::word(std::string_view text, ImFont* font, ImU32 colour) {
    last_.clear();
    // A full stop stays with its sentence: it may stand beside the column.
    const bool closing = text.size() <= 2 && std::string_view(".,;:)").find(text[0]) != std::string_view::npos;
    if (at_.x + text_width(font, text) > right_ && at_.x > left_ && !closing) end_line();
    // A name may be longer than a line.
    while (!closing && text_width(font, text) > right_ - at_.x) {
        const std::size_t fits = std::clamp<std::size_t>(first_line(font, text, right_ - at_.x), 1, text.size());
        put(text.substr(0, fits), font, colour);
        text.remove_prefix(fits);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        if (text.empty()) return;
        end_line();
    }
    put(text, font, colour);
}

bool Flow::pressed(const std::string& id, std::string_view text, const char* tip) {
    bool is_pressed = false, hovered = false;
    ImVec2 low = last_.front().min, high = last_.front().max;
    for (std::size_t i = 0; i < last_.size(); ++i) {
        const Part& part = last_[i];
        const std::string part_id = i == 0 ? id : fmt::format("{}/{}", id, i);
        const Hit press = hit(ui_, part_id.c_str(), part.min, part.max);
        tooltip(ui_, tip);
        is_pressed = is_pressed || press.pressed;
        hovered = hovered || press.hovered;
        low.x = std::min(low.x, part.min.x);
        high = ImVec2(std::max(high.x, part.max.x), part.max.y);
    }
    if (hovered) {
        for (const Part& part : last_)
            list_->AddLine(ImVec2(part.min.x, part.max.y - 2), ImVec2(part.max.x, part.max.y - 2), ui_.theme.accent);
    }
    ui_.probe.tell(id, low, high, text);
    return is_pressed;
}

bool Flow::press(const std::string& id, std::string_view text, const char* tip) {
    word(text, font_, ui_.theme.accent);
    return pressed(id, text, tip);
}

void Flow::name(const Piece& piece) {
    // A place brings the space before it along.
    const std::string_view text = std::string_view(piece.text).substr(piece.text.starts_with(' ') ? 1 : 0);
    if (text.size() < piece.text.size()) space();
    if (text.empty()) return;
    const bool task = piece.about == Piece::About::task;
    const bool object = piece.about == Piece::About::object;
    ImFont* bold = font_ == ui_.fonts.body ? ui_.fonts.bold : font_;
    word(text, task || object ? bold : font_, object ? ui_.theme.code_type : ui_.theme.text);
    const char* kind = task ? "name" : object ? "object" : "line";
    const std::string id = fmt::format("{}/{}/{}/{}", name_, kind, piece.id, names_++);
    const char* tip = ui_.text(task ? "selection.name_tip" : object ? "selection.object_tip" : "selection.line_tip");
    if (!pressed(id, text, tip)) return;
    actions_.push_back(task     ? act::Select{.task = piece.id}
                       : object ? act::Select{.object = piece.id}
                                : act::Select{.site = piece.id});
}

}  // namespace viz
