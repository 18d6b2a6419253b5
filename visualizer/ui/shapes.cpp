#include "ui/widgets.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace viz {
namespace {

using loopscope::TaskState;

// Icons are few and small: worth smooth edges even where the rest goes without.
class SmoothEdges {
public:
    explicit SmoothEdges(ImDrawList* draw) : draw_(draw), flags_(draw->Flags) {
        draw_->Flags |= ImDrawListFlags_AntiAliasedFill | ImDrawListFlags_AntiAliasedLines;
    }
    ~SmoothEdges() { draw_->Flags = flags_; }
    SmoothEdges(const SmoothEdges&) = delete;
    SmoothEdges& operator=(const SmoothEdges&) = delete;

private:
    ImDrawList* draw_;
    ImDrawListFlags flags_;
};

float width_of(ImFont* font, std::string_view text) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

ImVec2 offset(ImVec2 at, float x, float y) { return {at.x + x, at.y + y}; }

void triangle(ImDrawList* draw, ImVec2 c, float half, float direction, ImU32 colour) {
    // Clockwise on the screen, or the smooth edge is laid on the inside.
    const float x = half * direction;
    draw->AddTriangleFilled(offset(c, -x, -x), offset(c, x, 0), offset(c, -x, x), colour);
}

void vertical_triangle(ImDrawList* draw, ImVec2 c, float half, float direction, ImU32 colour) {
    const float y = half * direction;
    draw->AddTriangleFilled(offset(c, -y, -y), offset(c, y, -y), offset(c, 0, y), colour);
}

void bar(ImDrawList* draw, ImVec2 c, float width, float half, ImU32 colour) {
    draw->AddRectFilled(offset(c, -width / 2, -half), offset(c, width / 2, half), colour);
}

// Most of a circle, clockwise, with its head at the top.
void restart_icon(ImDrawList* draw, ImVec2 c, float r, ImU32 colour) {
    constexpr float kFrom = -0.6f;
    constexpr float kTo = 4.3f;
    const float radius = r * 0.85f;
    draw->PathArcTo(c, radius, kFrom, kTo, 24);
    draw->PathStroke(colour, 0, std::max(1.5f, r * 0.27f));
    const ImVec2 out(std::cos(kTo), std::sin(kTo));
    const ImVec2 along(-out.y, out.x);
    const ImVec2 end = offset(c, out.x * radius, out.y * radius);
    const float half = r * 0.55f;
    draw->AddTriangleFilled(offset(end, out.x * half, out.y * half),
                            offset(end, along.x * 2 * half, along.y * 2 * half),
                            offset(end, -out.x * half, -out.y * half), colour);
}

// The icons that are two strokes.
void strokes(ImDrawList* draw, Icon icon, ImVec2 c, float size, ImU32 colour) {
    const float r = size / 2;
    switch (icon) {
        case Icon::left:
            draw->AddLine(offset(c, r * 0.35f, -r * 0.7f), offset(c, -r * 0.35f, 0), colour, size * 0.12f);
            draw->AddLine(offset(c, -r * 0.35f, 0), offset(c, r * 0.35f, r * 0.7f), colour, size * 0.12f);
            break;
        case Icon::right:
            draw->AddLine(offset(c, -r * 0.35f, -r * 0.7f), offset(c, r * 0.35f, 0), colour, size * 0.12f);
            draw->AddLine(offset(c, r * 0.35f, 0), offset(c, -r * 0.35f, r * 0.7f), colour, size * 0.12f);
            break;
        case Icon::close:
            draw->AddLine(offset(c, -r * 0.65f, -r * 0.65f), offset(c, r * 0.65f, r * 0.65f), colour, size * 0.15f);
            draw->AddLine(offset(c, r * 0.65f, -r * 0.65f), offset(c, -r * 0.65f, r * 0.65f), colour, size * 0.15f);
            break;
        case Icon::tick:
            draw->AddLine(offset(c, -r * 0.7f, 0), offset(c, -r * 0.15f, r * 0.55f), colour, size * 0.16f);
            draw->AddLine(offset(c, -r * 0.15f, r * 0.55f), offset(c, r * 0.75f, -r * 0.6f), colour, size * 0.16f);
            break;
        default:
            break;
    }
}

template <class Line>
void for_each_line(ImFont* font, std::string_view text, float wrap, Line line) {
    while (true) {
        const std::string_view row = text.substr(0, text.find('\n'));
        std::string_view rest = row;
        do {
            const std::size_t fits = first_line(font, rest, wrap);
            line(rest.substr(0, fits));
            rest.remove_prefix(fits);
            while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
        } while (!rest.empty());
        if (row.size() == text.size()) return;
        text.remove_prefix(row.size() + 1);
    }
}

}  // namespace

// Dear ImGui's own wrapping would also break "0.300" at its dot.
std::size_t first_line(ImFont* font, std::string_view text, float wrap) {
    if (wrap <= 0 || width_of(font, text) <= wrap) return text.size();
    const char* end = nullptr;
    font->CalcTextSizeA(font->FontSize, wrap, 0, text.data(), text.data() + text.size(), &end);
    std::size_t fits = std::max<std::size_t>(1, static_cast<std::size_t>(end - text.data()));
    while (fits < text.size() && (static_cast<unsigned char>(text[fits]) & 0xC0) == 0x80) ++fits;  // whole characters
    const std::size_t space = text.rfind(' ', fits);
    return space != std::string_view::npos && space > 0 ? space : fits;
}

