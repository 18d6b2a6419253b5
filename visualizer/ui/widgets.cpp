#include "ui/widgets.hpp"

#include <imgui/imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace viz {
namespace {

constexpr float kTooltipDelay = 0.35f;

float icon_size(const Ui& ui) { return std::floor(12 * ui.scale); }

}  // namespace

bool begin_panel(Ui& ui, const char* name, ImVec2 min, ImVec2 max, bool scrolls) {
    ImGui::SetCursorScreenPos(min);
    const ImVec2 size(std::max(1.0f, max.x - min.x), std::max(1.0f, max.y - min.y));
    const ImGuiWindowFlags flags = ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                                   (scrolls ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    const bool visible = ImGui::BeginChild(name, size, false, flags);
    ImGui::PopStyleVar();
    return visible && size.x > 8 * ui.scale && size.y > 8 * ui.scale;
}

void end_panel() { ImGui::EndChild(); }

Hit hit(Ui& ui, const char* name, ImVec2 min, ImVec2 max, bool enabled, bool adjustable) {
    Hit result;
    ImGui::SetCursorScreenPos(min);
    const ImVec2 size(std::max(1.0f, max.x - min.x), std::max(1.0f, max.y - min.y));
    const bool clicked = ImGui::InvisibleButton(name, size);
    result.hovered = ImGui::IsItemHovered();
    result.held = enabled && ImGui::IsItemActive();
    result.pressed = enabled && clicked;
    result.double_clicked = enabled && result.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    if (enabled && result.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (ui.focus != nullptr && enabled) {
        if (ImGui::IsItemActivated()) ui.focus->take(name);
        const Focus::Told told = ui.focus->here(name, adjustable);
        result.focused = told.focused;
        result.pressed = result.pressed || told.pressed;
        result.nudge = told.nudge;
        if (told.arrived)
            ImGui::ScrollToRect(ImGui::GetCurrentWindow(), ImRect(min, max), ImGuiScrollFlags_KeepVisibleEdgeY);
        if (told.focused) focus_ring(ui, min, max);
    }
    return result;
}

void focus_ring(Ui& ui, ImVec2 min, ImVec2 max) {
    if (!ui.focus_visible) return;
    const float out = std::floor(2 * ui.scale);
    // On the window above all children, so that no edge is clipped; but what is scrolled away has none.
    const ImDrawList* shown = ImGui::GetWindowDrawList();
    const ImVec2 from = shown->GetClipRectMin(), to = shown->GetClipRectMax();
    if (max.x <= from.x || max.y <= from.y || min.x >= to.x || min.y >= to.y) return;
    ImGui::GetForegroundDrawList()->AddRect(ImVec2(min.x - out, min.y - out), ImVec2(max.x + out, max.y + out),
                                            ui.theme.accent, 0, 0, std::max(2.0f, std::floor(2 * ui.scale)));
}

void tooltip(Ui& ui, const char* text) {
    if (text == nullptr || *text == '\0' || !ImGui::IsItemHovered()) return;
    if (ImGui::GetCurrentContext()->HoveredIdTimer < kTooltipDelay) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10 * ui.scale, 8 * ui.scale));
    ImGui::BeginTooltip();
    ImGui::PushFont(ui.fonts.small);
    ImGui::PushTextWrapPos(340 * ui.scale);
    ImGui::TextUnformatted(text);
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

float control_height(Ui& ui) { return std::floor(ui.fonts.body->FontSize + 12 * ui.scale); }

float button_width(Ui& ui, Icon icon, const char* label) {
    const float text = *label == '\0' ? 0 : text_size(ui.fonts.body, label).x;
    const float mark = icon == Icon::none ? 0 : icon_size(ui);
    const float gap = text > 0 && mark > 0 ? 7 * ui.scale : 0;
    return std::ceil(text + mark + gap + 22 * ui.scale);
}

bool icon_button(Ui& ui, const char* name, Icon icon, const char* label, const char* tip, bool primary, bool enabled,
                 float width, bool icon_last) {
    const float natural = button_width(ui, icon, label);
    const ImVec2 size(width > 0 ? width : natural, control_height(ui));
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const ImVec2 max(min.x + size.x, min.y + size.y);
    const Hit press = hit(ui, name, min, max, enabled);
    tooltip(ui, tip);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    ImU32 fill_colour = primary && enabled ? ui.theme.accent_fill : ui.theme.button;
    if (!enabled) fill_colour = fade(fill_colour, 0.45f);
    draw->AddRectFilled(min, max, fill_colour);
    if (enabled && (press.hovered || press.held))
        draw->AddRectFilled(min, max, fade(ui.theme.text, press.held ? 0.16f : 0.08f));
    ImU32 colour = primary ? ui.theme.accent_text : ui.theme.text;
    if (!enabled) colour = ui.theme.text_faint;

    const bool has_text = *label != '\0';
    const float mark = icon == Icon::none ? 0 : icon_size(ui);
    const float gap = has_text && mark > 0 ? 7 * ui.scale : 0;
    const float room = size.x - mark - gap - 8 * ui.scale;
    const float text = has_text ? std::min(room, text_size(ui.fonts.body, label).x) : 0;
    float x = min.x + std::floor((size.x - text - mark - gap) / 2);
    const float middle = (min.y + max.y) / 2;
    const auto put_icon = [&] {
        draw_icon(draw, icon, ImVec2(x + mark / 2, middle), icon == Icon::none ? 0 : mark, colour);
        x += mark;
    };
    if (mark > 0 && !icon_last) put_icon(), x += gap;
    const float text_top = std::floor(min.y + (size.y - ui.fonts.body->FontSize) / 2) - ui.scale;
    const bool cut = has_text && text_cut(draw, ui.fonts.body, ImVec2(x, text_top), colour, label, room);
    x += text;
    if (mark > 0 && icon_last) x += gap, put_icon();
    if (icon == Icon::help)
        draw_text(
            draw, ui.fonts.small,
            ImVec2(min.x + (size.x - text_size(ui.fonts.small, "?").x) / 2, middle - ui.fonts.small->FontSize / 2),
            colour, "?");
    tell(ui, name, min, max, has_text ? label : tip, enabled, cut);
    return press.pressed;
}

bool button(Ui& ui, const char* name, const char* label, const char* tip, bool primary, bool enabled, float width) {
    return icon_button(ui, name, Icon::none, label, tip, primary, enabled, width);
}

float choice_width(Ui& ui, const char* label, bool small) {
    if (small) return std::ceil(text_size(ui.fonts.small, label).x);
    // Bold is wider: room for it is kept always, so that nothing moves when the choice does.
    return std::ceil(std::max(text_size(ui.fonts.bold, label).x, text_size(ui.fonts.body, label).x));
}

bool choice(Ui& ui, const char* name, const char* label, bool chosen, const char* tip, bool small, float room) {
    ImFont* font = small ? ui.fonts.small : chosen ? ui.fonts.bold : ui.fonts.body;
    const float natural = choice_width(ui, label, small);
    const bool cut = room > 0 && natural > room;
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const ImVec2 max(min.x + (cut ? room : natural), min.y + std::floor(ui.fonts.body->FontSize + 8 * ui.scale));
    const Hit press = hit(ui, name, min, max);
    if (cut)
        tooltip(ui, (std::string(label) + "\n" + (tip == nullptr ? "" : tip)).c_str());
    else
        tooltip(ui, tip);
    const ImU32 colour = chosen || press.hovered ? ui.theme.text : ui.theme.text_dim;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float drop = std::floor((ui.fonts.body->FontSize - font->FontSize) / 2);
    const bool shorter = text_cut(draw, font, ImVec2(min.x, min.y + drop + 2 * ui.scale), colour, label, max.x - min.x);
    if (chosen) {
        const float thick = std::max(2.0f, std::floor(2 * ui.scale));
        draw->AddRectFilled(ImVec2(min.x, max.y - thick), ImVec2(max.x, max.y), ui.theme.accent);
    }
    tell(ui, name, min, max, label, true, shorter);
    return press.pressed;
}

bool link(Ui& ui, const char* name, const char* label, const char* tip, float wrap) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    ImFont* font = ui.fonts.body;
    const ImVec2 size = text_size(font, label, wrap);
    const ImVec2 max(min.x + std::ceil(size.x), min.y + std::ceil(size.y));
    const Hit press = hit(ui, name, min, max);
    tooltip(ui, tip);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw_text(draw, font, min, ui.theme.accent, label, wrap);
    const bool one_line = size.y < 1.5f * font->FontSize;
    if (press.hovered && one_line) draw->AddLine(ImVec2(min.x, max.y - 1), ImVec2(max.x, max.y - 1), ui.theme.accent);
    if (press.hovered && !one_line)  // a bar beside them stands for the lines below each
        draw->AddLine(ImVec2(min.x - 5 * ui.scale, min.y), ImVec2(min.x - 5 * ui.scale, max.y), ui.theme.accent);
    tell(ui, name, min, max, label);
    return press.pressed;
}

