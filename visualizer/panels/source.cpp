#include "panels/source.hpp"

#include "panels/draw.hpp"
#include "panels/source_marks.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostLines = 40;  // of a list without a source

ImU32 token_colour(const Theme& theme, TokenKind kind) {
    switch (kind) {
        case TokenKind::keyword:
            return theme.code_keyword;
        case TokenKind::type:
            return theme.code_type;
        case TokenKind::function:
            return theme.code_function;
        case TokenKind::string:
        case TokenKind::number:
            return theme.code_string;
        case TokenKind::comment:
            return theme.code_comment;
        case TokenKind::plain:
            break;
    }
    return theme.code_text;
}

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

    float row() const {
        return std::floor(std::max(ui.fonts.mono->FontSize + 1 * ui.scale, ui.fonts.small->FontSize + 6 * ui.scale));
    }
    float number_width() const {
        return text_width(ui.fonts.mono, document.lines.size() < 1000 ? "000" : "000000") + 12 * ui.scale;
    }

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
        const float text_y = y + std::floor((row() - ui.fonts.mono->FontSize) / 2);
        const float numbers = min.x + number_width();
        draw_text(list, ui.fonts.mono, ImVec2(numbers - text_width(ui.fonts.mono, number), text_y),
                  runs ? ui.theme.text_dim : ui.theme.text_faint, number);
        list->PushClipRect(ImVec2(numbers + 6 * s, min.y), max, true);
        const float end = draw_code(list, line, ImVec2(numbers + 14 * s - document.across, text_y));
        list->PopClipRect();
        if (ui.probe.on && y + row() > min.y && y < max.y) {
            ui.probe.tell(fmt::format("{}/line/{}", name, line.number), ImVec2(min.x, y), ImVec2(max.x, y + row()),
                          line.text);
        }
        const auto here = std::ranges::equal_range(marks, line.number, {}, &SourceMark::line);
        if (!here.empty()) draw_marks(list, std::span(here), y, end);
    }

    // Returns where the text ends.
    float draw_code(ImDrawList* list, const CodeLine& line, ImVec2 at) const {
        std::size_t done = 0;
        const auto put = [&](std::size_t to, TokenKind kind) {
            const std::string_view part = std::string_view(line.text).substr(done, to - done);
            if (part.find_first_not_of(' ') != std::string_view::npos) {
                draw_text(list, ui.fonts.mono, at, token_colour(ui.theme, kind), part);
            }
            at.x += text_width(ui.fonts.mono, part);
            done = to;
        };
        for (const Token& token : line.tokens) {
            if (token.begin > done) put(token.begin, TokenKind::plain);
            put(token.end, token.kind);
        }
        if (done < line.text.size()) put(line.text.size(), TokenKind::plain);
        return at.x;
    }

    std::string chip_words(const SourceMark& mark, bool full) const {
        const std::string who = view.recording.task_name(mark.task);
        return full ? who + " \u00b7 " + state_word(mark.state) : who;
    }

    float chip_width(const std::string& words) const { return text_width(ui.fonts.small, words) + 27 * ui.scale; }

    float chips_width(std::span<const SourceMark> here, bool full) const {
        float width = 0;
        for (const SourceMark& mark : here) width += chip_width(chip_words(mark, full)) + 5 * ui.scale;
        return width;
    }

    // How many chips fit, from the last backwards, and whether with their states in words.
    std::size_t fitting(std::span<const SourceMark> here, float room, bool full) const {
        float used = 0;
        std::size_t count = 0;
        for (const SourceMark& mark : here) {
            used += chip_width(chip_words(mark, full)) + 5 * ui.scale;
            if (used > room) break;
            ++count;
        }
        return count;
    }

    void draw_marks(ImDrawList* list, std::span<const SourceMark> here, float y, float code_end) {
        const float s = ui.scale;
        const float right = max.x - 16 * s;
        const float free = right - code_end - 14 * s;
        // Chips may lie over code only when there is no other way, and never over most of it.
        const float most = std::max(free, 0.42f * (max.x - min.x));
        bool full = true;
        std::size_t shown = 0;
        for (const auto& [room, words] : {std::pair{free, true}, {free, false}, {most, true}, {most, false}}) {
            full = words;
            shown = fitting(here, room, words);
            if (shown == here.size()) break;
        }
        if (shown < here.size()) shown = std::max<std::size_t>(1, fitting(here, most - 40 * s, false));
        // One ground under all of them: code between chips cannot be read anyway.
        const float covered = std::min(chips_width(here.first(shown), full), most) + (shown < here.size() ? 44 * s : 0);
        if (right - covered < code_end + 8 * s) {
            const ImVec2 ground(right - covered - 6 * s, y + 1);
            list->AddRectFilled(ground, ImVec2(max.x, y + row() - 1), ui.theme.background);
            if (here.front().line == running)
                list->AddRectFilled(ground, ImVec2(max.x, y + row() - 1), ui.theme.current_line);
        }
        float x = right;
        if (shown < here.size()) {
            const std::string more = fmt::format("+{}", here.size() - shown);
            x -= text_width(ui.fonts.small, more) + 4 * s;
            const ImVec2 at(x, y + std::floor((row() - ui.fonts.small->FontSize) / 2));
            draw_text(list, ui.fonts.small, at, ui.theme.text_dim, more);
            ui.probe.tell(fmt::format("{}/more/{}", name, here.front().line), at, ImVec2(right, y + row()), more);
            x -= 5 * s;
        }
        for (std::size_t at = shown; at-- > 0;) {
            const std::string words = chip_words(here[at], full);
            const float width = std::min(chip_width(words), most);
            draw_chip(list, here[at], words, ImVec2(x - width, y + 2 * s), ImVec2(x, y + row() - 2 * s));
            x -= width + 5 * s;
        }
    }

    void draw_chip(ImDrawList* list, const SourceMark& mark, const std::string& words, ImVec2 low, ImVec2 high) {
        const float s = ui.scale;
        const std::string id = fmt::format("{}/marker/{}", name, mark.task);
        const bool visible = low.y >= min.y - row() && high.y <= max.y + row();
        if (visible && hit(ui, id.c_str(), low, high).pressed) actions.push_back(act::Select{mark.task});
        if (const TaskNow* task = view.world.task(mark.task); task != nullptr && task->state == TaskState::waiting) {
            const std::string why = describe_wait(view.recording, view.world, *task);
            tooltip(ui, (view.recording.task_name(mark.task) + " " + why).c_str());
        }
        const bool runs = mark.state == TaskState::running;
        list->AddRectFilled(low, high, runs ? ui.theme.current_line : ui.theme.background);
        const bool strong = runs || mark.state == TaskState::ready;
        const bool chosen = mark.task == view.selection.task;
        list->AddRect(low, high, ui.theme.state(mark.state), 0, 0, std::floor((strong || chosen ? 2 : 1) * s));
        const float middle = std::floor((low.y + high.y) / 2);
        list->AddRectFilled(ImVec2(low.x + 6 * s, middle - 4 * s), ImVec2(low.x + 14 * s, middle + 4 * s),
                            ui.theme.swatch(mark.task));
        const ImVec2 at(low.x + 20 * s, middle - std::floor(ui.fonts.small->FontSize / 2) - s);
        const bool cut = text_cut(list, ui.fonts.small, at, ui.theme.text, words, high.x - at.x - 4 * s);
        ui.probe.tell(id, low, high, chip_words(mark, true), true, cut);
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
        {SourceTab::program, "source/tab/program", say(ui, "source.program", "C++"), "the lesson's program"},
        {SourceTab::twin, "source/tab/twin", say(ui, "source.twin", "Python twin"),
         "the same program in Python's asyncio"},
        {SourceTab::both, "source/tab/both", say(ui, "source.both", "side by side"), "both, left and right"}};
    for (const Tab& tab : all) {
        ImGui::SetCursorScreenPos(at);
        if (choice(ui, tab.name, tab.label, view.source_tab == tab.tab, tab.tip))
            actions.push_back(act::SetSourceTab{tab.tab});
        at.x += text_width(ui.fonts.bold, tab.label) + 22 * ui.scale;
    }
}

void heading(const View& view, Ui& ui, ImVec2 min, ImVec2 max, const std::string& file, Actions& actions) {
    const float s = ui.scale;
    const char* title = say(ui, "source.title", "SOURCE");
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
    Pane{view, ui, look.twin, begin, max, "twin", actions, {}, 0, {}}.draw();
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
