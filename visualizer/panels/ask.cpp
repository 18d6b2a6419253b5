#include "panels/ask.hpp"

#include "panels/draw.hpp"
#include "ui/text.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz {
namespace {

constexpr std::size_t kRows = 8;

const char* title_key(AskFor what) { return what == AskFor::note ? "ask.note" : "ask.recording"; }
const char* hint_key(AskFor what) { return what == AskFor::note ? "ask.note_hint" : "ask.recording_hint"; }
const char* keys_key(AskFor what) { return what == AskFor::note ? "ask.note_keys" : "ask.recording_keys"; }

void changed(AskLook& look) {
    look.error.clear();
    look.selected = AskLook::kNobody;
    look.choices =
        look.complete && look.what == AskFor::recording ? look.complete(look.field.text()) : std::vector<PathChoice>();
}

// As far as all choices agree.
std::string common(const std::vector<PathChoice>& choices) {
    std::string out = choices.empty() ? "" : choices.front().path;
    for (const PathChoice& choice : choices) {
        const auto [end, other] = std::ranges::mismatch(out, choice.path);
        out.erase(end, out.end());
    }
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    return out;
}

void complete(AskLook& look) {
    const bool chosen = look.selected < look.choices.size();
    const std::string to = chosen ? look.choices[look.selected].path : common(look.choices);
    if (to.size() <= look.field.text().size() && !chosen) return;
    look.field.set(to);
    changed(look);
}

void finish(AskLook& look, Actions& actions) {
    if (look.what == AskFor::note) {
        actions.push_back(act::SetBookmarkNote{look.bookmark, look.field.text()});
        look.what = AskFor::nothing;
        return;
    }
    if (look.selected < look.choices.size()) {
        const PathChoice choice = look.choices[look.selected];
        look.field.set(choice.path);
        changed(look);
        if (choice.folder) return;
    }
    if (!look.field.text().empty()) actions.push_back(act::OpenFile{look.field.text()});
}

void put(Ui& ui, const std::string& name, ImVec2 at, std::string_view text, ImFont* font, ImU32 colour, float room) {
    const bool cut = text_cut(ImGui::GetWindowDrawList(), font, at, colour, text, room);
    tell(ui, name, at, ImVec2(at.x + std::min(room, text_width(font, text)), at.y + font->FontSize), text, true, cut);
}

void draw_choices(Ui& ui, AskLook& look, ImVec2 at, float right, Actions& actions) {
    const float s = ui.scale, high = std::floor(ui.fonts.mono->FontSize + 7 * s);
    // The chosen one stays in sight.
    const std::size_t from =
        look.selected < look.choices.size() && look.selected >= kRows ? look.selected - kRows + 1 : 0;
    for (std::size_t i = from; i < std::min(look.choices.size(), from + kRows); ++i) {
        const ImVec2 min(at.x, at.y + static_cast<float>(i - from) * high), max(right, min.y + high);
        const std::string name = "ask/choice/" + std::to_string(i);
        const Hit press = hit(ui, name.c_str(), min, max);
        tooltip(ui, look.choices[i].path.c_str());
        ImDrawList* draw = ImGui::GetWindowDrawList();
        if (i == look.selected) draw->AddRectFilled(min, max, fade(ui.theme.accent_fill, 0.45f));
        const ImU32 colour = look.choices[i].folder ? ui.theme.text_dim : ui.theme.text;
        text_cut(draw, ui.fonts.mono, ImVec2(min.x + 10 * s, min.y + std::floor(3 * s)),
                 press.hovered ? ui.theme.accent : colour, look.choices[i].path, max.x - min.x - 20 * s);
        tell(ui, name, min, max, look.choices[i].path);
        if (!press.pressed) continue;
        look.selected = i;
        return finish(look, actions);
    }
}

}  // namespace

void ask_open(AskLook& look, AskFor what, std::string text) {
    look.what = what;
    look.field.set(std::move(text));
    changed(look);
}

