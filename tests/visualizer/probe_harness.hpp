// Harness: an App without a window and without a GPU, worked by a script.
//
// It finds widgets by the names that they tell the Probe, so a test says what a person
// would: click "transport/step", press a key, read "transport/mode".
//
// Input follows Dear ImGui 1.86: written into io before NewFrame, one change a frame.
#pragma once
#include "app.hpp"
#include "ui/fonts.hpp"

#include <doctest/doctest.h>
#include <imgui/imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viz::testing {

class Harness {
public:
    Harness(App& app, int width, int height, float scale = 1.0f)
        : app_(app), scale_(scale), before_(ImGui::GetCurrentContext()), context_(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DeltaTime = 1.0f / 60;
        io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
        io.MousePos = ImVec2(-1000, -1000);
        fonts_ = build_fonts(scale, app.glyphs()).fonts;
        unsigned char* pixels = nullptr;
        int w = 0, h = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
        app_.probe().on = true;
        frames(3);
    }
    ~Harness() {
        ImGui::DestroyContext(context_);
        ImGui::SetCurrentContext(before_);
    }
    Harness(const Harness&) = delete;
    Harness& operator=(const Harness&) = delete;

    void frame() {
        now_ += 1.0 / 60;
        app_.update(now_);
        ImGui::NewFrame();
        app_.frame(fonts_, scale_);
        ImGui::Render();
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame();
    }
    void resize(int width, int height) {
        ImGui::GetIO().DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
        frames(3);
    }

    const Probed* find(const std::string& name) const { return app_.probe().find(name); }
    bool shows(const std::string& name) const { return find(name) != nullptr; }
    std::string text(const std::string& name) const {
        const Probed* found = find(name);
        INFO("no widget is called " << name);
        REQUIRE(found != nullptr);
        return found->text;
    }
    // Whether any widget whose name begins like that shows these words.
    bool shows_text(std::string_view prefix, std::string_view words) const {
        for (const auto& [name, probed] : app_.probe().shown()) {
            if (name.starts_with(prefix) && probed.text.find(words) != std::string::npos) return true;
        }
        return false;
    }

    // What is shown under such names, to read when a test fails.
    std::string all(std::string_view prefix) const {
        std::string out;
        for (const auto& [name, probed] : app_.probe().shown()) {
            if (name.starts_with(prefix)) out += "\n  " + name + " '" + probed.text + "'";
        }
        return out;
    }

    void click(const std::string& name) {
        const Probed* found = find(name);
        INFO("no widget is called " << name);
        REQUIRE(found != nullptr);
        click_at((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2);
    }
    void click_at(float x, float y) {
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos = ImVec2(x, y);
        frames(2);
        io.MouseDown[0] = true;
        frame();
        io.MouseDown[0] = false;
        frames(3);  // let go, answer, and scroll to what is new
    }
    void drag(const std::string& name, float dx, float dy) {
        const Probed* found = find(name);
        INFO("no widget is called " << name);
        REQUIRE(found != nullptr);
        drag_from((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2, dx, dy);
    }
    void drag_from(float x, float y, float dx, float dy) {
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos = ImVec2(x, y);
        frames(2);
        io.MouseDown[0] = true;
        frame();
        constexpr int kMoves = 6;
        for (int i = 1; i <= kMoves; ++i) {
            io.MousePos = ImVec2(x + dx * static_cast<float>(i) / kMoves, y + dy * static_cast<float>(i) / kMoves);
            frame();
        }
        io.MouseDown[0] = false;
        frames(3);
    }
    void wheel(float x, float y, float turns) {
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos = ImVec2(x, y);
        frame();
        io.MouseWheel = turns;
        frames(2);
    }
    bool key(int code, int modifiers = 0) {
        const bool meant = app_.key(code, modifiers);
        frames(2);
        return meant;
    }

    // Names of what does not fit where it stands, and of what lies outside the window.
    std::vector<std::string> clipped() const {
        std::vector<std::string> names;
        const ImVec2 size = ImGui::GetIO().DisplaySize;
        for (const auto& [name, probed] : app_.probe().shown()) {
            // A page of a lesson may be scrolled up beyond the window.
            const bool scrolls =
                name.starts_with("lesson/") || name.starts_with("predict/") || name.starts_with("knob/");
            const bool outside = probed.min.x < -1 || probed.max.x > size.x + 1 || (probed.min.y < -1 && !scrolls);
            if (probed.clipped || outside) names.push_back(name + " '" + probed.text + "'");
        }
        return names;
    }
    // Pairs under such names that lie over each other.
    std::vector<std::string> overlapping(std::string_view prefix) const {
        std::vector<std::pair<std::string, Probed>> all;
        for (const auto& [name, probed] : app_.probe().shown()) {
            if (name.starts_with(prefix) && !probed.text.empty()) all.emplace_back(name, probed);
        }
        std::vector<std::string> names;
        for (std::size_t a = 0; a < all.size(); ++a) {
            for (std::size_t b = a + 1; b < all.size(); ++b) {
                const Probed& one = all[a].second;
                const Probed& two = all[b].second;
                const float wide = std::min(one.max.x, two.max.x) - std::max(one.min.x, two.min.x);
                const float high = std::min(one.max.y, two.max.y) - std::max(one.min.y, two.min.y);
                if (wide > 1 && high > 2 * scale_) names.push_back(all[a].first + " and " + all[b].first);
            }
        }
        return names;
    }
    float scale() const { return scale_; }
    App& app() { return app_; }

private:
    App& app_;
    float scale_;
    double now_ = 0;
    ImGuiContext* before_;
    ImGuiContext* context_;
    Fonts fonts_;
};

inline std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += "\n  " + name;
    return out;
}

}  // namespace viz::testing