bool slider(Ui& ui, const char* name, const char* label_text, double& value, double minimum, double maximum,
            double step, const char* value_text, float width, bool* released) {
    const float s = ui.scale;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float row = std::floor(ui.fonts.body->FontSize + 10 * s);
    const float label_width = text_size(ui.fonts.body, label_text).x;
    const float value_room = std::max(48 * s, text_size(ui.fonts.mono, value_text).x) + 10 * s;
    const bool has_label = *label_text != '\0';
    const bool two_rows = has_label && label_width > width * 0.36f;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float text_top = at.y + std::floor((row - ui.fonts.body->FontSize) / 2) - s;
    bool cut = false;
    if (has_label)
        cut = text_cut(draw, ui.fonts.body, ImVec2(at.x, text_top), ui.theme.text, label_text,
                       two_rows ? width : width * 0.36f);
    const float track_row = two_rows ? at.y + row - 4 * s : at.y;
    const float left = std::floor(at.x + (has_label && !two_rows ? width * 0.38f : 0));
    const float right = std::max(left + 20 * s, std::floor(at.x + width - value_room));

    const Hit drag = hit(ui, name, ImVec2(left, track_row), ImVec2(right, track_row + row), true, true);
    const ImGuiID id = ImGui::GetItemID();
    ImGuiStorage* storage = ImGui::GetStateStorage();
    const double before = value;
    if (ImGui::IsItemActivated()) storage->SetFloat(id, static_cast<float>(value));
    const float grip = std::floor(8 * s);
    if (drag.held) {
        const double part = (ImGui::GetIO().MousePos.x - left - grip / 2) / std::max(1.0f, right - left - grip);
        value = minimum + std::clamp(part, 0.0, 1.0) * (maximum - minimum);
    }
    if (drag.nudge != 0) value += drag.nudge * (step > 0 ? step : (maximum - minimum) / 20);
    if (value != before && step > 0) value = minimum + std::round((value - minimum) / step) * step;
    value = std::clamp(value, minimum, maximum);
    if (released != nullptr) {
        const bool let_go = ImGui::IsItemDeactivated() && static_cast<float>(value) != storage->GetFloat(id);
        *released = let_go || (drag.nudge != 0 && value != before);
    }

    const float part = maximum > minimum ? static_cast<float>((value - minimum) / (maximum - minimum)) : 0;
    const float middle = std::floor(track_row + row / 2);
    const float grip_left = std::floor(left + part * (right - left - grip));
    draw->AddRectFilled(ImVec2(left, middle - s), ImVec2(right, middle + s), ui.theme.text_faint);
    const ImU32 grip_colour = drag.hovered || drag.held ? ui.theme.text : ui.theme.accent;
    draw->AddRectFilled(ImVec2(grip_left, middle - 7 * s), ImVec2(grip_left + grip, middle + 7 * s), grip_colour);
    const float value_left = at.x + width - text_size(ui.fonts.mono, value_text).x;
    const float value_top = track_row + std::floor((row - ui.fonts.mono->FontSize) / 2);
    draw_text(draw, ui.fonts.mono, ImVec2(value_left, value_top), ui.theme.text, value_text);
    tell(ui, name, ImVec2(left, track_row), ImVec2(right, track_row + row), value_text, true, cut);
    if (has_label)
        tell(ui, std::string(name) + "/label", at, ImVec2(at.x + label_width, at.y + row), label_text, false, cut);
    return value != before;
}

