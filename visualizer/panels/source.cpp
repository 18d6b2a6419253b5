#include "panels/source.hpp"

#include "panels/draw.hpp"
#include "panels/source_marks.hpp"
#include "panels/words.hpp"
#include "ui/code_text.hpp"

#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostLines = 40;  // of a list without a source

void load(SourceLook::Document& document, Language language, const std::string& text) {
    if (document.text == text && !document.lines.empty()) return;
    document.text = text;
    document.lines = code_lines(language, text);
    document.scroll = document.across = 0;
}

// One pane of code: where it is, and what stands at its lines.
struct Pane {
    const View& view;
    Ui& ui;
    SourceLook::Document& document;
    ImVec2 min, max;
    const char* name;
    Actions& actions;
    std::vector<SourceMark> marks;
    int running = 0;
    std::vector<int> chain;

    ImFont* font = ui.fonts.mono;

    // The largest type in which every line is seen whole, if there is one.
    void choose_font() {
        std::string_view longest;
        for (const CodeLine& line : document.lines)
            if (line.text.size() > longest.size()) longest = line.text;
        const bool narrow = max.x - min.x < 440 * ui.scale;
        for (ImFont* one : {ui.fonts.mono, ui.fonts.mono_small, ui.fonts.mono_tiny}) {
            if (one == ui.fonts.mono_tiny && !narrow) return;
            font = one;
            if (text_width(font, longest) <= max.x - code_left() - 8 * ui.scale) return;
        }
    }

    float row() const {
        return std::floor(std::max(font->FontSize + 1 * ui.scale, ui.fonts.small->FontSize + 6 * ui.scale));
    }
    float number_width() const {
        return text_width(font, document.lines.size() < 1000 ? "000" : "000000") + 12 * ui.scale;
    }
    float code_left() const { return min.x + number_width() + 14 * ui.scale; }

    void scroll_to(int line) {
        const auto found = std::ranges::lower_bound(document.lines, line, {}, &CodeLine::number);
        const float y = row() * static_cast<float>(found - document.lines.begin());
        const float room = max.y - min.y;
        if (y >= document.scroll + row() && y + 2 * row() <= document.scroll + room) return;
        document.scroll = std::floor(std::max(0.0f, y - 0.4f * room) / row()) * row();
    }

    void take_wheel() {
        const ImGuiIO& io = ImGui::GetIO();
        const float content = row() * static_cast<float>(document.lines.size() + 1);
        if (ImGui::IsWindowHovered() && inside(io.MousePos, min, max)) {
            (io.KeyShift ? document.across : document.scroll) -= io.MouseWheel * 3 * row();
            document.across += io.MouseWheelH * 3 * row();
        }
        document.scroll = std::clamp(document.scroll, 0.0f, std::max(0.0f, content - (max.y - min.y)));
        document.across = std::clamp(document.across, 0.0f, 60 * row());
    }

    void draw() {
        take_wheel();
        ImDrawList* list = ImGui::GetWindowDrawList();
        list->PushClipRect(min, max, true);
        const auto first = static_cast<std::size_t>(document.scroll / row());
        const auto last =
            std::min(document.lines.size(), first + static_cast<std::size_t>((max.y - min.y) / row()) + 2);
        for (std::size_t at = first; at < last; ++at) {
            draw_line(list, document.lines[at], std::floor(min.y + row() * static_cast<float>(at) - document.scroll));
        }
        draw_scrollbar(list);
        list->PopClipRect();
    }

    void draw_scrollbar(ImDrawList* list) const {
        const float content = row() * static_cast<float>(document.lines.size() + 1);
        const float room = max.y - min.y;
        if (content <= room) return;
        const float top = min.y + room * document.scroll / content;
        list->AddRectFilled(ImVec2(max.x - 4 * ui.scale, top), ImVec2(max.x - ui.scale, top + room * room / content),
                            ui.theme.card_line);
    }

