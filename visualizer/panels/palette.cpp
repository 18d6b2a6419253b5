#include "panels/palette.hpp"

#include "panels/draw.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace viz {
namespace {

constexpr std::size_t kNamesAFrame = 40'000;  // a few milliseconds
constexpr std::size_t kPage = 10;             // rows, for Page Up and Page Down

// Its heading, and below it what Enter does: the key with "_enter".
constexpr std::array<const char*, kPaletteGroups> kHeadings{
    "palette.actions", "palette.lessons",  "palette.bookmarks", "palette.checkpoints", "palette.tasks",
    "palette.objects", "palette.findings", "palette.lines",     "palette.prints",      "palette.words"};
constexpr std::array<const char*, kPaletteGroups> kEnter{
    "palette.actions_enter", "palette.lessons_enter", "palette.bookmarks_enter", "palette.checkpoints_enter",
    "palette.tasks_enter",   "palette.objects_enter", "palette.findings_enter",  "palette.lines_enter",
    "palette.prints_enter",  "palette.words_enter"};

std::string heading_of(const View& view, const PaletteSearch& search, PaletteGroup group) {
    const auto at = static_cast<std::size_t>(group);
    const auto shown = static_cast<std::size_t>(std::ranges::count(search.rows(), group, &PaletteRow::group));
    const char* const heading = view.language->text(kHeadings[at]);
    if (search.found(group) <= shown) return heading;
    return std::string(heading) + "  " +
           fill(view.language->text("palette.some_of"),
                {{"shown", std::to_string(shown)}, {"count", std::to_string(search.found(group))}});
}

const char* nothing_words(const View& view, const PaletteLook& look) {
    if (look.search.searching()) return view.language->text("palette.searching");
    return view.language->text(look.field.text().empty() ? "palette.type" : "palette.nothing");
}

// The box of one frame.
class Sheet {
public:
    Sheet(const View& view, Ui& ui, PaletteLook& look, ImVec2 min, ImVec2 max, Actions& actions)
        : view_(view), ui_(ui), look_(look), actions_(actions), s_(ui.scale), min_(min), max_(max) {}