void label(Ui& ui, const char* name, std::string_view text, ImFont* font, ImU32 colour) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const ImVec2 size = text_size(font, text);
    const float room = ImGui::GetContentRegionAvail().x;
    const bool cut = text_cut(ImGui::GetWindowDrawList(), font, min, colour, text, room);
    ImGui::Dummy(ImVec2(std::min(size.x, room), size.y));
    tell(ui, name, min, ImVec2(min.x + std::min(size.x, room), min.y + size.y), text, true, cut);
}

void panel_heading(Ui& ui, const char* name, const char* title, std::string_view remark, float width) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    if (width <= 0) width = ImGui::GetContentRegionAvail().x;
    ImFont* font = ui.fonts.heading;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float title_width = text_size(font, title).x;
    bool cut = text_cut(draw, font, min, ui.theme.heading, title, width);
    const std::string base(name);
    if (!remark.empty()) {
        const float room = width - title_width - 12 * ui.scale;
        const float remark_width = std::min(room, text_size(ui.fonts.small, remark).x);
        const ImVec2 at(min.x + width - remark_width, min.y);
        const bool remark_cut = text_cut(draw, ui.fonts.small, at, ui.theme.text_dim, remark, room);
        if (remark_cut) {
            ImGui::SetCursorScreenPos(at);
            ImGui::InvisibleButton((base + "/remark").c_str(), ImVec2(std::max(1.0f, remark_width), font->FontSize));
            tooltip(ui, std::string(remark).c_str());
            ImGui::SetCursorScreenPos(min);
        }
        tell(ui, base + "/remark", at, ImVec2(min.x + width, min.y + font->FontSize), remark, true, remark_cut);
    }
    ImGui::Dummy(ImVec2(width, font->FontSize));
    tell(ui, base + "/heading", min, ImVec2(min.x + title_width, min.y + font->FontSize), title, true, cut);
}