    void draw_line(ImDrawList* list, const CodeLine& line, float y) {
        const float s = ui.scale;
        const bool runs = running != 0 && line.number == running;
        const bool on_chain = std::ranges::find(chain, line.number) != chain.end();
        if (runs) {
            list->AddRectFilled(ImVec2(min.x, y), ImVec2(max.x, y + row()), ui.theme.current_line);
        } else if (on_chain) {
            list->AddRectFilled(ImVec2(min.x, y), ImVec2(max.x, y + row()), fade(ui.theme.waiting, 0.13f));
        }
        const std::string number = std::to_string(line.number);
        const float text_y = y + std::floor((row() - font->FontSize) / 2);
        const float numbers = min.x + number_width();
        draw_text(list, font, ImVec2(numbers - text_width(font, number), text_y),
                  runs ? ui.theme.text_dim : ui.theme.text_faint, number);
        const ImVec2 at(code_left() - document.across, text_y);
        const auto here = std::ranges::equal_range(marks, line.number, {}, &SourceMark::line);
        const Chips chips = here.empty() ? Chips{} : chips_of(here, at.x + text_width(font, line.text));
        const float limit = here.empty() ? max.x - 6 * s : chips.left - 8 * s;
        list->PushClipRect(ImVec2(numbers + 6 * s, min.y), max, true);
        const bool cut = draw_code_line(list, font, ui.theme, at, line, limit).cut;
        list->PopClipRect();
        tell_line(line, y, cut, limit);
        if (!here.empty()) draw_marks(list, std::span(here), chips, y);
    }

