#include "visualizer/drawn_text.hpp"

#include "ui/field.hpp"

#include <imgui/imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace viz::testing {
namespace {

struct Glyph {
    unsigned character = 0;
    ImVec2 min, max;
    ImU32 colour = 0;
    std::size_t order = 0;  // of drawing
    ImVec4 clip;
    const ImGuiWindow* window = nullptr;
};

struct Cover {
    ImVec2 min, max;
    std::size_t order = 0;
};

// Which character lies at a place of the atlas.
class Letters {
public:
    Letters() {
        for (const ImFont* font : ImGui::GetIO().Fonts->Fonts)
            for (const ImFontGlyph& glyph : font->Glyphs) by_place_[place(glyph.U0, glyph.V0)] = glyph.Codepoint;
    }
    unsigned at(ImVec2 uv) const {
        const auto found = by_place_.find(place(uv.x, uv.y));
        return found == by_place_.end() ? '?' : found->second;
    }

private:
    // Glyphs stand on whole pixels, and an atlas has fewer than 2^16 of them each way.
    static std::uint64_t place(float u, float v) {
        const ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
        const auto x = static_cast<std::uint64_t>(std::lround(u * static_cast<float>(atlas.TexWidth)));
        const auto y = static_cast<std::uint64_t>(std::lround(v * static_cast<float>(atlas.TexHeight)));
        return x << 32 | y;
    }
    std::unordered_map<std::uint64_t, unsigned> by_place_;
};

const ImGuiWindow* window_of(const ImDrawList* list) {
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
        if (window->DrawList == list) return window;
    return nullptr;
}

using Corners = std::array<ImDrawVert, 4>;

// Dear ImGui writes an axis-parallel rectangle as two triangles 0 1 2, 0 2 3.
bool is_rectangle(const ImDrawIdx* at) {
    return at[3] == at[0] && at[4] == at[2] && at[1] == at[0] + 1 && at[2] == at[0] + 2 && at[5] == at[0] + 3;
}
bool is_upright(const Corners& four) {
    return four[0].pos.y == four[1].pos.y && four[1].pos.x == four[2].pos.x && four[2].pos.y == four[3].pos.y &&
           four[0].pos.x == four[3].pos.x;
}
bool is_glyph(const Corners& four) { return four[0].uv.x < four[2].uv.x && four[0].uv.y < four[2].uv.y; }
bool is_opaque(ImU32 colour) { return (colour >> IM_COL32_A_SHIFT) >= 0xE0; }

// Everything that one frame drew, as far as it matters to text.
class Frame {
public:
    Frame() {
        const ImDrawData* data = ImGui::GetDrawData();
        if (data == nullptr || !data->Valid) return;
        for (int i = 0; i < data->CmdListsCount; ++i) read(*data->CmdLists[i]);
    }
    std::vector<Glyph> glyphs;
    std::vector<Cover> covers;

private:
    void read(const ImDrawList& list) {
        const ImGuiWindow* window = window_of(&list);
        for (const ImDrawCmd& command : list.CmdBuffer) {
            if (command.UserCallback != nullptr) continue;
            const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
            const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
            for (unsigned i = 0; i + 6 <= command.ElemCount;) {
                if (!is_rectangle(indices + i)) {
                    i += 3;
                    continue;
                }
                const ImDrawVert* first = vertices + indices[i];
                take({first[0], first[1], first[2], first[3]}, command.ClipRect, window);
                i += 6;
            }
        }
    }
    void take(const Corners& four, const ImVec4& clip, const ImGuiWindow* window) {
        if (!is_upright(four)) return;
        const ImVec2 min = four[0].pos;
        const ImVec2 max = four[2].pos;
        ++order_;
        if (is_glyph(four)) {
            // A faded word on its way out is still a word; one without any colour is none.
            if ((four[0].col >> IM_COL32_A_SHIFT) == 0) return;
            glyphs.push_back({letters_.at(four[0].uv), min, max, four[0].col, order_, clip, window});
        } else if (is_opaque(four[0].col)) {
            const ImVec2 from(std::max(min.x, clip.x), std::max(min.y, clip.y));
            const ImVec2 to(std::min(max.x, clip.z), std::min(max.y, clip.w));
            constexpr float kSmall = 6;  // a mark or a line hides no word
            if (to.x - from.x > kSmall && to.y - from.y > kSmall) covers.push_back({from, to, order_});
        }
    }

