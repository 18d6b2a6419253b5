#include "panels/source.hpp"

#include "panels/draw.hpp"
#include "panels/source_marks.hpp"
#include "panels/source_pane.hpp"
#include "panels/source_strip.hpp"
#include "panels/stops.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostLines = 40;  // of a list without a source

void load(SourceLook::Document& document, CodeLanguage language, const std::string& text) {
    if (document.text == text && !document.lines.empty()) return;
    document.text = text;
    document.lines = code_lines(language, text);
    document.scroll = document.across = 0;
}

void tabs(const View& view, Ui& ui, ImVec2 at, Actions& actions) {
    struct Tab {
        SourceTab tab;
        const char* name;
        const char* label;
        const char* tip;
    };
    const Tab all[] = {
        {SourceTab::program, "source/tab/program", ui.text("source.program"), ui.text("source.program_tip")},
        {SourceTab::twin, "source/tab/twin", ui.text("source.twin"), ui.text("source.twin_tip")},
        {SourceTab::both, "source/tab/both", ui.text("source.both"), ui.text("source.both_tip")}};
    for (const Tab& tab : all) {
        ImGui::SetCursorScreenPos(at);
        if (choice(ui, tab.name, tab.label, view.source_tab == tab.tab, tab.tip))
            actions.push_back(act::SetSourceTab{tab.tab});
        at.x += text_width(ui.fonts.bold, tab.label) + 22 * ui.scale;
    }
}

void heading(const View& view, Ui& ui, ImVec2 min, ImVec2 max, const std::string& file, Actions& actions) {
    const float s = ui.scale;
    const char* title = ui.text("source.heading");
    ImGui::SetCursorScreenPos(ImVec2(min.x + 16 * s, min.y + 10 * s));
    panel_heading(ui, "source", title);
    float left = min.x + 16 * s + text_width(ui.fonts.heading, title) + 24 * s;
    if (view.lesson != nullptr && !view.lesson->twin.empty()) {
        tabs(view, ui, ImVec2(left, min.y + 6 * s), actions);
        left += 240 * s;
    }
    const bool from_disk = view.lesson == nullptr && !file.empty();
    std::string shown(file_name(file));
    // The twin lies beside the program, under a name of its own.
    constexpr const char* kTwin = "twin.py";
    const bool has_twin = view.lesson != nullptr && !view.lesson->twin.empty();
    if (has_twin && view.source_tab == SourceTab::twin) shown = kTwin;
    if (has_twin && view.source_tab == SourceTab::both) shown += std::string("  ") + kTwin;
    if (from_disk) shown = fill(ui.text("source.from_disk"), {{"file", shown}});
    const float width = text_width(ui.fonts.mono_small, shown);
    const ImVec2 at(max.x - 16 * s - width, min.y + 10 * s);
    if (at.x < left) return;
    draw_text(ImGui::GetWindowDrawList(), ui.fonts.mono_small, at, ui.theme.text_faint, shown);
    const ImVec2 end(max.x - 16 * s, at.y + ui.fonts.mono_small->FontSize);
    drag_area("source/file", at, end);
    tooltip(ui, from_disk ? (file + "\n" + ui.text("source.from_disk_tip")).c_str() : shown.c_str());
    ui.probe.tell("source/file", at, end, shown);
}

// What is said when the file is not on this machine: the lines are known all the same.
std::string list_of_lines(const View& view, const std::string& file) {
    const Language& in = *view.language;
    if (file.empty()) return std::string(in.text("source.nobody")) + "\n";
    std::string text = fill(in.text("source.missing"), {{"file", file}}) + "\n";
    std::size_t shown = 0;
    const std::vector<SourceMark> marks = source_marks(view, file);
    for (const SourceMark& mark : marks) {
        if (++shown > kMostLines) break;
        text += fill(in.text("source.missing_line"), {{"line", std::to_string(mark.line)},
                                                      {"task", view.recording.task_name(mark.task)},
                                                      {"state", state_word(in, mark.state)}}) +
                "\n";
    }
    if (marks.size() > kMostLines) text += counted(in, marks.size() - kMostLines, "source.more") + "\n";
    return text;
}

