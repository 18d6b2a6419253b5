#include "panels/overview.hpp"

#include "panels/draw.hpp"
#include "panels/findings.hpp"
#include "panels/words.hpp"

#include "monitor/diagnose.hpp"
#include "monitor/narrate.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace viz {
namespace {

using loopscope::Recording;

// More of one kind than this are counted: the palette finds them all.
constexpr std::size_t kMostRows = 8;

struct Entry {
    std::string text;
    std::string remark;
    ImU32 (*colour)(const Theme& theme, std::size_t number, const View& view);  // of its mark
    Actions does;
};

struct Part {
    const char* name;  // "findings"
    std::vector<Entry> entries;
    std::size_t all = 0;
};

std::string time_at(const View& view, std::size_t index) {
    const Recording& recording = view.recording;
    if (index < recording.first()) return {};
    return loopscope::format_loop_time(recording.loop_time_at(std::min(index + 1, recording.size())));
}

ImU32 finding_colour(const Theme& theme, std::size_t number, const View& view) {
    switch (loopscope::severity_of(view.findings[number])) {
        case loopscope::Severity::error:
            return theme.failed;
        case loopscope::Severity::warning:
            return theme.ready;
        case loopscope::Severity::hint:
            break;
    }
    return theme.accent;
}
ImU32 plain_colour(const Theme& theme, std::size_t /*number*/, const View& /*view*/) { return theme.text_dim; }

Part findings_of(const View& view) {
    Part part{"findings", {}, view.findings.size()};
    for (std::size_t i = 0; i < std::min(part.all, kMostRows); ++i) {
        const loopscope::Finding& finding = view.findings[i];
        std::string title = loopscope::tell(finding, view.recording, view.language->phrases).title;
        if (!finding.tasks.empty()) title += ": " + view.recording.task_name(finding.tasks.front());
        part.entries.push_back({title, time_at(view, finding.last), finding_colour, go_to(finding)});
    }
    return part;
}

Part checkpoints_of(const View& view) {
    const auto all = view.recording.checkpoints();
    Part part{"checkpoints", {}, all.size()};
    for (std::size_t i = 0; i < std::min(part.all, kMostRows); ++i)
        part.entries.push_back({std::string(view.recording.string(view.recording[all[i]].a)),
                                time_at(view, all[i]),
                                plain_colour,
                                {act::Seek{all[i] + std::size_t{1}}}});
    return part;
}

Part bookmarks_of(const View& view) {
    Part part{"bookmarks", {}, view.bookmarks.size()};
    for (std::size_t i = 0; i < std::min(part.all, kMostRows); ++i) {
        const Bookmark& mark = view.bookmarks[i];
        const std::string unnamed = view.language->text("overview.unnamed");
        part.entries.push_back({mark.note.empty() ? unnamed : mark.note,
                                time_at(view, mark.index),
                                plain_colour,
                                {act::Seek{mark.index, true}}});
    }
    return part;
}

std::vector<Part> parts_of(const View& view) { return {findings_of(view), checkpoints_of(view), bookmarks_of(view)}; }

std::string about(const View& view) {
    const Recording& recording = view.recording;
    if (recording.empty()) return view.language->text("overview.empty");
    return fill(view.language->text("lesson.about"),
                {{"program", std::string(recording.program())},
                 {"events", std::to_string(recording.size())},
                 {"tasks", std::to_string(recording.tasks().size())},
                 {"time", loopscope::format_loop_time(recording.now().loop_time())}});
}

// What stands where a part has nothing to list.
const char* nothing_key(const View& view, const Part& part) {
    const std::string_view name(part.name);
    if (view.recording.empty()) return nullptr;
    if (name == "findings") return view.diagnosing ? "overview.looking" : "overview.no_findings";
    return name == "bookmarks" ? "overview.no_bookmarks" : nullptr;
}

class Page {
public:
    Page(const View& view, Ui& ui, float width, Actions& actions)
        : view_(view), ui_(ui), actions_(actions), width_(width), s_(ui.scale) {}

    void draw() {
        const std::string name = view_.source_name.empty() ? ui_.text("lesson.nothing_open") : view_.source_name;
        paragraph(ui_, "lesson/title", name, ui_.fonts.title, ui_.theme.text, width_);
        gap(4);
        paragraph(ui_, "lesson/about", about(view_), ui_.fonts.body, ui_.theme.text_dim, width_);
        for (const Part& part : parts_of(view_)) draw_part(part);
        gap(18);
        paragraph(ui_, "overview/keys", ui_.text("overview.keys"), ui_.fonts.small, ui_.theme.text_dim, width_);
    }

private:
    void gap(float size) { ImGui::Dummy(ImVec2(0, std::floor(size * s_))); }