ImVec2 text_size(ImFont* font, std::string_view text, float wrap) {
    ImVec2 size(0, 0);
    for_each_line(font, text, wrap, [&](std::string_view line) {
        size.x = std::max(size.x, width_of(font, line));
        size.y += font->FontSize;
    });
    return size;
}

void draw_text(ImDrawList* draw, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text, float wrap) {
    at = ImVec2(std::floor(at.x), std::floor(at.y));
    for_each_line(font, text, wrap, [&](std::string_view line) {
        if (!line.empty()) draw->AddText(font, font->FontSize, at, colour, line.data(), line.data() + line.size());
        at.y += font->FontSize;
    });
}

bool text_cut(ImDrawList* draw, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text, float width) {
    if (text_size(font, text).x <= width + 0.5f) {
        draw_text(draw, font, at, colour, text);
        return false;
    }
    const bool has_ellipsis = font->FindGlyphNoFallback(0x2026) != nullptr;
    const std::string_view ellipsis = has_ellipsis ? "\u2026" : "...";
    const float room = width - text_size(font, ellipsis).x;
    if (room <= 0) return true;
    const char* rest = nullptr;
    const ImVec2 kept = font->CalcTextSizeA(font->FontSize, room, 0, text.data(), text.data() + text.size(), &rest);
    draw_text(draw, font, at, colour, text.substr(0, static_cast<std::size_t>(rest - text.data())));
    draw_text(draw, font, ImVec2(at.x + kept.x, at.y), colour, ellipsis);
    return true;
}

void draw_icon(ImDrawList* draw, Icon icon, ImVec2 c, float size, ImU32 colour) {
    const SmoothEdges smooth(draw);
    const float r = size / 2;
    c = ImVec2(std::floor(c.x) + 0.5f, std::floor(c.y) + 0.5f);
    switch (icon) {
        case Icon::none:
            break;
        case Icon::play:
        case Icon::forward:
            triangle(draw, c, r * 0.85f, 1, colour);
            break;
        case Icon::back:
            triangle(draw, c, r * 0.85f, -1, colour);
            break;
        case Icon::pause:
            bar(draw, offset(c, -r * 0.45f, 0), r * 0.5f, r * 0.85f, colour);
            bar(draw, offset(c, r * 0.45f, 0), r * 0.5f, r * 0.85f, colour);
            break;
        case Icon::to_next:
            triangle(draw, offset(c, -r * 0.65f, 0), r * 0.55f, 1, colour);
            triangle(draw, offset(c, r * 0.45f, 0), r * 0.55f, 1, colour);
            bar(draw, offset(c, r * 1.15f, 0), r * 0.3f, r * 0.6f, colour);
            break;
        case Icon::to_previous:
            triangle(draw, offset(c, r * 0.65f, 0), r * 0.55f, -1, colour);
            triangle(draw, offset(c, -r * 0.45f, 0), r * 0.55f, -1, colour);
            bar(draw, offset(c, -r * 1.15f, 0), r * 0.3f, r * 0.6f, colour);
            break;
        case Icon::restart:
            restart_icon(draw, c, r, colour);
            break;
        case Icon::restart_here:
            restart_icon(draw, c, r, colour);
            draw->AddRectFilled(offset(c, -r * 0.28f, -r * 0.28f), offset(c, r * 0.28f, r * 0.28f), colour);
            break;
        case Icon::up:
            vertical_triangle(draw, c, r * 0.7f, -1, colour);
            break;
        case Icon::down:
            vertical_triangle(draw, c, r * 0.7f, 1, colour);
            break;
        case Icon::stop:
            draw->AddRectFilled(offset(c, -r * 0.7f, -r * 0.7f), offset(c, r * 0.7f, r * 0.7f), colour);
            break;
        case Icon::freeze:
            draw->AddRect(offset(c, -r * 0.75f, -r * 0.75f), offset(c, r * 0.75f, r * 0.75f), colour, 0, 0,
                          size * 0.16f);
            bar(draw, c, r * 0.45f, r * 0.22f, colour);
            break;
        case Icon::help:
            draw->AddCircle(c, r * 0.95f, colour, 20, size * 0.1f);
            break;
        case Icon::left:
        case Icon::right:
        case Icon::close:
        case Icon::tick:
            strokes(draw, icon, c, size, colour);
            break;
    }
}

void round_mark(Ui& ui, ImDrawList* draw, ImVec2 centre, float radius, ImU32 colour, bool full) {
    const SmoothEdges smooth(draw);
    if (full)
        draw->AddCircleFilled(centre, radius, colour, 24);
    else
        draw->AddCircle(centre, radius, colour, 24, std::max(1.0f, 1.5f * ui.scale));
}