void paragraph(Ui& ui, const char* name, std::string_view text, ImFont* font, ImU32 colour, float width) {
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const ImVec2 size = text_size(font, text, width);
    draw_text(ImGui::GetWindowDrawList(), font, min, colour, text, width);
    ImGui::Dummy(ImVec2(width, size.y));
    tell(ui, name, min, ImVec2(min.x + size.x, min.y + size.y), text, true, size.x > width + 1);
}

bool splitter(Ui& ui, const char* name, bool vertical, ImVec2 min, ImVec2 max, float& fraction, float normal,
              float extent, float least, float most) {
    const Hit drag = hit(ui, name, min, max, true, true);
    tooltip(ui, ui.text("splitter.tip"));
    const float before = fraction;
    if (drag.hovered || drag.held)
        ImGui::SetMouseCursor(vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
    if (drag.held && extent > 0) {
        const ImVec2 delta = ImGui::GetIO().MouseDelta;
        fraction += (vertical ? delta.x : delta.y) / extent;
    }
    if (drag.nudge != 0) fraction += 0.02f * static_cast<float>(drag.nudge);
    if (drag.double_clicked) fraction = normal;
    fraction = std::clamp(fraction, std::min(least, most), std::max(least, most));
    const ImU32 colour = drag.held || drag.hovered ? ui.theme.accent : ui.theme.panel_line;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (vertical) {
        const float x = std::floor((min.x + max.x) / 2);
        draw->AddRectFilled(ImVec2(x, min.y), ImVec2(x + 1, max.y), colour);
    } else {
        const float y = std::floor((min.y + max.y) / 2);
        draw->AddRectFilled(ImVec2(min.x, y), ImVec2(max.x, y + 1), colour);
    }
    tell(ui, name, min, max, "", true);
    return fraction != before;
}

}  // namespace viz