    void draw() {
        const float pad = std::floor(12 * s_);
        const float field = std::floor(ui_.fonts.lead->FontSize + 18 * s_);
        const float foot = std::floor(ui_.fonts.small->FontSize + 14 * s_);
        draw_field(ui_, "palette/field", look_.field,
                   ui_.text(look_.recorded_only ? "palette.search_hint" : "palette.hint"),
                   ImVec2(min_.x + pad, min_.y + pad), ImVec2(max_.x - pad, min_.y + pad + field), ui_.fonts.lead);
        const ImVec2 top(min_.x + pad, min_.y + pad + field + std::floor(8 * s_));
        const ImVec2 bottom(max_.x - pad, max_.y - foot);
        if (begin_panel(ui_, "palette/rows", top, bottom, true)) rows(ImGui::GetCursorScreenPos(), bottom.x - 14 * s_);
        end_panel();
        help(ImVec2(min_.x + pad, bottom.y + std::floor(5 * s_)), max_.x - pad);
    }

private:
    void rows(ImVec2 at, float right) {
        const auto& rows = look_.search.rows();
        if (rows.empty()) {
            put("palette/nothing", at, nothing_words(view_, look_), ui_.fonts.body, ui_.theme.text_dim, right - at.x);
            return;
        }
        const float high = std::floor(ui_.fonts.body->FontSize + 8 * s_);
        float y = at.y;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i == 0 || rows[i].group != rows[i - 1].group) y = heading(rows[i].group, ImVec2(at.x, y), right);
            row(rows[i], i, ImVec2(at.x, y), ImVec2(right, y + high));
            y += high;
        }
        ImGui::SetCursorScreenPos(ImVec2(at.x, y));
        ImGui::Dummy(ImVec2(1, std::floor(4 * s_)));
    }

    float heading(PaletteGroup group, ImVec2 at, float right) {
        const std::string name = std::string("palette/group/") + (kHeadings[static_cast<std::size_t>(group)] + 8);
        put(name, ImVec2(at.x + std::floor(8 * s_), at.y + std::floor(6 * s_)), heading_of(view_, look_.search, group),
            ui_.fonts.heading, ui_.theme.heading, right - at.x - 8 * s_);
        return at.y + std::floor(ui_.fonts.heading->FontSize + 10 * s_);
    }

    void row(const PaletteRow& row, std::size_t number, ImVec2 min, ImVec2 max) {
        const std::string name = "palette/row/" + std::to_string(number);
        const Hit press = hit(ui_, name.c_str(), min, max);
        const ImGuiIO& io = ImGui::GetIO();
        if (press.hovered && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) look_.selected = number;
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const bool chosen = number == look_.selected;
        if (chosen) {
            draw->AddRectFilled(min, max, fade(ui_.theme.accent_fill, 0.45f));
            draw->AddRectFilled(min, ImVec2(min.x + std::floor(3 * s_), max.y), ui_.theme.accent);
        }
        if (chosen && std::exchange(look_.moved, false)) {
            ImGui::SetCursorScreenPos(min);
            ImGui::Dummy(ImVec2(1, max.y - min.y));
            ImGui::SetScrollHereY(0.5f);
        }
        const float pad = std::floor(12 * s_), gap = std::floor(16 * s_);
        const float top = std::floor((min.y + max.y - ui_.fonts.body->FontSize) / 2) - s_;
        const float room = max.x - min.x - 2 * pad;
        const float natural = text_width(ui_.fonts.small, row.remark);
        const float text_room = std::max(room * 0.4f, room - natural - gap);
        const float wide = std::min(text_room, text_width(ui_.fonts.body, row.text));
        const float remark = std::min(natural, room - wide - gap);
        bool cut = text_cut(draw, ui_.fonts.body, ImVec2(min.x + pad, top), ui_.theme.text, row.text, text_room);
        if (!row.remark.empty())
            cut = text_cut(draw, ui_.fonts.small, ImVec2(max.x - pad - remark, top + std::floor(2 * s_)),
                           chosen ? ui_.theme.text : ui_.theme.text_dim, row.remark, remark + 1) ||
                  cut;
        const std::string all = row.text + (row.remark.empty() ? "" : "  " + row.remark);
        const std::string tip = row.tip.empty() ? ui_.text(kEnter[static_cast<std::size_t>(row.group)]) : row.tip;
        // A long print is cut on purpose; the tooltip and the text twin have all of it.
        tooltip(ui_, (cut ? all + "\n" + tip : tip).c_str());
        tell(ui_, name, min, max, all, true, cut);
        if (press.pressed) {
            look_.selected = number;
            for (const Action& action : row.does) actions_.push_back(action);
            actions_.push_back(act::TogglePalette{});
        }
    }

    void help(ImVec2 at, float right) {
        const auto& rows = look_.search.rows();
        const std::string keys = ui_.text("palette.keys");
        const char* enter =
            look_.selected < rows.size() ? ui_.text(kEnter[static_cast<std::size_t>(rows[look_.selected].group)]) : "";
        const float gap = std::floor(20 * s_), room = right - at.x;
        // What Enter does is said in full before the keys are.
        const float enter_width = std::min(room - 4 * gap, text_width(ui_.fonts.small, enter));
        const float keys_width = std::min(text_width(ui_.fonts.small, keys), room - enter_width - gap);
        if (*enter != '\0') put("palette/enter", at, enter, ui_.fonts.small, ui_.theme.accent, enter_width + 1);
        put("palette/keys", ImVec2(right - keys_width, at.y), keys, ui_.fonts.small, ui_.theme.text_dim,
            keys_width + 1);
    }

    void put(const std::string& name, ImVec2 at, std::string_view text, ImFont* font, ImU32 colour, float room) {
        const bool cut = text_cut(ImGui::GetWindowDrawList(), font, at, colour, text, room);
        const ImVec2 to(at.x + std::min(room, text_width(font, text)), at.y + font->FontSize);
        if (cut && to.x > at.x) {
            drag_area(name.c_str(), at, to);
            tooltip(ui_, std::string(text).c_str());
        }
        tell(ui_, name, at, to, text, true, cut);
    }

    const View& view_;
    Ui& ui_;
    PaletteLook& look_;
    Actions& actions_;
    float s_;
    ImVec2 min_, max_;
};

void begin_box(Ui& ui, ImVec2 from, ImVec2 size) {
    ImGui::SetNextWindowPos(from);
    ImGui::SetNextWindowSize(size);
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme.card);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, std::max(1.0f, std::floor(ui.scale)));
    ImGui::Begin("palette", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

// As high as what it shows, and never so low that it jumps about with each letter.
float height_of(const Ui& ui, const PaletteLook& look) {
    const float s = ui.scale;
    float height = ui.fonts.lead->FontSize + ui.fonts.small->FontSize + 64 * s;
    const auto& rows = look.search.rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        height += ui.fonts.body->FontSize + 8 * s;
        if (i == 0 || rows[i].group != rows[i - 1].group) height += ui.fonts.heading->FontSize + 10 * s;
    }
    return std::max(height, 300 * s);
}