void ask_panel(const View& view, Ui& ui, AskLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (look.what == AskFor::nothing) return;
    const float s = ui.scale, pad = std::floor(18 * s);
    const bool paths = look.what == AskFor::recording;
    const float field = std::floor(ui.fonts.mono->FontSize + 16 * s),
                line = std::floor(ui.fonts.small->FontSize + 8 * s);
    const float row = std::floor(ui.fonts.mono->FontSize + 7 * s);
    const float width = std::floor(std::min(max.x - min.x - 32 * s, 760 * s));
    const ImVec2 error = look.error.empty() ? ImVec2(0, 0) : text_size(ui.fonts.body, look.error, width - 2 * pad);
    const float high = pad + ui.fonts.bold->FontSize + 10 * s + field + (error.y > 0 ? error.y + 12 * s : 0) +
                       (paths ? static_cast<float>(kRows) * row + 12 * s : 0) + line + 10 * s;
    const ImVec2 from(std::floor((min.x + max.x - width) / 2), std::floor(min.y + 60 * s));
    const ImVec2 to(from.x + width, std::floor(std::min(from.y + high, max.y - 8 * s)));
    ImGui::SetNextWindowPos(from);
    ImGui::SetNextWindowSize(ImVec2(to.x - from.x, to.y - from.y));
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme.card);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, std::max(1.0f, std::floor(s)));
    ImGui::Begin("ask", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    ImVec2 at(from.x + pad, from.y + pad);
    const float right = to.x - pad;
    put(ui, "ask/title", at, ui.text(title_key(look.what)), ui.fonts.bold, ui.theme.text, right - at.x);
    at.y += std::floor(ui.fonts.bold->FontSize + 10 * s);
    draw_field(ui, "ask/field", look.field, ui.text(hint_key(look.what)), at, ImVec2(right, at.y + field),
               paths ? ui.fonts.mono : ui.fonts.body);
    at.y += field + std::floor(6 * s);
    if (error.y > 0) {
        draw_text(ImGui::GetWindowDrawList(), ui.fonts.body, at, ui.theme.mode_lost, look.error, right - at.x);
        tell(ui, "ask/error", at, ImVec2(at.x + error.x, at.y + error.y), look.error);
        at.y += error.y + std::floor(8 * s);
    }
    if (paths) draw_choices(ui, look, at, right, actions);
    put(ui, "ask/keys", ImVec2(at.x, to.y - line - std::floor(2 * s)), ui.text(keys_key(look.what)), ui.fonts.small,
        ui.theme.text_dim, right - at.x);
    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsMouseHoveringRect(from, to, false);
    if (outside && !ImGui::IsWindowAppearing()) look.what = AskFor::nothing;
    ImGui::End();
    (void)view;
}

void ask_key(AskLook& look, int code, int modifiers, Actions& actions) {
    const std::size_t count = look.choices.size();
    switch (code) {
        case GLFW_KEY_ESCAPE:
            look.what = AskFor::nothing;
            return;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return finish(look, actions);
        case GLFW_KEY_TAB:
            return complete(look);
        case GLFW_KEY_DOWN:
            if (count > 0) look.selected = look.selected < count ? (look.selected + 1) % count : 0;
            return;
        case GLFW_KEY_UP:
            if (count > 0) look.selected = look.selected < count ? (look.selected + count - 1) % count : count - 1;
            return;
        default:
            break;
    }
    const std::string before = look.field.text();
    if (look.field.key(code, modifiers) && look.field.text() != before) changed(look);
}

void ask_type(AskLook& look, unsigned character) {
    if (look.field.type(character)) changed(look);
}

std::string ask_text(const View& view, const AskLook& look) {
    if (look.what == AskFor::nothing) return "";
    const Text& text = view.language->text;
    std::string out = std::string(text(title_key(look.what))) + "\n> " + look.field.text() + "\n";
    if (!look.error.empty()) out += look.error + "\n";
    for (std::size_t i = 0; i < look.choices.size(); ++i)
        out += (i == look.selected ? "> " : "  ") + look.choices[i].path + "\n";
    return out + text(keys_key(look.what)) + "\n";
}

}  // namespace viz
