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
      at_(at),
      last_(at) {}

void Flow::write(const loopscope::Sentence& sentence, std::size_t number) {
    const ImVec2 begin = at_;
    cut_ = false;
    for (const Piece& piece : sentence) is_link(piece) ? name(piece) : words(piece.text, ui_.theme.text);
    space();
    ui_.probe.tell(fmt::format("{}/sentence/{}", name_, number), ImVec2(left_, begin.y),
                   ImVec2(right_, at_.y + line_height()), plain(sentence), true, cut_);
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

void Flow::word(std::string_view text, ImFont* font, ImU32 colour) {
    const float width = text_width(font, text);
    const bool closing = text.size() <= 2 && std::string_view(".,;:)").find(text[0]) != std::string_view::npos;
    if (at_.x + width > right_ && at_.x > left_ && !closing) end_line();
    last_ = at_;
    // A name may be longer than a line.
    if (at_.x == left_ && width > right_ - left_) {
        cut_ = text_cut(list_, font, at_, colour, text, right_ - left_) || cut_;
        at_.x = right_;
        return;
    }
    draw_text(list_, font, at_, colour, text);
    at_.x += width;
}

bool Flow::press(const std::string& id, std::string_view text, const char* tip) {
    word(text, font_, ui_.theme.accent);
    const ImVec2 low = last_;
    const ImVec2 high(at_.x, low.y + line_height());
    const Hit press = hit(ui_, id.c_str(), low, high);
    tooltip(ui_, tip);
    if (press.hovered) list_->AddLine(ImVec2(low.x, high.y - 2), ImVec2(high.x, high.y - 2), ui_.theme.accent);
    ui_.probe.tell(id, low, high, text);
    return press.pressed;
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
    const ImVec2 low = last_;
    const ImVec2 high(at_.x, low.y + line_height());
    const char* kind = task ? "name" : object ? "object" : "line";
    const std::string id = fmt::format("{}/{}/{}/{}", name_, kind, piece.id, names_++);
    const Hit press = hit(ui_, id.c_str(), low, high);
    tooltip(ui_, ui_.text(task ? "selection.name_tip" : object ? "selection.object_tip" : "selection.line_tip"));
    if (press.pressed) {
        actions_.push_back(task     ? act::Select{.task = piece.id}
                           : object ? act::Select{.object = piece.id}
                                    : act::Select{.site = piece.id});
    }
    if (press.hovered) list_->AddLine(ImVec2(low.x, high.y - 3), ImVec2(high.x, high.y - 3), ui_.theme.accent);
    ui_.probe.tell(id, low, high, text);
}

}  // namespace viz
