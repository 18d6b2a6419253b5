// ResourceDrawing: one primitive as a picture, line by line.
//
// A line is drawn when all of it is in sight, so that no text is ever cut at the panel's edge.
//
// Thread rule: the window's thread, inside a scrolling panel.
#pragma once
#include "panels/motion.hpp"
#include "panels/resources_picture.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>
#include <string_view>

namespace viz {

class ResourceDrawing {
public:
    ResourceDrawing(const View& view, Ui& ui, CardMotion* motion, Actions& actions)
        : view_(view), ui_(ui), motion_(motion), actions_(actions), list_(ImGui::GetWindowDrawList()), s_(ui.scale) {}

    // From `at` to `right`; returns where the next one begins.
    float draw(const Resource& resource, ImVec2 at, float right);

private:
    bool in_sight(float top, float bottom) const;
    float line_height() const;
    void heading();
    void picture();
    void group(const ResourceGroup& group, std::size_t number);
    void detail(const ResourceGroup& group, std::size_t number);
    void notes();

    void slots();
    float slot(float x, const std::string& item, std::size_t number, bool filled);
    void key();
    void tray();
    void gate();
    void seats();
    void children();
    void time_left();

    void words(float x, std::string_view text, ImU32 colour, const std::string& name);
    void label(std::string_view text, const std::string& name);
    float chip(float x, const ResourceTask& task, std::size_t place, const std::string& name, bool moves, float right);
    float chip_width(const ResourceTask& task, std::size_t place) const;
    std::string chip_tip(const ResourceTask& task) const;
    std::string path(const char* part) const;
    void next_line(float height) { y_ += height; }

    const View& view_;
    Ui& ui_;
    CardMotion* motion_;
    Actions& actions_;
    ImDrawList* list_;
    float s_;
    const Resource* it_ = nullptr;
    float left_ = 0, right_ = 0, y_ = 0;
};

}  // namespace viz