void draw_without_source(const View& view, Ui& ui, ImVec2 min, ImVec2 max, const std::string& file) {
    const std::string text = list_of_lines(view, file);
    ImGui::SetCursorScreenPos(ImVec2(min.x + 16 * ui.scale, min.y + 6 * ui.scale));
    paragraph(ui, "source/missing", text, ui.fonts.body, ui.theme.text_dim, max.x - min.x - 32 * ui.scale);
}

// A part of the recording each frame: the picture stays fluid while a long one is read.
void follow_history(const View& view, SourceLook& look, const std::string& file) {
    constexpr std::size_t kAtOnce = 100'000;
    look.counting = !look.history.update(view.recording, kAtOnce);
    if (look.history.places() == look.known_places && look.lines_of == file) return;
    look.lines = look.history.in_file(view.recording, file);
    look.lines_of = file;
    look.known_places = look.history.places();
}

// The chosen line, if it lies in the file shown.
int selected_line(const View& view, const SourceLook& look) {
    const LinePlace* place = look.history.place(view.selection.site);
    if (place == nullptr) return 0;
    const auto line = static_cast<int>(view.recording.site(place->site).line);
    const auto found = look.lines.find(line);
    return found != look.lines.end() && found->second == place ? line : 0;
}

// Where nobody runs: the line at which the task that ran last stands now; 0 if it is over, or elsewhere.
int last_stood_line(const View& view, const std::vector<SourceMark>& marks) {
    const auto steps = view.recording.steps();
    const auto after = std::ranges::lower_bound(steps, view.cursor);
    if (after == steps.begin()) return 0;
    const auto mark = std::ranges::find(marks, view.recording[*std::prev(after)].subject, &SourceMark::task);
    if (mark != marks.end()) return mark->line;
    return marks.empty() ? 0 : marks.front().line;
}

void set_program(const View& view, SourceLook& look, SourcePane& pane, const std::string& file) {
    pane.marks = source_marks(view, file);
    pane.running = running_line(view, file);
    pane.lines = &look.lines;
    pane.selected = selected_line(view, look);
    if (view.selection.task != 0) {
        pane.chain = chain_lines(view, view.selection.task, file);
        pane.watches = watched(view, view.selection.task);
        const auto mark = std::ranges::find(pane.marks, view.selection.task, &SourceMark::task);
        pane.watched_line = mark != pane.marks.end() ? mark->line : 0;
    }
    pane.prepare();
    const bool moved = look.last_cursor != view.cursor;
    const bool chosen = look.last != view.selection;
    if (chosen && pane.selected != 0) {
        pane.scroll_to(pane.selected);
    } else if (chosen && !pane.chain.empty()) {
        pane.scroll_to(pane.chain.front());
    } else if (moved && pane.running != 0) {
        pane.scroll_to(pane.running);
    } else if (const int line = moved ? last_stood_line(view, pane.marks) : 0; line != 0) {
        pane.scroll_to(line);
    }
    look.last_cursor = view.cursor;
    look.last = view.selection;
}

// The text to show; of a recording, the file as it is on this machine now.
const std::string& text_of(const View& view, SourceLook& look, const std::string& file) {
    if (view.lesson != nullptr) return view.lesson->program;
    if (file != look.file) {
        look.file = file;
        look.file_text = read_source(file).value_or("");
    }
    return look.file_text;
}

void draw_twin(const View& view, Ui& ui, SourceLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    load(look.twin, CodeLanguage::python, view.lesson->twin);
    SourcePane twin(view, ui, look.twin, min, max, "twin", actions);
    twin.prepare();
    twin.draw();
}