void select(PaletteLook& look, std::ptrdiff_t by) {
    const auto count = std::ssize(look.search.rows());
    if (count == 0) return;
    const auto at = std::min(static_cast<std::ptrdiff_t>(look.selected), count - 1);
    const bool around = by == 1 || by == -1;
    look.selected = static_cast<std::size_t>(around ? (at + by + count) % count
                                                    : std::clamp<std::ptrdiff_t>(at + by, 0, count - 1));
    look.moved = true;
}

void typed(PaletteLook& look) {
    look.selected = 0;
    look.moved = true;
}

}  // namespace

void palette_panel(const View& view, Ui& ui, PaletteLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    look.search.ask(view, look.field.text(), look.recorded_only);
    look.search.go_on(view, kNamesAFrame);
    const ImVec2 size(std::floor(std::min(max.x - min.x - 32 * s, 760 * s)),
                      std::floor(std::min(max.y - min.y - 60 * s, std::min(560 * s, height_of(ui, look)))));
    const ImVec2 from(std::floor((min.x + max.x - size.x) / 2), std::floor(min.y + 30 * s));
    const ImVec2 to(from.x + size.x, from.y + size.y);
    begin_box(ui, from, size);
    Sheet(view, ui, look, from, to, actions).draw();
    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsMouseHoveringRect(from, to, false);
    if (outside && !ImGui::IsWindowAppearing()) actions.push_back(act::TogglePalette{});
    ImGui::End();
}

void palette_key(const View& view, PaletteLook& look, int code, int modifiers, Actions& actions) {
    switch (code) {
        case GLFW_KEY_ESCAPE:
            return actions.push_back(act::TogglePalette{});
        case GLFW_KEY_UP:
            return select(look, -1);
        case GLFW_KEY_DOWN:
            return select(look, 1);
        case GLFW_KEY_TAB:
            return select(look, (modifiers & GLFW_MOD_SHIFT) != 0 ? -1 : 1);
        case GLFW_KEY_PAGE_UP:
            return select(look, -static_cast<std::ptrdiff_t>(kPage));
        case GLFW_KEY_PAGE_DOWN:
            return select(look, static_cast<std::ptrdiff_t>(kPage));
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER: {
            // What was typed last may not have been searched for in a frame yet.
            look.search.ask(view, look.field.text(), look.recorded_only);
            look.search.go_on(view, std::numeric_limits<std::uint32_t>::max());
            const auto& rows = look.search.rows();
            if (look.selected >= rows.size()) return;
            for (const Action& action : rows[look.selected].does) actions.push_back(action);
            if (!rows[look.selected].does.empty()) actions.push_back(act::TogglePalette{});
            return;
        }
        default:
            break;
    }
    const bool control = modifiers == GLFW_MOD_CONTROL;
    if (control && code == (look.recorded_only ? GLFW_KEY_F : GLFW_KEY_P)) {
        actions.push_back(act::TogglePalette{});
    } else if (control && code == GLFW_KEY_F) {
        actions.push_back(act::Search{});
    } else {
        const std::string before = look.field.text();
        if (look.field.key(code, modifiers) && look.field.text() != before) typed(look);
    }
}

void palette_type(PaletteLook& look, unsigned character) {
    if (look.field.type(character)) typed(look);
}

std::string palette_text(const View& view) {
    PaletteLook look;
    return palette_text(view, look);
}

std::string palette_text(const View& view, const PaletteLook& look) {
    PaletteSearch search;
    search.ask(view, look.field.text(), look.recorded_only);
    search.go_on(view, std::numeric_limits<std::uint32_t>::max());
    const Text& text = view.language->text;
    std::string out = look.field.text().empty() ? text("palette.hint") : look.field.text();
    out += "\n";
    if (search.rows().empty()) out += std::string(nothing_words(view, look)) + "\n";
    for (std::size_t i = 0; i < search.rows().size(); ++i) {
        const PaletteRow& row = search.rows()[i];
        if (i == 0 || row.group != search.rows()[i - 1].group)
            out += "\n" + heading_of(view, search, row.group) + " (" +
                   text(kEnter[static_cast<std::size_t>(row.group)]) + ")\n";
        out +=
            (i == look.selected ? "> " : "  ") + row.text + (row.remark.empty() ? "" : "  (" + row.remark + ")") + "\n";
    }
    return out;
}

}  // namespace viz