    const Letters letters_;
    std::size_t order_ = 0;
};

bool is_hidden(const Glyph& glyph, const std::vector<Cover>& covers) {
    const ImVec2 middle((glyph.min.x + glyph.max.x) / 2, (glyph.min.y + glyph.max.y) / 2);
    const auto later = std::ranges::upper_bound(covers, glyph.order, {}, &Cover::order);
    return std::any_of(later, covers.end(), [&](const Cover& cover) {
        return middle.x >= cover.min.x && middle.x <= cover.max.x && middle.y >= cover.min.y && middle.y <= cover.max.y;
    });
}

bool follows(const Glyph& before, const Glyph& after) {
    constexpr unsigned kFirstAccent = 0x300, kLastAccent = 0x36F;  // they stand on the letter before
    const bool accent = after.character >= kFirstAccent && after.character <= kLastAccent;
    constexpr float kNear = 20;
    if (accent && std::abs(after.min.x - before.max.x) < kNear && std::abs(after.max.y - before.min.y) < kNear)
        return before.window == after.window;
    const float high = std::max(before.max.y - before.min.y, after.max.y - after.min.y);
    const bool same_line = after.min.y < before.max.y + high * 0.5f && after.max.y > before.min.y - high * 0.5f;
    const float gap = after.min.x - before.max.x;
    constexpr float kWordGap = 14;  // a space of the largest font
    return same_line && before.window == after.window && before.colour == after.colour && gap > -6 && gap < kWordGap;
}

bool may_end_here(const Glyph& glyph, const std::vector<Area>& scrolls) {
    for (const ImGuiWindow* at = glyph.window; at != nullptr; at = at->ParentWindow)
        if (at->ScrollMax.y > 0 && (at->Flags & ImGuiWindowFlags_NoScrollWithMouse) == 0) return true;
    return std::any_of(scrolls.begin(), scrolls.end(), [&](const Area& area) {
        return glyph.min.x >= area.min.x - 1 && glyph.max.x <= area.max.x + 1 && glyph.max.y >= area.min.y &&
               glyph.min.y <= area.max.y;
    });
}

bool lie_over_each_other(const Run& one, const Run& two) {
    const float wide = std::min(one.max.x, two.max.x) - std::max(one.min.x, two.min.x);
    const float high = std::min(one.max.y, two.max.y) - std::max(one.min.y, two.min.y);
    return wide > 1.5f && high > 2.5f;
}

std::string place_of(const Run& run) {
    const auto whole = [](float value) { return std::to_string(std::lround(value)); };
    return " at " + whole(run.min.x) + "," + whole(run.min.y) + " in " + run.window;
}

}  // namespace

std::vector<Run> drawn_runs(const std::vector<Area>& scrolls) {
    const Frame frame;
    std::vector<Run> runs;
    const Glyph* before = nullptr;
    for (const Glyph& glyph : frame.glyphs) {
        if (is_hidden(glyph, frame.covers)) continue;
        // What the clip rectangle leaves nothing of cannot be seen, and was scrolled away.
        const ImVec4& clip = glyph.clip;
        const bool gone_sideways = glyph.max.x <= clip.x || glyph.min.x >= clip.z;
        if (glyph.max.y <= clip.y || glyph.min.y >= clip.w) continue;
        if (before == nullptr || !follows(*before, glyph)) {
            Run fresh;
            fresh.min = ImVec2(glyph.min.x, std::max(glyph.min.y, clip.y));
            fresh.max = ImVec2(glyph.max.x, std::min(glyph.max.y, clip.w));
            fresh.window = glyph.window == nullptr ? "above all" : glyph.window->Name;
            runs.push_back(std::move(fresh));
        }
        before = &glyph;
        Run& run = runs.back();
        run.text += utf8(glyph.character);
        run.min = ImVec2(std::min(run.min.x, glyph.min.x), std::min(run.min.y, std::max(glyph.min.y, clip.y)));
        run.max = ImVec2(std::max(run.max.x, glyph.max.x), std::max(run.max.y, std::min(glyph.max.y, clip.w)));
        constexpr float kHalf = 0.5f;
        const bool typed = std::ranges::any_of(scrolls, [&](const Area& area) {
            return area.typed && glyph.min.y >= area.min.y && glyph.max.y <= area.max.y && glyph.max.x >= area.min.x &&
                   glyph.min.x <= area.max.x;
        });
        if (typed) continue;
        if (gone_sideways || glyph.min.x < clip.x - kHalf || glyph.max.x > clip.z + kHalf) run.cut_sideways = true;
        const bool below = glyph.min.y < clip.y - kMostBelow || glyph.max.y > clip.w + kMostBelow;
        if (below && !may_end_here(glyph, scrolls)) run.cut_below = true;
    }
    return runs;
}

std::vector<std::string> text_faults(const std::vector<Run>& runs) {
    std::vector<std::string> out;
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    for (const Run& run : runs) {
        const std::string named = "'" + run.text + "'" + place_of(run);
        if (run.cut_sideways) out.push_back("cut sideways: " + named);
        if (run.cut_below) out.push_back("cut above or below: " + named);
        if (run.min.x < -1 || run.max.x > size.x + 1 || run.min.y < -1 || run.max.y > size.y + 1)
            out.push_back("outside the window: " + named);
    }
    std::vector<const Run*> sorted;
    for (const Run& run : runs) sorted.push_back(&run);
    std::ranges::sort(sorted, {}, [](const Run* run) { return run->min.y; });
    for (std::size_t a = 0; a < sorted.size(); ++a) {
        for (std::size_t b = a + 1; b < sorted.size() && sorted[b]->min.y < sorted[a]->max.y; ++b) {
            if (lie_over_each_other(*sorted[a], *sorted[b]))
                out.push_back("over each other: '" + sorted[a]->text + "'" + place_of(*sorted[a]) + " and '" +
                              sorted[b]->text + "'" + place_of(*sorted[b]));
        }
    }
    return out;
}

}  // namespace viz::testing