void draw_panel(const View& view, Ui& ui, SourceLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const std::string file = shown_file(view);
    heading(view, ui, min, max, file, actions);
    follow_history(view, look, file);
    ImVec2 top(min.x, min.y + std::floor(34 * ui.scale));
    if (top.y + ui.fonts.mono->FontSize > max.y) return;
    if (const LinePlace* place = look.history.place(view.selection.site);
        place != nullptr && top.y + 3 * strip_height(ui) < max.y) {
        const ImVec2 end(max.x, top.y + strip_height(ui));
        draw_strip(view, ui, *place, look.counting, top, end, actions);
        top.y = end.y + std::floor(2 * ui.scale);
    }
    const std::string& text = text_of(view, look, file);
    if (text.empty()) return draw_without_source(view, ui, top, max, file);

    load(look.program, CodeLanguage::cpp, text);
    const bool has_twin = view.lesson != nullptr && !view.lesson->twin.empty();
    const SourceTab tab = has_twin ? view.source_tab : SourceTab::program;
    const float middle = std::floor((min.x + max.x) / 2);
    if (tab != SourceTab::twin) {
        const ImVec2 end(tab == SourceTab::both ? middle - 1 : max.x, max.y);
        SourcePane pane(view, ui, look.program, top, end, "source", actions);
        set_program(view, look, pane, file);
        pane.draw();
    }
    if (tab == SourceTab::program) return;
    draw_twin(view, ui, look, ImVec2(tab == SourceTab::both ? middle + 1 : min.x, top.y), max, actions);
    if (tab == SourceTab::both) {
        ImGui::GetWindowDrawList()->AddLine(ImVec2(middle, top.y), ImVec2(middle, max.y), ui.theme.panel_line);
    }
}

// The chosen line, and who passed it.
std::string text_of_line(const View& view) {
    if (view.selection.site == 0) return {};
    LineHistory history;
    history.update(view.recording, view.recording.size());
    const LinePlace* place = history.place(view.selection.site);
    if (place == nullptr) return {};
    const Language& in = *view.language;
    const auto passed = told_passings(view, *place);
    std::string text = fill(in.text("source.strip"), {{"line", line_words(view, place->site)},
                                                      {"steps", counted(in, passed.size(), "words.steps")}}) +
                       "\n";
    for (const std::uint32_t index : passed.first(std::min(passed.size(), kMostLines)))
        text += std::string(index < view.cursor ? "  " : "  + ") + passing_words(view, index) + "\n";
    if (passed.size() > kMostLines) text += counted(in, passed.size() - kMostLines, "source.more") + "\n";
    return text;
}

}  // namespace

void source_panel(const View& view, Ui& ui, SourceLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "source", min, max)) draw_panel(view, ui, look, min, max, actions);
    end_panel();
}

std::string source_text(const View& view) {
    const Language& in = *view.language;
    const std::string file = shown_file(view);
    std::string source = view.lesson != nullptr ? view.lesson->program : read_source(file).value_or("");
    if (source.empty()) return list_of_lines(view, file) + text_of_line(view);
    const std::vector<SourceMark> marks = source_marks(view, file);
    const int running = running_line(view, file);
    std::string text = fill(in.text("source.text.head"), {{"file", file_name(file)}}) + "\n";
    if (view.lesson == nullptr) text += std::string(in.text("source.from_disk_tip")) + "\n";
    for (const CodeLine& line : code_lines(CodeLanguage::cpp, source)) {
        text += fmt::format("{}{:>4} {}", line.number == running ? ">" : " ", line.number, line.text);
        for (const SourceMark& mark : std::ranges::equal_range(marks, line.number, {}, &SourceMark::line)) {
            text += fmt::format("  [{} {}]", view.recording.task_name(mark.task), state_word(in, mark.state));
            if (mark.task != view.selection.task) continue;
            for (const Watched& value : watched(view, mark.task))
                text += fmt::format("  {} = {}", value.name, value.value);
        }
        text += "\n";
    }
    text += text_of_line(view);
    if (view.source_tab == SourceTab::program || view.lesson == nullptr) return text;
    text += std::string(in.text("source.twin")) + "\n";
    for (const CodeLine& line : code_lines(CodeLanguage::python, view.lesson->twin)) {
        text += fmt::format(" {:>4} {}\n", line.number, line.text);
    }
    return text;
}

}  // namespace viz
