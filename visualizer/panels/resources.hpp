// The resources: each primitive pictured as what it is, and who waits for whom.
//
// "things" lists what is alive at the cursor: a queue's slots, a lock's key at its holder, a
// semaphore's tray of permits, each with the tasks that wait in line. "graph" shows who waits for
// whom, and comes by itself when a ring of waiting has closed.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/graph.hpp"
#include "panels/moment.hpp"
#include "panels/motion.hpp"
#include "panels/resources_picture.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

struct ResourcesLook {
    enum class Show { by_itself, things, graph };
    Show show = Show::by_itself;   // what the reader chose, until a ring closes or opens
    bool ring = false;             // there was one when drawn last
    CardMotion* motion = nullptr;  // the loop's, so that a card slides from one panel to the other

    Moment moment;
    ResourcesPicture picture;  // of that moment
    GraphLook graph;
    loopscope::ObjectId revealed = 0;  // the chosen object that was scrolled to
};

void resources_panel(const View& view, Ui& ui, ResourcesLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string resources_text(const View& view);

}  // namespace viz