void state_mark(Ui& ui, ImDrawList* draw, ImVec2 min, ImVec2 max, TaskState state) {
    const ImU32 colour = ui.theme.state(state);
    const float height = max.y - min.y;
    const float middle = std::floor((min.y + max.y) / 2);
    const float line = std::max(1.0f, std::floor(1.5f * ui.scale));
    const ImU32 on_fill = text_on(colour);
    switch (state) {
        case TaskState::running:
            draw->AddRectFilled(min, max, colour);
            break;
        case TaskState::ready:
            draw->AddRect(min, max, colour, 0, 0, std::max(1.0f, std::floor(2 * ui.scale)));
            break;
        case TaskState::waiting: {
            const float third = std::max(2.0f, std::floor(height / 3));
            const float top = middle - std::floor(third / 2);
            draw->AddRectFilled(ImVec2(min.x, top), ImVec2(max.x, top + third), colour);
            break;
        }
        case TaskState::failed: {
            draw->AddRectFilled(min, max, colour);
            const float in = std::floor(height / 4);
            const float right = std::min(max.x, min.x + height);  // the x is square, at the beginning
            draw->AddLine(ImVec2(min.x + in, min.y + in), ImVec2(right - in, max.y - in), on_fill, line);
            draw->AddLine(ImVec2(right - in, min.y + in), ImVec2(min.x + in, max.y - in), on_fill, line);
            break;
        }
        case TaskState::cancelled: {
            draw->AddRectFilled(min, max, colour);
            const float right = std::min(max.x, min.x + height);
            draw->AddLine(ImVec2(min.x + 1, max.y - 1), ImVec2(right - 1, min.y + 1), on_fill, line);
            break;
        }
        case TaskState::done: {
            const float right = std::min(max.x, min.x + std::max(4.0f, std::floor(height * 0.55f)));
            draw->AddRectFilled(ImVec2(min.x, min.y), ImVec2(right, max.y), colour);
            draw->AddRect(ImVec2(min.x, min.y), ImVec2(right, max.y), ui.theme.text_faint);
            break;
        }
    }
}

namespace {

// As many of the parts of "line 8 · step 1" as have room.
std::string_view parts_that_fit(ImFont* font, std::string_view text, float room) {
    while (!text.empty() && text_size(font, text).x > room) {
        const std::size_t at = text.rfind(" \u00b7 ");
        text = at == std::string_view::npos ? std::string_view() : text.substr(0, at);
    }
    return text;
}

}  // namespace

bool task_card(Ui& ui, ImDrawList* draw, ImVec2 min, ImVec2 max, loopscope::TaskId id, std::string_view name,
               std::string_view second, TaskState state, std::string_view beside) {
    const float s = ui.scale;
    const ImU32 edge = state == TaskState::done ? ui.theme.text_faint : ui.theme.state(state);
    if (state == TaskState::running) draw->AddRectFilled(min, max, ui.theme.current_line);
    if (state == TaskState::failed || state == TaskState::cancelled) draw->AddRectFilled(min, max, fade(edge, 0.16f));
    const float thick = state == TaskState::running || state == TaskState::ready ? std::floor(2 * s) : 1.0f;
    draw->AddRect(min, max, edge, 0, 0, std::max(1.0f, thick));
    const float height = max.y - min.y;
    ImFont* bold = ui.fonts.bold;
    ImFont* small = ui.fonts.small;
    // A font's line has room above and below its letters: two lines may stand closer.
    constexpr float kClose = 0.88f;
    const float advance = std::floor(bold->FontSize * kClose);
    const bool two = !second.empty() && height >= advance + small->FontSize * kClose + 2 * s;
    ImFont* font = height < bold->FontSize + 2 * s ? small : bold;
    const float block = two ? advance + small->FontSize : font->FontSize;
    const float top = min.y + std::floor((height - block) / 2);
    const float mark = std::floor(9 * s);
    const float left = min.x + std::floor(8 * s);
    const float swatch_top = top + std::floor((font->FontSize - mark) / 2) + std::floor(s);
    draw->AddRectFilled(ImVec2(left, swatch_top), ImVec2(left + mark, swatch_top + mark), ui.theme.swatch(id));
    const float text_left = left + mark + std::floor(6 * s);
    const float room = max.x - text_left - 6 * s;
    const float name_width = std::min(room, text_size(font, name).x);
    const bool cut = text_cut(draw, font, ImVec2(text_left, top), ui.theme.text, name, room);
    const float beside_left = text_left + name_width + 7 * s;
    if (two && !beside.empty() && beside_left + text_size(small, beside).x <= max.x - 6 * s)
        draw_text(draw, small, ImVec2(beside_left, top + font->Ascent - small->Ascent), ui.theme.text_dim, beside);
    if (two) return text_cut(draw, small, ImVec2(text_left, top + advance), ui.theme.text_dim, second, room) || cut;
    const float at = text_left + name_width + 8 * s;
    const std::string_view part = second.empty() ? second : parts_that_fit(small, second, max.x - at - 6 * s);
    if (!part.empty())
        draw_text(draw, small, ImVec2(at, top + (font->FontSize - small->FontSize) / 2), ui.theme.text_dim, part);
    return cut;
}

}  // namespace viz