    void draw_part(const Part& part) {
        const char* nothing = nothing_key(view_, part);
        if (part.entries.empty() && nothing == nullptr) return;
        gap(18);
        const std::string name = std::string("overview/") + part.name;
        const std::string key = std::string("overview.") + part.name;
        panel_heading(ui_, name.c_str(), ui_.text(key.c_str()));
        gap(2);
        if (part.entries.empty())
            paragraph(ui_, (name + "/none").c_str(), ui_.text(nothing), ui_.fonts.body, ui_.theme.text_dim, width_);
        for (std::size_t i = 0; i < part.entries.size(); ++i) draw_entry(name, part.entries[i], i);
        if (part.all <= part.entries.size()) return;
        const std::string more = fill(ui_.text("overview.more"), {{"count", std::to_string(part.all - kMostRows)}});
        paragraph(ui_, (name + "/more").c_str(), more, ui_.fonts.small, ui_.theme.text_dim, width_);
    }

    void draw_entry(const std::string& part, const Entry& entry, std::size_t number) {
        const std::string name = part + "/" + std::to_string(number);
        const ImVec2 min = ImGui::GetCursorScreenPos();
        const float left = min.x + std::floor(18 * s_);
        const float remark = text_width(ui_.fonts.mono_small, entry.remark);
        const float room = min.x + width_ - remark - std::floor(12 * s_) - left;
        // Over two lines if need be; what is longer still is in the tooltip.
        const float line = ui_.fonts.body->FontSize;
        const float wanted = text_size(ui_.fonts.body, entry.text, room).y;
        const bool wraps = wanted <= 2 * line + 1;
        const ImVec2 max(min.x + width_, min.y + std::floor((wraps ? wanted : line) + 6 * s_));
        const Hit press = hit(ui_, name.c_str(), min, max);
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const float middle = std::floor(min.y + 3 * s_ + line / 2);
        const float half = std::floor(4 * s_);
        draw->AddRectFilled(ImVec2(min.x, middle - half), ImVec2(min.x + 2 * half, middle + half),
                            entry.colour(ui_.theme, number, view_));
        const float top = min.y + std::floor(2 * s_);
        const ImU32 colour = press.hovered ? ui_.theme.accent : ui_.theme.text;
        bool cut = false;
        if (wraps)
            draw_text(draw, ui_.fonts.body, ImVec2(left, top), colour, entry.text, room);
        else
            cut = text_cut(draw, ui_.fonts.body, ImVec2(left, top), colour, entry.text, room);
        const float lower = top + ui_.fonts.body->Ascent - ui_.fonts.mono_small->Ascent;
        draw_text(draw, ui_.fonts.mono_small, ImVec2(max.x - remark, lower), ui_.theme.text_dim, entry.remark);
        tooltip(ui_, ((cut ? entry.text + "\n" + entry.remark + "\n" : "") + ui_.text("overview.row_tip")).c_str());
        ui_.probe.tell(name, min, max, entry.text + "  " + entry.remark, true, cut && in_sight(min, max));
        if (press.pressed) actions_.insert(actions_.end(), entry.does.begin(), entry.does.end());
        ImGui::SetCursorScreenPos(ImVec2(min.x, max.y));
        ImGui::Dummy(ImVec2(width_, 1));
    }

    const View& view_;
    Ui& ui_;
    Actions& actions_;
    float width_;
    float s_;
};

}  // namespace

void overview_panel(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
    const float pad = std::floor(16 * ui.scale);
    const ImVec2 from(min.x + pad, min.y + std::floor(12 * ui.scale));
    ImGui::SetCursorScreenPos(from);
    panel_heading(ui, "overview", ui.text("lesson.recording"));
    const ImVec2 body(from.x, from.y + std::floor(26 * ui.scale));
    if (begin_panel(ui, "overview/body", body, ImVec2(max.x - 4 * ui.scale, max.y - pad / 2), true)) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, 0));
        Page(view, ui, max.x - min.x - 2 * pad, actions).draw();
        ImGui::PopStyleVar();
    }
    end_panel();
}

std::string overview_text(const View& view) {
    const Text& text = view.language->text;
    std::string out = view.source_name + "\n" + about(view) + "\n";
    for (const Part& part : parts_of(view)) {
        const char* nothing = nothing_key(view, part);
        if (part.entries.empty() && nothing == nullptr) continue;
        out += std::string(text((std::string("overview.") + part.name).c_str())) + "\n";
        if (part.entries.empty()) out += std::string("  ") + text(nothing) + "\n";
        for (const Entry& entry : part.entries) out += "  " + entry.text + "  " + entry.remark + "\n";
        if (part.all > part.entries.size())
            out += "  " + fill(text("overview.more"), {{"count", std::to_string(part.all - kMostRows)}}) + "\n";
    }
    return out;
}

}  // namespace viz
