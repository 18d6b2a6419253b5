#include "panels/note.hpp"

#include "panels/draw.hpp"
#include "ui/text.hpp"

#include <cmath>

namespace viz {
namespace {

const char* help_key(NoteHelp help) {
    switch (help) {
        case NoteHelp::none:
            break;
        case NoteHelp::open_another:
            return "note.open_another";
        case NoteHelp::start_page:
            return "note.start_page";
    }
    return nullptr;
}

Action help_action(NoteHelp help) {
    if (help == NoteHelp::open_another) return act::OpenBox{};
    return act::OpenStart{};
}

}  // namespace

void note_panel(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "note", min, max) && !view.notes.empty()) {
        const Note& note = view.notes.front();
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const float s = ui.scale;
        draw->AddRectFilled(min, max, fade(ui.theme.mode_gate, 0.14f));
        draw->AddRectFilled(min, ImVec2(min.x + std::floor(4 * s), max.y), ui.theme.mode_gate);
        const float top = min.y + std::floor((max.y - min.y - control_height(ui)) / 2);
        float right = max.x - 12 * s - button_width(ui, Icon::close, "");
        ImGui::SetCursorScreenPos(ImVec2(right, top));
        if (icon_button(ui, "note/dismiss", Icon::close, "", ui.text("note.dismiss_tip")))
            actions.push_back(act::DismissNote{});
        if (const char* key = help_key(note.help)) {
            right -= 8 * s + button_width(ui, Icon::none, ui.text(key));
            ImGui::SetCursorScreenPos(ImVec2(right, top));
            if (button(ui, "note/help", ui.text(key), ui.text("note.help_tip"), true)) {
                actions.push_back(help_action(note.help));
                actions.push_back(act::DismissNote{});
            }
        }
        const float room = right - min.x - 32 * s;
        const bool long_one = text_width(ui.fonts.body, note.text) > room;
        ImFont* font = long_one ? ui.fonts.small : ui.fonts.body;
        const ImVec2 size = text_size(font, note.text, long_one ? room : 0);
        const ImVec2 at(min.x + 16 * s, min.y + std::floor((max.y - min.y - size.y) / 2) - s);
        draw_text(draw, font, at, ui.theme.text, note.text, long_one ? room : 0);
        tell(ui, "note/text", at, ImVec2(at.x + size.x, at.y + size.y), note.text);
    }
    end_panel();
}

std::string note_text(const View& view) {
    std::string out;
    for (const Note& note : view.notes) out += note.text + "\n";
    return out;
}

}  // namespace viz