    void tell_line(const CodeLine& line, float y, bool cut, float limit) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const ImVec2 from(code_left(), std::max(y, min.y));
        const ImVec2 to(limit, std::min(y + row(), max.y));
        // What the ellipsis stands for is said to whoever points at it.
        if (cut && ImGui::IsWindowHovered() && inside(mouse, from, to)) {
            ImGui::BeginTooltip();
            ImGui::PushFont(ui.fonts.mono_small);
            ImGui::TextUnformatted(line.text.c_str() + line.text.find_first_not_of(' '));
            ImGui::PopFont();
            ImGui::EndTooltip();
        }
        if (!ui.probe.on || y + row() <= min.y || y >= max.y) return;
        ui.probe.tell(fmt::format("{}/line/{}", name, line.number), ImVec2(min.x, y), ImVec2(max.x, y + row()),
                      line.text);
        if (cut) ui.probe.tell(fmt::format("{}/cut/{}", name, line.number), from, to, line.text);
    }

    // How much a chip says: less where the code leaves less room.
    enum class Form { state, name, swatch };
    struct Chips {
        Form form = Form::state;
        std::size_t shown = 0;
        float left = 0;  // of the first one
    };

    std::string chip_words(const SourceMark& mark, Form form) const {
        if (form == Form::swatch) return {};
        const std::string who = view.recording.task_name(mark.task);
        return form == Form::state ? who + " \u00b7 " + state_word(mark.state) : who;
    }

    float chip_width(const SourceMark& mark, Form form) const {
        const float words = text_width(ui.fonts.small, chip_words(mark, form));
        return std::floor(form == Form::swatch ? 20 * ui.scale : words + 27 * ui.scale);
    }
    float chip_gap() const { return std::floor(5 * ui.scale); }
    float chips_right() const { return max.x - 16 * ui.scale; }
    float more_width() const { return text_width(ui.fonts.small, "+000"); }

    // The most telling form in which all chips stand right of the code. Where even the smallest do
    // not, they take the end of the code, and an ellipsis stands for it.
    Chips chips_of(std::span<const SourceMark> here, float code_end) const {
        const auto fitting = [&](float room, Form form) {
            Chips chips{form, 0, chips_right()};
            for (const SourceMark& mark : here) {
                const float next = chips.left - chip_width(mark, form) - (chips.shown > 0 ? chip_gap() : 0);
                if (chips_right() - next > room) break;
                chips.left = next;
                ++chips.shown;
            }
            return chips;
        };
        const float room = chips_right() - code_end - 14 * ui.scale;
        for (const Form form : {Form::state, Form::name, Form::swatch}) {
            const Chips chips = fitting(room, form);
            if (chips.shown == here.size()) return chips;
        }
        const float most = std::max(room, 0.4f * (max.x - min.x));
        Chips chips = fitting(most, Form::swatch);
        if (chips.shown == here.size()) return chips;
        chips = fitting(most - more_width() - chip_gap(), Form::swatch);
        chips.left -= more_width() + chip_gap();
        return chips;
    }

    void draw_marks(ImDrawList* list, std::span<const SourceMark> here, const Chips& chips, float y) {
        const float s = ui.scale;
        float x = chips_right();
        if (chips.shown < here.size()) {
            const std::string more = fmt::format("+{}", here.size() - chips.shown);
            x -= more_width();
            const ImVec2 at(x, y + std::floor((row() - ui.fonts.small->FontSize) / 2));
            draw_text(list, ui.fonts.small, at, ui.theme.text_dim, more);
            ui.probe.tell(fmt::format("{}/more/{}", name, here.front().line), at, ImVec2(chips_right(), y + row()),
                          more);
            x -= chip_gap();
        }
        for (std::size_t at = chips.shown; at-- > 0;) {
            const float width = chip_width(here[at], chips.form);
            draw_chip(list, here[at], chips.form, ImVec2(x - width, y + 2 * s), ImVec2(x, y + row() - 2 * s));
            x -= width + chip_gap();
        }
    }

    void draw_chip(ImDrawList* list, const SourceMark& mark, Form form, ImVec2 low, ImVec2 high) {
        const float s = ui.scale;
        const std::string id = fmt::format("{}/marker/{}", name, mark.task);
        const bool visible = low.y >= min.y - row() && high.y <= max.y + row();
        if (visible && hit(ui, id.c_str(), low, high).pressed) actions.push_back(act::Select{mark.task});
        tooltip(ui, chip_tip(mark).c_str());
        const bool runs = mark.state == TaskState::running;
        list->AddRectFilled(low, high, runs ? ui.theme.current_line : ui.theme.background);
        const bool strong = runs || mark.state == TaskState::ready;
        const bool chosen = mark.task == view.selection.task;
        list->AddRect(low, high, ui.theme.state(mark.state), 0, 0, std::floor((strong || chosen ? 2 : 1) * s));
        const float middle = std::floor((low.y + high.y) / 2);
        list->AddRectFilled(ImVec2(low.x + 6 * s, middle - 4 * s), ImVec2(low.x + 14 * s, middle + 4 * s),
                            ui.theme.swatch(mark.task));
        const ImVec2 at(low.x + 20 * s, middle - std::floor(ui.fonts.small->FontSize / 2) - s);
        draw_text(list, ui.fonts.small, at, ui.theme.text, chip_words(mark, form));
        ui.probe.tell(id, low, high, chip_words(mark, Form::state));
    }

    std::string chip_tip(const SourceMark& mark) const {
        const std::string body = body_of_nameless(view.recording, mark.task);
        const std::string who = view.recording.task_name(mark.task) + (body.empty() ? "" : " " + body);
        const TaskNow* task = view.world.task(mark.task);
        if (task == nullptr || task->state != TaskState::waiting) return who + " " + state_word(mark.state);
        return who + " " + describe_wait(view.recording, view.world, *task);
    }
};

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
    const std::string shown(file_name(file));
    const float width = text_width(ui.fonts.mono_small, shown);
    const ImVec2 at(max.x - 16 * s - width, min.y + 10 * s);
    if (at.x < left) return;
    draw_text(ImGui::GetWindowDrawList(), ui.fonts.mono_small, at, ui.theme.text_faint, shown);
    ui.probe.tell("source/file", at, ImVec2(max.x - 16 * s, at.y + ui.fonts.mono_small->FontSize), shown);
}

// What is said when the file is not on this machine: the lines are known all the same.
std::string list_of_lines(const View& view, const std::string& file) {
    if (file.empty()) return "Source not at hand: nobody has told a line yet.\n";
    std::string text = fmt::format("Source not at hand: {}\n", file);
    std::size_t shown = 0;
    const std::vector<SourceMark> marks = source_marks(view, file);
    for (const SourceMark& mark : marks) {
        if (++shown > kMostLines) break;
        text += fmt::format("line {}: {} {}\n", mark.line, view.recording.task_name(mark.task), state_word(mark.state));
    }
    if (marks.size() > kMostLines) text += fmt::format("+{} more\n", marks.size() - kMostLines);
    return text;
}

