#include "ui/theme.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace viz {
namespace {

constexpr ImU32 rgb(unsigned hex) { return IM_COL32(hex >> 16 & 0xff, hex >> 8 & 0xff, hex & 0xff, 0xff); }

using Rgb = std::array<double, 3>;  // linear light, 0 to 1

double to_linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

Rgb linear(ImU32 colour) {
    return {to_linear((colour >> IM_COL32_R_SHIFT & 0xff) / 255.0),
            to_linear((colour >> IM_COL32_G_SHIFT & 0xff) / 255.0),
            to_linear((colour >> IM_COL32_B_SHIFT & 0xff) / 255.0)};
}

// Machado, Oliveira and Fernandes (2009), severity 1, applied to linear light.
Rgb seen_by(const Rgb& colour, Eyes eyes) {
    using Matrix = std::array<Rgb, 3>;
    static constexpr Matrix kProtan{
        {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
    static constexpr Matrix kDeutan{
        {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
    static constexpr Matrix kTritan{
        {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
    if (eyes == Eyes::normal) return colour;
    const Matrix& matrix = eyes == Eyes::protan ? kProtan : eyes == Eyes::deutan ? kDeutan : kTritan;
    Rgb out{};
    for (std::size_t row = 0; row < 3; ++row) {
        double sum = 0;
        for (std::size_t column = 0; column < 3; ++column) sum += matrix[row][column] * colour[column];
        out[row] = std::clamp(sum, 0.0, 1.0);
    }
    return out;
}

Rgb oklab(const Rgb& c) {
    const double l = std::cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
    const double m = std::cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
    const double s = std::cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double luminance(ImU32 colour) {
    const Rgb c = linear(colour);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

}  // namespace

ImU32 Theme::state(loopscope::TaskState state) const {
    switch (state) {
        case loopscope::TaskState::ready:
            return ready;
        case loopscope::TaskState::running:
            return running;
        case loopscope::TaskState::waiting:
            return waiting;
        case loopscope::TaskState::done:
            return done;
        case loopscope::TaskState::failed:
            return failed;
        case loopscope::TaskState::cancelled:
            return cancelled;
    }
    return text;
}

ImU32 Theme::swatch(loopscope::TaskId task) const {
    if (task == 0) return text_dim;
    return swatches[(task - 1) % std::size(swatches)];
}

Theme dark_theme() {
    Theme theme{};
    theme.background = rgb(0x14181F);
    theme.panel_line = rgb(0x262C36);
    theme.text = rgb(0xD9DEE5);
    theme.text_dim = rgb(0x97A1AF);
    theme.text_faint = rgb(0x6B7686);
    theme.heading = rgb(0x97A1AF);
    theme.accent = rgb(0x5AB0F6);
    theme.accent_fill = rgb(0x2C5E8C);
    theme.accent_text = rgb(0xF0F5FA);
    theme.card = rgb(0x1A2029);
    theme.card_line = rgb(0x353C47);
    theme.button = rgb(0x232A34);
    theme.code_text = rgb(0xD9DEE5);
    theme.code_keyword = rgb(0xC792EA);
    theme.code_type = rgb(0xA8C7FA);
    theme.code_comment = rgb(0x76818F);
    theme.code_string = rgb(0xB5D99C);
    theme.code_function = rgb(0xF4E285);
    theme.current_line = rgb(0x1D3A36);
    theme.running = rgb(0xACF8E0);
    theme.ready = rgb(0xEBBE0B);
    theme.waiting = rgb(0x7BA6D7);
    theme.failed = rgb(0xDE5A32);
    theme.cancelled = rgb(0x8F41BD);
    theme.done = rgb(0x383D42);
    theme.mode_live = rgb(0xACF8E0);
    theme.mode_gate = rgb(0xEBBE0B);
    theme.mode_freeze = rgb(0x8FD0FF);
    theme.mode_travel = rgb(0xC3B1F7);
    theme.mode_lost = rgb(0xDE5A32);
    const unsigned swatches[] = {0x97A1AF, 0xF2A65A, 0xE58FB1, 0x8FD3A6, 0xC3B1F7, 0xF4E285, 0x6FC7D9, 0xC9A27E};
    for (std::size_t i = 0; i < std::size(theme.swatches); ++i) theme.swatches[i] = rgb(swatches[i]);
    return theme;
}

Theme light_theme() {
    Theme theme{};
    theme.background = rgb(0xFAFBFC);
    theme.panel_line = rgb(0xDDE1E6);
    theme.text = rgb(0x1B2129);
    theme.text_dim = rgb(0x55606E);
    theme.text_faint = rgb(0x7A8492);
    theme.heading = rgb(0x55606E);
    theme.accent = rgb(0x0B69B7);
    theme.accent_fill = rgb(0x0B69B7);
    theme.accent_text = rgb(0xFFFFFF);
    theme.card = rgb(0xEFF2F5);
    theme.card_line = rgb(0xBCC4CE);
    theme.button = rgb(0xE6EAEF);
    theme.code_text = rgb(0x1B2129);
    theme.code_keyword = rgb(0x7B2FA8);
    theme.code_type = rgb(0x0B57A8);
    theme.code_comment = rgb(0x6C7683);
    theme.code_string = rgb(0x2E6B2E);
    theme.code_function = rgb(0x7A5A00);
    theme.current_line = rgb(0xD3EFE5);
    theme.running = rgb(0x2B745E);
    theme.ready = rgb(0xBE873E);
    theme.waiting = rgb(0x167EEC);
    theme.failed = rgb(0x75211D);
    theme.cancelled = rgb(0x70359F);
    theme.done = rgb(0xA3A6A9);
    theme.mode_live = rgb(0x2B745E);
    theme.mode_gate = rgb(0x8F5E14);
    theme.mode_freeze = rgb(0x0B69B7);
    theme.mode_travel = rgb(0x70359F);
    theme.mode_lost = rgb(0x9B2A1E);
    const unsigned swatches[] = {0x55606E, 0xB4610B, 0xB03A6E, 0x2F7D48, 0x6A4FC4, 0x8A7400, 0x13788C, 0x80552A};
    for (std::size_t i = 0; i < std::size(theme.swatches); ++i) theme.swatches[i] = rgb(swatches[i]);
    return theme;
}

void apply_style(const Theme& theme, float scale, bool calm) {
    ImGuiStyle style;
    style.WindowPadding = ImVec2(10, 8);
    style.FramePadding = ImVec2(8, 5);
    style.ItemSpacing = ImVec2(8, 6);
    style.CellPadding = ImVec2(6, 3);
    style.ScrollbarSize = 9;
    style.ScrollbarRounding = 0;
    style.GrabRounding = 0;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.PopupRounding = 0;
    style.ScaleAllSizes(scale);
    style.AntiAliasedLines = style.AntiAliasedFill = !calm;
    const auto set = [&style](ImGuiCol which, ImU32 colour) {
        style.Colors[which] = ImGui::ColorConvertU32ToFloat4(colour);
    };
    set(ImGuiCol_Text, theme.text);
    set(ImGuiCol_TextDisabled, theme.text_dim);
    set(ImGuiCol_PopupBg, theme.card);
    set(ImGuiCol_Border, theme.card_line);
    set(ImGuiCol_ScrollbarBg, IM_COL32_BLACK_TRANS);
    set(ImGuiCol_ScrollbarGrab, theme.card_line);
    set(ImGuiCol_ScrollbarGrabHovered, theme.text_faint);
    set(ImGuiCol_ScrollbarGrabActive, theme.text_dim);
    set(ImGuiCol_TableHeaderBg, IM_COL32_BLACK_TRANS);
    set(ImGuiCol_TableBorderLight, theme.panel_line);
    set(ImGuiCol_TableBorderStrong, theme.panel_line);
    set(ImGuiCol_Header, fade(theme.accent_fill, 0.45f));
    set(ImGuiCol_HeaderHovered, fade(theme.accent_fill, 0.30f));
    set(ImGuiCol_HeaderActive, fade(theme.accent_fill, 0.55f));
    set(ImGuiCol_NavHighlight, theme.accent);
    ImGui::GetStyle() = style;
}

ImU32 text_on(ImU32 fill) {
    constexpr ImU32 kDark = rgb(0x101418);
    constexpr ImU32 kLight = rgb(0xFFFFFF);
    return contrast(fill, kDark) >= contrast(fill, kLight) ? kDark : kLight;
}

ImU32 fade(ImU32 colour, float alpha) {
    const auto old = static_cast<float>(colour >> IM_COL32_A_SHIFT & 0xff);
    const auto now = static_cast<ImU32>(std::lround(std::clamp(old * alpha, 0.0f, 255.0f)));
    return (colour & ~IM_COL32_A_MASK) | now << IM_COL32_A_SHIFT;
}

float distance(ImU32 left, ImU32 right, Eyes eyes) {
    const Rgb a = oklab(seen_by(linear(left), eyes));
    const Rgb b = oklab(seen_by(linear(right), eyes));
    return static_cast<float>(100 * std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
}

float contrast(ImU32 left, ImU32 right) {
    const double a = luminance(left);
    const double b = luminance(right);
    return static_cast<float>((std::max(a, b) + 0.05) / (std::min(a, b) + 0.05));
}

}  // namespace viz
