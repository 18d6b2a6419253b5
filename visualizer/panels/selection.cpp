#include "panels/selection.hpp"

#include "panels/draw.hpp"
#include "panels/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

// Writes sentences word by word, so that a name inside one can be pressed.
class Flow {
public:
    Flow(Ui& ui, Actions& actions, ImVec2 at, float right)
        : ui_(ui), actions_(actions), list_(ImGui::GetWindowDrawList()), left_(at.x), right_(right), at_(at) {}

    void write(const Sentence& sentence, std::size_t number) {
        const ImVec2 begin = at_;
        for (const Piece& piece : sentence) is_name(piece) ? name(piece) : words(piece.text);
        space();
        ui_.probe.tell(fmt::format("selection/sentence/{}", number), ImVec2(left_, begin.y),
                       ImVec2(right_, at_.y + line_height()), plain(sentence));
    }

    void end_line() { at_ = ImVec2(left_, at_.y + line_height()); }
    float y() const { return at_.y; }

private:
    // The loop itself is nobody to select.
    static bool is_name(const Piece& piece) { return piece.about == Piece::About::task && piece.id != 0; }
    float line_height() const { return std::floor(ui_.fonts.body->FontSize + 1 * ui_.scale); }

    void space() {
        if (at_.x > left_) at_.x += text_width(ui_.fonts.body, " ");
    }

    // The end of one piece and the beginning of the next stay together where no space is between them.
    void words(std::string_view text) {
        std::size_t begin = 0;
        while (begin < text.size()) {
            if (text[begin] == ' ') {
                space();
                ++begin;
                continue;
            }
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            word(text.substr(begin, end - begin), ui_.fonts.body, ui_.theme.text);
            begin = end;
        }
    }

    ImVec2 word(std::string_view text, ImFont* font, ImU32 colour) {
        const float width = text_width(font, text);
        const bool closing = text.size() <= 2 && (text[0] == '.' || text[0] == ',' || text[0] == ';');
        if (at_.x + width > right_ && at_.x > left_ && !closing) end_line();
        const ImVec2 at = at_;
        draw_text(list_, font, at, colour, text);
        at_.x += width;
        return at;
    }

    void name(const Piece& piece) {
        const ImVec2 low = word(piece.text, ui_.fonts.bold, ui_.theme.text);
        const ImVec2 high(at_.x, low.y + line_height());
        const std::string id = fmt::format("selection/name/{}/{}", piece.id, names_++);
        const Hit press = hit(ui_, id.c_str(), low, high);
        tooltip(ui_, ui_.text("selection.name_tip"));
        if (press.pressed) actions_.push_back(act::Select{piece.id});
        if (press.hovered) list_->AddLine(ImVec2(low.x, high.y - 3), ImVec2(high.x, high.y - 3), ui_.theme.accent);
        ui_.probe.tell(id, low, high, piece.text);
    }

    Ui& ui_;
    Actions& actions_;
    ImDrawList* list_;
    float left_, right_;
    ImVec2 at_;
    int names_ = 0;
};

// Rows from what is waited for outwards, each with its line.
float draw_chain(Ui& ui, const Why& why, ImVec2 at, float right, Actions& actions) {
    if (why.chain.empty()) return at.y;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float s = ui.scale;
    const float row = std::floor(ui.fonts.small->FontSize + 2 * s);
    draw_text(list, ui.fonts.small, at, ui.theme.text_dim, ui.text("selection.chain"));
    at.y += row;
    for (std::size_t link = 0; link < why.chain.size(); ++link) {
        const WhyRow& item = why.chain[link];
        const std::string name = fmt::format("selection/chain/{}", link);
        const ImVec2 high(right, at.y + row);
        if (item.task != 0) {
            if (hit(ui, name.c_str(), at, high).pressed) actions.push_back(act::Select{item.task});
            tooltip(ui, ui.text("selection.chain_tip"));
        }
        const float middle = std::floor(at.y + row / 2) - s;
        if (link > 0) {
            list->AddLine(ImVec2(at.x + 4 * s, middle - row + 5 * s), ImVec2(at.x + 4 * s, middle - 4 * s),
                          ui.theme.card_line);
        }
        const ImU32 mark = item.task != 0    ? ui.theme.swatch(item.task)
                           : item.waited_for ? ui.theme.waiting
                                             : ui.theme.text_dim;
        list->AddRectFilled(ImVec2(at.x + 2 * s, middle - 2 * s), ImVec2(at.x + 7 * s, middle + 3 * s), mark);
        const float line = text_width(ui.fonts.mono_small, item.line);
        const bool cut = text_cut(list, ui.fonts.mono_small, ImVec2(at.x + 16 * s, at.y), ui.theme.code_type, item.what,
                                  right - at.x - 26 * s - line);
        draw_text(list, ui.fonts.mono_small, ImVec2(right - line, at.y), ui.theme.text_dim, item.line);
        ui.probe.tell(name, at, high, item.line.empty() ? item.what : item.what + ", " + item.line, true, cut);
        at.y += row;
    }
    return at.y;
}

