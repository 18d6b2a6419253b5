// Picture: what Dear ImGui was asked to draw, as pixels, without a GPU.
//
// Triangles of one colour are filled; letters are left out, so that a picture is the same with any font
// renderer. Pictures are compared with those kept in tests/visualizer/golden. Run the test with
// LOOPSCOPE_REWRITE_GOLDENS=1 in the environment to keep the new ones instead, and look at them before
// they are committed.
#pragma once
#include <imgui/imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

namespace viz::testing {

struct Picture {
    int width = 0;
    int height = 0;
    std::vector<unsigned char> rgb;
};

// Reads a PNG file; nullopt if it cannot.
std::optional<Picture> read_png(const std::filesystem::path& path);
bool write_png(const std::filesystem::path& path, const Picture& picture);

class Rasteriser {
public:
    Rasteriser(int width, int height, ImU32 background) : picture_{width, height, {}} {
        picture_.rgb.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
        for (std::size_t at = 0; at < picture_.rgb.size(); ++at) picture_.rgb[at] = channel(background, at % 3);
    }

    Picture draw(const ImDrawData& data) {
        const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
        for (int n = 0; n < data.CmdListsCount; ++n) {
            const ImDrawList& list = *data.CmdLists[n];
            for (const ImDrawCmd& command : list.CmdBuffer) {
                for (unsigned at = 0; at + 2 < command.ElemCount; at += 3) {
                    const ImDrawVert* corners[3];
                    bool plain = true;
                    for (unsigned corner = 0; corner < 3; ++corner) {
                        const ImDrawIdx index = list.IdxBuffer[static_cast<int>(command.IdxOffset + at + corner)];
                        corners[corner] = &list.VtxBuffer[static_cast<int>(command.VtxOffset + index)];
                        plain = plain && corners[corner]->uv.x == white.x && corners[corner]->uv.y == white.y;
                    }
                    if (plain) triangle(*corners[0], *corners[1], *corners[2], command.ClipRect);
                }
            }
        }
        return picture_;
    }

private:
    static unsigned char channel(ImU32 colour, std::size_t which) {
        return static_cast<unsigned char>(colour >> (8 * which));
    }

    void triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const ImVec4& clip) {
        const auto cross = [](ImVec2 from, ImVec2 to, float x, float y) {
            return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
        };
        const float area = cross(a.pos, b.pos, c.pos.x, c.pos.y);
        if (area == 0) return;
        const auto bound = [](float value, int most) { return std::clamp(static_cast<int>(value), 0, most); };
        const int x0 = bound(std::max(clip.x, std::min({a.pos.x, b.pos.x, c.pos.x})), picture_.width);
        const int x1 = bound(std::min(clip.z, std::max({a.pos.x, b.pos.x, c.pos.x}) + 1), picture_.width);
        const int y0 = bound(std::max(clip.y, std::min({a.pos.y, b.pos.y, c.pos.y})), picture_.height);
        const int y1 = bound(std::min(clip.w, std::max({a.pos.y, b.pos.y, c.pos.y}) + 1), picture_.height);
        for (int y = y0; y < y1; ++y) {
            for (int x = x0; x < x1; ++x) {
                // A little off the middle, so that no edge goes right through it.
                const float px = static_cast<float>(x) + 0.503f;
                const float py = static_cast<float>(y) + 0.507f;
                const float wa = cross(b.pos, c.pos, px, py) / area;
                const float wb = cross(c.pos, a.pos, px, py) / area;
                if (wa < 0 || wb < 0 || wa + wb > 1) continue;
                const float alpha =
                    (wa * static_cast<float>(channel(a.col, 3)) + wb * static_cast<float>(channel(b.col, 3)) +
                     (1 - wa - wb) * static_cast<float>(channel(c.col, 3))) /
                    255;
                blend(x, y, a.col, alpha);
            }
        }
    }

    void blend(int x, int y, ImU32 colour, float alpha) {
        unsigned char* pixel = &picture_.rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(picture_.width) +
                                              static_cast<std::size_t>(x)) *
                                             3];
        for (std::size_t which = 0; which < 3; ++which) {
            const auto over = static_cast<float>(channel(colour, which));
            pixel[which] =
                static_cast<unsigned char>(std::lround(over * alpha + static_cast<float>(pixel[which]) * (1 - alpha)));
        }
    }

    Picture picture_;
};

// How many pixels are clearly another colour; all of them if the sizes differ.
inline std::size_t different(const Picture& one, const Picture& two) {
    constexpr int kSeen = 20;
    if (one.width != two.width || one.height != two.height) return one.rgb.size() / 3;
    std::size_t count = 0;
    for (std::size_t at = 0; at + 2 < one.rgb.size(); at += 3) {
        int most = 0;
        for (std::size_t which = 0; which < 3; ++which)
            most = std::max(most, std::abs(int{one.rgb[at + which]} - int{two.rgb[at + which]}));
        count += most > kSeen ? 1 : 0;
    }
    return count;
}

}  // namespace viz::testing
