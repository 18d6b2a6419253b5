// PanelStage: draws one panel with no window and no GPU, and works its mouse.
#pragma once
#include "panels/view.hpp"
#include "ui/fonts.hpp"
#include "ui/text.hpp"
#include "ui/theme.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <functional>
#include <string>

namespace viz::testing {

class PanelStage {
public:
    using Draw = std::function<void(Ui&, ImVec2 min, ImVec2 max, Actions&)>;

    explicit PanelStage(ImVec2 size = {780, 400})
        : size_(size), context_(ImGui::CreateContext()), text_(english_language()) {
        ImGui::SetCurrentContext(context_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = ImVec2(size.x + 40, size.y + 40);
        io.DeltaTime = 1.0f / 60;
        io.MousePos = ImVec2(-1, -1);
        fonts_ = build_fonts(1, {}).fonts;
        apply_style(theme_, 1, true);
        probe.on = true;
    }
    ~PanelStage() { ImGui::DestroyContext(context_); }
    PanelStage(const PanelStage&) = delete;
    PanelStage& operator=(const PanelStage&) = delete;

    void frame(const Draw& draw, float seconds = 1.0f / 60) {
        ImGui::GetIO().DeltaTime = seconds;
        ImGui::NewFrame();
        probe.begin_frame();
        ImGui::SetNextWindowPos(ImVec2(0, 0));
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("stage", nullptr,
                     ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove);
        ImGui::PushFont(fonts_.body);
        Ui ui{theme_, fonts_, text_, probe, 1.0f, true, false, nullptr};
        draw(ui, ImVec2(20, 20), ImVec2(20 + size_.x, 20 + size_.y), actions);
        ImGui::PopFont();
        ImGui::End();
        ImGui::Render();
        vertices = ImGui::GetDrawData()->TotalVtxCount;
    }

    // The mouse goes there, is pressed and let go, a frame each.
    void click(const Draw& draw, ImVec2 at) {
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos = at;
        frame(draw);
        io.MouseDown[0] = true;
        frame(draw);
        io.MouseDown[0] = false;
        frame(draw);
    }
    void click(const Draw& draw, const std::string& name) {
        const Probed* found = probe.find(name);
        if (found == nullptr) return;
        click(draw, ImVec2((found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2));
    }
    void wheel(const Draw& draw, ImVec2 at, float notches) {
        ImGui::GetIO().MousePos = at;
        frame(draw);
        ImGui::GetIO().MouseWheel = notches;
        frame(draw);
        frame(draw);
    }

    std::string shown(const std::string& name) const {
        const Probed* found = probe.find(name);
        return found == nullptr ? "(not shown)" : found->text;
    }
    template <class Wanted>
    const Wanted* last_action() const {
        for (auto action = actions.rbegin(); action != actions.rend(); ++action) {
            if (const Wanted* wanted = std::get_if<Wanted>(&*action)) return wanted;
        }
        return nullptr;
    }

    Probe probe;
    Actions actions;
    int vertices = 0;

private:
    ImVec2 size_;
    ImGuiContext* context_;
    Theme theme_ = dark_theme();
    Text text_;
    Fonts fonts_;
};

}  // namespace viz::testing
