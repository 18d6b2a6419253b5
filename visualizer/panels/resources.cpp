#include "panels/resources.hpp"

#include "panels/draw.hpp"
#include "panels/resources_draw.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostRows = 60;
constexpr std::size_t kMostTasks = 12;
constexpr std::size_t kMostTextRows = 1000;
constexpr std::size_t kMostTextTasks = 100;

// The heading, the choice between the two pictures, and how many primitives there are. Returns whether the graph is
// shown.
bool draw_heading(const View& view, Ui& ui, ResourcesLook& look, ImVec2 min, ImVec2 max) {
    const float s = ui.scale;
    const bool ring = graph_has_ring(view, look.graph);
    if (ring != look.ring) look.show = ResourcesLook::Show::by_itself;
    look.ring = ring;
    const bool graph = look.show == ResourcesLook::Show::graph || (look.show == ResourcesLook::Show::by_itself && ring);
    const std::size_t all = view.world.objects().size();
    ImGui::SetCursorScreenPos(ImVec2(min.x, min.y + 10 * s));
    std::string count = all == 0 ? std::string() : counted(*view.language, all, "resources.primitives");
    const char* const things = ui.text("resources.things");
    const char* const graph_word = ui.text("resources.graph");
    const float heading = text_width(ui.fonts.heading, ui.text("resources.heading")) + 18 * s;
    const auto total = [&](bool small) {
        return heading + choice_width(ui, things, small) + 14 * s + choice_width(ui, graph_word, small) +
               (count.empty() ? 0 : text_width(ui.fonts.small, count) + 10 * s);
    };
    // In a narrow panel the choice is set in small letters, and then stands without the number.
    const bool small = total(false) > max.x - min.x;
    if (total(small) > max.x - min.x) count.clear();
    panel_heading(ui, "resources", ui.text("resources.heading"), count, max.x - min.x);
    if (all == 0 && view.world.tasks().empty()) return false;
    float x = min.x + heading;
    const auto word = [&](const char* name, const char* label, const char* tip, bool chosen) {
        const float room = std::min(choice_width(ui, label, small), max.x - x);
        if (room < 20 * s) return false;
        ImGui::SetCursorScreenPos(ImVec2(x, min.y + 4 * s));
        x += room + 14 * s;
        return choice(ui, name, label, chosen, tip, small, room);
    };
    if (word("resources/things", things, ui.text("resources.things_tip"), !graph))
        look.show = ResourcesLook::Show::things;
    if (word("resources/graph", graph_word, ui.text("resources.graph_tip"), graph))
        look.show = ResourcesLook::Show::graph;
    return look.show == ResourcesLook::Show::graph || (look.show == ResourcesLook::Show::by_itself && ring);
}

void draw_things(const View& view, Ui& ui, ResourcesLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    if (look.picture.all == 0) {
        ImGui::SetCursorScreenPos(min);
        paragraph(ui, "resources/none", ui.text("resources.none"), ui.fonts.body, ui.theme.text_dim,
                  max.x - min.x - 16 * s);
        return;
    }
    // The scrollbar stands at the edge of the window.
    if (begin_panel(ui, "resources/list", ImVec2(min.x - 12 * s, min.y), max, true)) {
        const ImVec2 origin(min.x, ImGui::GetCursorScreenPos().y);
        const float right = std::floor(max.x - 16 * s);
        ResourceDrawing drawing(view, ui, look.motion, actions);
        float y = origin.y;
        for (const Resource& resource : look.picture.rows) {
            const float top = y;
            y = drawing.draw(resource, ImVec2(min.x, y), right);
            if (!resource.selected || look.revealed == resource.id) continue;
            look.revealed = resource.id;
            const float scroll = ImGui::GetScrollY();
            const float from = top - origin.y;
            const float height = max.y - min.y;
            if (from < scroll || y - origin.y > scroll + height)
                ImGui::SetScrollY(std::max(0.0f, std::min(from, y - origin.y - height)));
        }
        if (look.picture.more > 0) {
            const std::string more = fill(ui.text("resources.more"), {{"count", std::to_string(look.picture.more)}});
            if (y >= ImGui::GetWindowPos().y && y + ui.fonts.small->FontSize <= max.y) {
                draw_text(ImGui::GetWindowDrawList(), ui.fonts.small, ImVec2(min.x, y), ui.theme.text_dim, more);
                tell(ui, "resources/more", ImVec2(min.x, y),
                     ImVec2(min.x + text_width(ui.fonts.small, more), y + ui.fonts.small->FontSize), more);
            }
            y += ui.fonts.small->FontSize + 6 * s;
        }
        ImGui::SetCursorScreenPos(ImVec2(min.x, y));
        ImGui::Dummy(ImVec2(1, 1));
    }
    end_panel();
}

std::string task_words(const Resource& resource, const ResourceTask& task) {
    std::string words = task.name;
    if (task.count > 1) words += " \u00d7" + std::to_string(task.count);
    if (!resource.selected) return words;
    if (!task.line.empty()) words += " " + task.line;
    if (!task.since.empty()) words += " " + task.since;
    return words;
}

}  // namespace

void resources_panel(const View& view, Ui& ui, ResourcesLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (look.moment.moved_to(view)) {
        look.picture = resources_picture(view, kMostRows, kMostTasks);
        if (view.selection.object == 0) look.revealed = 0;
    }
    if (begin_panel(ui, "resources", min, max)) {
        const float pad = 16 * ui.scale;
        const bool graph = draw_heading(view, ui, look, ImVec2(min.x + pad, min.y), ImVec2(max.x - pad, max.y));
        const ImVec2 top(min.x + pad, std::floor(min.y + 36 * ui.scale));
        const ImVec2 low(max.x, std::floor(max.y - 2 * ui.scale));
        if (graph)
            graph_draw(view, ui, look.graph, top, low, actions);
        else
            draw_things(view, ui, look, top, low, actions);
    }
    end_panel();
    if (look.motion != nullptr) draw_leaving(ui, ImGui::GetWindowDrawList(), *look.motion);
}

std::string resources_text(const View& view) {
    const Language& language = *view.language;
    const ResourcesPicture picture = resources_picture(view, kMostTextRows, kMostTextTasks);
    std::string text = language.text("resources.heading");
    if (picture.all == 0) return text + "\n" + language.text("resources.none") + "\n" + graph_text(view);
    text += ", " + counted(language, picture.all, "resources.primitives") + "\n";
    for (const Resource& row : picture.rows) {
        text += row.title + (row.about.empty() ? "" : " (" + row.about + ")") + ": " + row.state + "\n";
        const auto list = [&](const std::string& label, const auto& things, std::size_t more, const auto& words) {
            text += "    " + label + ": ";
            for (std::size_t at = 0; at < things.size(); ++at) text += (at > 0 ? ", " : "") + words(things[at]);
            if (more > 0) text += " " + fill(language.text("resources.more"), {{"count", std::to_string(more)}});
            text += "\n";
        };
        if (!row.items.empty())
            list(language.text("resources.holds_items"), row.items, row.items_all - row.items.size(),
                 [](const std::string& item) { return item; });
        for (const ResourceGroup& group : row.groups)
            list(group.label, group.tasks, group.more,
                 [&row](const ResourceTask& task) { return task_words(row, task); });
        for (const std::string& note : row.notes) text += "    " + note + "\n";
    }
    if (picture.more > 0)
        text += std::string(fill(language.text("resources.more"), {{"count", std::to_string(picture.more)}})) + "\n";
    return text + graph_text(view);
}

}  // namespace viz