void draw_without_source(const View& view, Ui& ui, ImVec2 min, ImVec2 max, const std::string& file) {
    const std::string text = list_of_lines(view, file);
    ImGui::SetCursorScreenPos(ImVec2(min.x + 16 * ui.scale, min.y + 6 * ui.scale));
    paragraph(ui, "source/missing", text, ui.fonts.body, ui.theme.text_dim, max.x - min.x - 32 * ui.scale);
}

Pane program_pane(const View& view, Ui& ui, SourceLook& look, ImVec2 min, ImVec2 max, const std::string& file,
                  Actions& actions) {
    Pane pane{view, ui, look.program, min, max, "source", actions, source_marks(view, file), running_line(view, file),
              {}};
    pane.choose_font();  // lines are as high as their type
    if (view.selection.task != 0) pane.chain = chain_lines(view, view.selection.task, file);
    const bool moved = look.last_cursor != view.cursor;
    const bool chosen = look.last_task != view.selection.task && view.selection.task != 0;
    if (chosen && !pane.chain.empty()) {
        pane.scroll_to(pane.chain.front());
    } else if (moved && pane.running != 0) {
        pane.scroll_to(pane.running);
    }
    look.last_cursor = view.cursor;
    look.last_task = view.selection.task;
    return pane;
}

void draw_panel(const View& view, Ui& ui, SourceLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const std::string file = shown_file(view);
    heading(view, ui, min, max, file, actions);
    const ImVec2 top(min.x, min.y + 34 * ui.scale);
    if (top.y + ui.fonts.mono->FontSize > max.y) return;
    if (view.lesson == nullptr && file != look.file) {
        look.file = file;
        look.file_text = read_source(file).value_or("");
    }
    const std::string& text = view.lesson != nullptr ? view.lesson->program : look.file_text;
    if (text.empty()) return draw_without_source(view, ui, top, max, file);

    load(look.program, Language::cpp, text);
    const bool has_twin = view.lesson != nullptr && !view.lesson->twin.empty();
    const SourceTab tab = has_twin ? view.source_tab : SourceTab::program;
    const float middle = std::floor((min.x + max.x) / 2);
    if (tab != SourceTab::twin) {
        const ImVec2 end(tab == SourceTab::both ? middle - 1 : max.x, max.y);
        program_pane(view, ui, look, top, end, file, actions).draw();
    }
    if (tab == SourceTab::program) return;
    load(look.twin, Language::python, view.lesson->twin);
    const ImVec2 begin(tab == SourceTab::both ? middle + 1 : min.x, top.y);
    Pane twin{view, ui, look.twin, begin, max, "twin", actions, {}, 0, {}};
    twin.choose_font();
    twin.draw();
    if (tab == SourceTab::both) {
        ImGui::GetWindowDrawList()->AddLine(ImVec2(middle, top.y), ImVec2(middle, max.y), ui.theme.panel_line);
    }
}

}  // namespace

void source_panel(const View& view, Ui& ui, SourceLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "source", min, max)) draw_panel(view, ui, look, min, max, actions);
    end_panel();
}

std::string source_text(const View& view) {
    const std::string file = shown_file(view);
    std::string source = view.lesson != nullptr ? view.lesson->program : read_source(file).value_or("");
    if (source.empty()) return list_of_lines(view, file);
    const std::vector<SourceMark> marks = source_marks(view, file);
    const int running = running_line(view, file);
    std::string text = fmt::format("Source {}\n", file_name(file));
    for (const CodeLine& line : code_lines(Language::cpp, source)) {
        text += fmt::format("{}{:>4} {}", line.number == running ? ">" : " ", line.number, line.text);
        for (const SourceMark& mark : std::ranges::equal_range(marks, line.number, {}, &SourceMark::line)) {
            text += fmt::format("  [{} {}]", view.recording.task_name(mark.task), state_word(mark.state));
        }
        text += "\n";
    }
    if (view.source_tab == SourceTab::program || view.lesson == nullptr) return text;
    text += "Python twin\n";
    for (const CodeLine& line : code_lines(Language::python, view.lesson->twin)) {
        text += fmt::format(" {:>4} {}\n", line.number, line.text);
    }
    return text;
}

}  // namespace viz
