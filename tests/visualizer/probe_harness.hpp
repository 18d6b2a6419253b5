// Harness: an App without a window and without a GPU, worked by a script.
//
// It finds widgets by the names that they tell the Probe, so a test says what a person
// would: click "transport/step", press a key, read "transport/mode".
//
// Input follows Dear ImGui 1.86: written into io before NewFrame, one change a frame.
#pragma once
#include "app.hpp"
#include "ui/fonts.hpp"
#include "visualizer/drawn_text.hpp"

#include <doctest/doctest.h>
#include <imgui/imgui.h>
#include <imgui/imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viz::testing {

template <class Window>
void type_into(Window& app, unsigned character) {
    app.character(character);
}

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
        glyphs_ = app_.glyphs().size();
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
        draw();
    }
    // The clock alone, and a frame alone: for who plays the window's loop.
    double now() const { return now_; }
    void pass(double seconds) { now_ += seconds; }
    void draw() {
        renew_fonts();
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
        bring_into_view(name);
        const Probed* found = find(name);
        click_at((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2);
    }
    // Turns the wheel, as a reader does, until a widget of a panel that scrolls can be seen.
    void bring_into_view(const std::string& name) {
        for (int turns = 0; turns < 60; ++turns) {
            const Probed* found = find(name);
            INFO("no widget is called " << name);
            REQUIRE(found != nullptr);
            const ImVec2 middle((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2);
            const ImGuiWindow* panel = scrolled_away(middle);
            if (panel == nullptr) return;
            const ImRect shown = panel->InnerClipRect;
            wheel((shown.Min.x + shown.Max.x) / 2, (shown.Min.y + shown.Max.y) / 2,
                  middle.y < shown.Min.y ? 1.0f : -1.0f);
        }
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
    // Turns the wheel over the middle of a widget: positive is away from the reader, so upwards.
    void scroll(const std::string& name, float turns) {
        const Probed* found = find(name);
        INFO("no widget is called " << name);
        REQUIRE(found != nullptr);
        wheel((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2, turns);
    }
    // The mouse rests there, long enough for a tooltip.
    void hover(const std::string& name) {
        bring_into_view(name);
        const Probed* found = find(name);
        rest_at((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2);
    }
    void rest_at(float x, float y) {
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos = ImVec2(x, y);
        frame();
        const float before = std::exchange(io.DeltaTime, 0.25f);
        frames(4);
        io.DeltaTime = before;
    }
    void leave() {
        ImGui::GetIO().MousePos = ImVec2(-1000, -1000);
        frames(2);
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
    // Characters as the keyboard sends them.
    void type(std::string_view text) {
        for (const char character : text) type_into(app_, static_cast<unsigned char>(character));
        frames(2);
    }

    // Every text that the reader loses: what is cut, lies over other text or beside the window as it is
    // drawn (drawn_text.hpp says the rule), and what a panel says that it had to shorten. A text may be
    // shortened, by an ellipsis, if resting the mouse on it shows every word of it; that is tried here.
    std::vector<std::string> faults() {
        std::vector<std::string> out = text_faults(drawn_runs(scrolling()));
        for (const auto& [name, probed] : std::map<std::string, Probed>(app_.probe().shown())) {
            if (!probed.clipped || tooltip_tells(probed)) continue;
            out.push_back("shortened, and no tooltip says it: " + name + " '" + probed.text + "'");
        }
        return out;
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
    // The scrolling panel to whose contents this place belongs, if it is out of sight there.
    static const ImGuiWindow* scrolled_away(ImVec2 place) {
        for (const ImGuiWindow* panel : ImGui::GetCurrentContext()->Windows) {
            if (!panel->Active || panel->ScrollMax.y <= 0 || (panel->Flags & ImGuiWindowFlags_NoScrollWithMouse) != 0)
                continue;
            const ImRect& shown = panel->InnerClipRect;
            const bool beside = place.x < shown.Min.x || place.x > shown.Max.x;
            const bool inside = place.y > panel->DC.CursorStartPos.y - 1 && place.y < panel->DC.CursorMaxPos.y + 1;
            if (!beside && inside && (place.y < shown.Min.y || place.y > shown.Max.y)) return panel;
        }
        return nullptr;
    }
    // As the window does when a character comes up that the fonts lack.
    void renew_fonts() {
        if (app_.glyphs().size() == glyphs_) return;
        glyphs_ = app_.glyphs().size();
        fonts_ = build_fonts(scale_, app_.glyphs()).fonts;
        unsigned char* pixels = nullptr;
        int w = 0, h = 0;
        ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
    }
    // Where a panel scrolls by itself, it tells the probe an area of that name.
    std::vector<Area> scrolling() const {
        std::vector<Area> out;
        for (const auto& [name, probed] : app_.probe().shown())
            if (name.ends_with("/scrolls") || name.ends_with("/typed"))
                out.push_back({probed.min, probed.max, name.ends_with("/typed")});
        return out;
    }
    static std::vector<std::string> words_of(std::string_view text) {
        std::vector<std::string> words{""};
        for (const char c : text) {
            if (c == ' ' || c == '\n' || c == ',' || c == ':')
                words.emplace_back();
            else
                words.back() += c;
        }
        std::erase(words, "");
        return words;
    }
    bool tooltip_tells(const Probed& cut) {
        const ImVec2 before = ImGui::GetIO().MousePos;
        const ImVec2 size = ImGui::GetIO().DisplaySize;
        const float left = std::clamp(cut.min.x, 0.0f, size.x), right = std::clamp(cut.max.x, 0.0f, size.x);
        const float top = std::clamp(cut.min.y, 0.0f, size.y), bottom = std::clamp(cut.max.y, 0.0f, size.y);
        rest_at((left + right) / 2, (top + bottom) / 2);
        // Where it stands, words may be told in other sentences than the tooltip's: what counts is that each
        // can be read in one place or the other.
        std::string read;
        for (const Run& run : drawn_runs()) {
            const bool here = run.min.x >= cut.min.x - 2 && run.max.x <= cut.max.x + 2 && run.min.y >= cut.min.y - 2 &&
                              run.max.y <= cut.max.y + 4;
            if (here || run.window.starts_with("##Tooltip")) read += run.text;  // a long word goes over two lines
        }
        ImGui::GetIO().MousePos = before;
        frames(2);
        bool all = true;
        for (const std::string& word : words_of(cut.text)) all = all && read.find(word) != std::string::npos;
        return all;
    }

    App& app_;
    float scale_;
    double now_ = 0;
    ImGuiContext* before_;
    ImGuiContext* context_;
    Fonts fonts_;
    std::size_t glyphs_ = 0;
};

inline std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += "\n  " + name;
    return out;
}

}  // namespace viz::testing