// Who waits for whom is followed through the whole World: only when there is something new to say.
const Why& told(const View& view, SelectionLook& look) {
    const std::uint64_t time = view.recording.real_time_at(view.cursor);
    const bool same = look.known == &view.recording && look.known_size == view.recording.size() &&
                      look.known_cursor == view.cursor && look.known_time == time &&
                      look.known_choice == view.selection.task;
    if (same) return look.said;
    look.said = why(view);
    look.known = &view.recording;
    look.known_size = view.recording.size();
    look.known_cursor = view.cursor;
    look.known_time = time;
    look.known_choice = view.selection.task;
    return look.said;
}

void draw_panel(const View& view, Ui& ui, SelectionLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    const Why& what = told(view, look);
    ImGui::SetCursorScreenPos(ImVec2(min.x, min.y + 10 * s));
    panel_heading(ui, "selection", ui.text("selection.heading"), what.task != 0 ? what.name : std::string(),
                  max.x - min.x);
    if (what.task != look.last_task) look.scroll = 0;
    look.last_task = what.task;

    const ImVec2 top(min.x, min.y + 34 * s);
    if (what.task == 0) {
        ImGui::SetCursorScreenPos(top);
        paragraph(ui, "selection/none", ui.text("selection.none"), ui.fonts.body, ui.theme.text_dim, max.x - min.x);
        return;
    }
    if (ImGui::IsWindowHovered()) look.scroll -= ImGui::GetIO().MouseWheel * 40 * s;
    ImGui::PushClipRect(top, max, true);
    ImDrawList* list = ImGui::GetWindowDrawList();
    float y = top.y - look.scroll;
    if (what.state) {
        const float middle = std::floor(y + ui.fonts.small->FontSize / 2);
        state_mark(ui, list, ImVec2(min.x, middle - 6 * s), ImVec2(min.x + 14 * s, middle + 6 * s), *what.state);
        text_cut(list, ui.fonts.small, ImVec2(min.x + 22 * s, y), ui.theme.text_dim, what.status,
                 max.x - min.x - 22 * s);
        ui.probe.tell("selection/state", ImVec2(min.x, y), ImVec2(max.x, y + 18 * s), what.status);
        y += 24 * s;
    }
    Flow flow(ui, actions, ImVec2(min.x, y), max.x);
    for (std::size_t at = 0; at < what.sentences.size(); ++at) flow.write(what.sentences[at], at);
    flow.end_line();
    y = draw_chain(ui, what, ImVec2(min.x, flow.y() + 7 * s), max.x, actions);
    ImGui::PopClipRect();
    const float room = max.y - top.y;
    const float content = y + look.scroll - top.y + 6 * s;
    if (content > room) {
        const float bar = top.y + room * look.scroll / content;
        list->AddRectFilled(ImVec2(max.x + 8 * s, bar), ImVec2(max.x + 11 * s, bar + room * room / content),
                            ui.theme.card_line);
    }
    look.scroll = std::clamp(look.scroll, 0.0f, std::max(0.0f, content - room));
}

}  // namespace

void selection_panel(const View& view, Ui& ui, SelectionLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    // The panel goes to the edge of the window, where its scrollbar is.
    if (begin_panel(ui, "selection", min, max)) {
        const float pad = 16 * ui.scale;
        draw_panel(view, ui, look, ImVec2(min.x + pad, min.y), ImVec2(max.x - pad, max.y), actions);
    }
    end_panel();
}

std::string selection_text(const View& view) { return why_text(view); }

}  // namespace viz
