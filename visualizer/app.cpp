#include "app.hpp"

#include "app/state.hpp"
#include "app/twins.hpp"
#include "panels/stops.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace viz {
namespace {

constexpr double kFrame = 1.0 / 60;      // s, while something moves
constexpr double kCalmFrame = 1.0 / 30;  // the same on software GL

// The root holds every panel and has no fill of its own: the window is cleared to the background.
void begin_root(ImVec2 size) {
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::Begin("root", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar();
}

// The picture is not simply what happens now: the whole window says so.
void draw_border(const Theme& theme, Mode mode, ImVec2 size, float scale) {
    if (mode == Mode::live || mode == Mode::ended) return;
    const float thick = std::max(2.0f, std::floor(2 * scale));
    const float half = thick / 2;
    ImGui::GetForegroundDrawList()->AddRect(ImVec2(half, half), ImVec2(size.x - half, size.y - half),
                                            mode_colour(theme, mode), 0, 0, thick);
}

struct Tab {
    BottomTab which;
    const char* name;
    std::string label;
    const char* tip;
};

// In a row; where words are long the gaps give way first, then the size of the letters, then the words.
void draw_tabs(Ui& ui, BottomTab& chosen, const std::vector<Tab>& tabs, ImVec2 from, float right) {
    const auto count = static_cast<float>(tabs.size());
    const auto widths = [&](bool small) {
        float sum = 0;
        for (const Tab& tab : tabs) sum += choice_width(ui, tab.label.c_str(), small);
        return sum;
    };
    const float least = std::floor(12 * ui.scale), room = right - from.x;
    const bool small = widths(false) + (count - 1) * least > room;
    const float words = widths(small);
    const float gap = std::clamp(std::floor((room - words) / (count - 1)), least, std::floor(28 * ui.scale));
    const float part = std::min(1.0f, (room - (count - 1) * gap) / words);
    float x = from.x;
    for (const Tab& tab : tabs) {
        const float natural = choice_width(ui, tab.label.c_str(), small);
        const float wide = part < 1 ? std::max(1.0f, std::floor(natural * part)) : natural;
        ImGui::SetCursorScreenPos(ImVec2(x, from.y));
        if (choice(ui, tab.name, tab.label.c_str(), chosen == tab.which, ui.text(tab.tip), small, wide))
            chosen = tab.which;
        x += wide + gap;
    }
}

void tabs_panel(const View& view, Ui& ui, BottomTab& tab, Looks& looks, const Box& box, Actions& actions) {
    const float s = ui.scale;
    const float pad = std::floor(16 * s);
    const float bar = std::floor(ui.fonts.body->FontSize + 16 * s);
    const std::string tasks = std::string(ui.text("app.tasks")) + " " + std::to_string(tasks_created(view));
    if (begin_panel(ui, "tabs", box.min, ImVec2(box.max.x, box.min.y + bar))) {
        // While a question is open nothing is told of them, not even how many there are.
        const std::string findings = std::string(ui.text("app.findings")) + " " +
                                     (prediction_is_open(view) ? "\u2013" : std::to_string(findings_told(view)));
        draw_tabs(ui, tab,
                  {{BottomTab::console, "tab/console", ui.text("app.console"), "app.console_tip"},
                   {BottomTab::narration, "tab/narration", ui.text("app.narration"), "app.narration_tip"},
                   {BottomTab::tasks, "tab/tasks", tasks, "app.tasks_tip"},
                   {BottomTab::findings, "tab/findings", findings, "app.findings_tip"},
                   {BottomTab::statistics, "tab/statistics", ui.text("app.statistics"), "app.statistics_tip"}},
                  ImVec2(box.min.x + pad, box.min.y + std::floor(3 * s)), box.max.x - std::floor(8 * s));
    }
    end_panel();
    const ImVec2 min(box.min.x + std::floor(6 * s), box.min.y + bar);
    const ImVec2 max(box.max.x - std::floor(4 * s), box.max.y - std::floor(4 * s));
    switch (tab) {
        case BottomTab::console:
            console_panel(view, ui, looks.console, min, max, actions);
            break;
        case BottomTab::narration:
            narration_panel(view, ui, looks.narration, min, max, actions);
            break;
        case BottomTab::tasks:
            tasks_panel(view, ui, looks.tasks, min, max, actions);
            break;
        case BottomTab::findings:
            findings_panel(view, ui, looks.findings, min, max, actions);
            break;
        case BottomTab::statistics:
            statistics_panel(view, ui, looks.statistics, min, max, actions);
            break;
    }
}

bool draw_split(Ui& ui, const char* name, bool vertical, const Split& split, float& fraction, float normal) {
    return splitter(ui, name, vertical, split.box.min, split.box.max, fraction, normal, split.extent, split.least,
                    split.most);
}

bool draw_splits(Ui& ui, const Layout& layout, Fractions& fractions) {
    const Fractions normal;
    bool moved = draw_split(ui, "splitter/left", true, layout.left, fractions.left, normal.left);
    moved = draw_split(ui, "splitter/right", true, layout.right, fractions.right, normal.right) || moved;
    moved = draw_split(ui, "splitter/centre", false, layout.centre, fractions.centre, normal.centre) || moved;
    moved = draw_split(ui, "splitter/side", false, layout.side, fractions.side, normal.side) || moved;
    moved = draw_split(ui, "splitter/low_side", false, layout.low_side, fractions.low_side, normal.low_side) || moved;
    moved = draw_split(ui, "splitter/bottom", false, layout.bottom, fractions.bottom, normal.bottom) || moved;
    return draw_split(ui, "splitter/foot", true, layout.foot, fractions.foot, normal.foot) || moved;
}

}  // namespace

App::App(AppOptions options) : state_(std::make_unique<State>(std::move(options))) {}
App::~App() {
    if (!state_->options.folders) return;
    state_->memory.settings.take(state_->settings_now());
    state_->memory.save();
}

void App::open_lesson(const book::Lesson& lesson) { state_->show_lesson(lesson); }

void App::open_session(std::unique_ptr<Session> session, const std::filesystem::path& path) {
    state_->show_file(std::move(session), path.string());
}

void App::open_start() { state_->open_start(); }

bool App::update(double now) {
    State& state = *state_;
    // Cards on their way want frames until they have arrived.
    bool changed = std::exchange(state.dirty, false) || state.looks->loop.animating ||
                   state.looks->timeline.animating || state.looks->reading(state.tab);
    state.remember(now);
    if (!state.player) return std::exchange(state.dirty, false) || changed;
    changed = state.player->update(now) || changed;
    state.tell_answers(now);
    state.take_glyphs();
    state.look_for_findings();
    return std::exchange(state.dirty, false) || changed;
}

std::optional<double> App::next_update() const {
    std::optional<double> next;
    constexpr double kToWrite = 0.5;
    if (state_->changed_at) next = kToWrite;
    if (state_->palette_open && state_->palette.search.searching()) return 0.0;
    if (!state_->player) return next;
    if (state_->diagnosing || state_->looks->reading(state_->tab)) return 0.0;
    if (const auto played = state_->player->next_update()) next = std::min(next.value_or(*played), *played);
    if (state_->looks->loop.animating || state_->looks->timeline.animating) {
        const double frame = state_->options.calm ? kCalmFrame : kFrame;
        next = std::min(next.value_or(frame), frame);
    }
    const SessionState at = state_->session->state();
    const bool moves = at == SessionState::starting || at == SessionState::running;
    // Nobody calls when there is no descriptor to wait on.
    constexpr double kGlance = 0.03;
    if (moves && state_->session->descriptor() < 0) next = std::min(next.value_or(kGlance), kGlance);
    return next;
}

void App::State::draw_panels(const View& view, Ui& ui, const Layout& layout, Actions& actions) {
    transport_look.centre = layout.timeline.min.x;
    transport_panel(view, ui, transport_look, layout.top.min, layout.top.max, actions);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(0, layout.top.max.y - 1), layout.top.max, theme.panel_line);
    if (!view.notice.empty() && view.notes.empty())
        notice_panel(view, ui, layout.notice.min, layout.notice.max, actions);
    lesson_panel(view, ui, lesson_look, layout.lesson.min, layout.lesson.max, actions);
    looks->timeline.reduce_motion = options.reduce_motion;
    timeline_panel(view, ui, looks->timeline, layout.timeline.min, layout.timeline.max, actions);
    source_panel(view, ui, looks->source, layout.source.min, layout.source.max, actions);
    looks->loop.reduce_motion = options.reduce_motion;
    loop_panel(view, ui, looks->loop, layout.loop.min, layout.loop.max, actions);
    looks->resources.motion = &looks->loop.motion;
    resources_panel(view, ui, looks->resources, layout.resources.min, layout.resources.max, actions);
    selection_panel(view, ui, looks->selection, layout.selection.min, layout.selection.max, actions);
    tabs_panel(view, ui, tab, *looks, layout.tabs, actions);
    happened_panel(view, ui, looks->happened, layout.happened.min, layout.happened.max, actions);
    if (draw_splits(ui, layout, fractions)) dirty = true;
}

void App::frame(const Fonts& fonts, float scale) {
    State& state = *state_;
    state.set_style(scale);
    state.echo.reset();
    state.probe.begin_frame();
    state.focus.begin_frame();
    Ui ui{.theme = state.theme,
          .fonts = fonts,
          .text = state.language->text,
          .probe = state.probe,
          .scale = scale,
          .calm = state.options.calm,
          .focus_visible = !state.typing(),
          .focus = &state.focus};
    const View view = state.view();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const bool noted = !view.notes.empty();
    const Layout layout = lay_out(size, state.fractions, scale, noted || (!view.notice.empty() && !state.at_start));
    Actions actions;

    ImGui::PushFont(fonts.body);
    begin_root(size);
    // What lies behind the help sheet is not for the keyboard: its ring would lie over the sheet.
    if (state.help) ui.focus = nullptr;
    if (state.at_start)
        start_panel(view, ui, state.start_look, ImVec2(0, noted ? layout.notice.max.y : 0), size, actions);
    else
        state.draw_panels(view, ui, layout, actions);
    if (noted) note_panel(view, ui, layout.notice.min, layout.notice.max, actions);
    ImGui::End();
    ui.focus = &state.focus;
    if (state.help) help_panel(view, ui, state.help_look, layout.top.min, size, actions);
    state.draw_overlays(view, ui, layout.top.min, size, actions);
    if (!state.at_start) draw_border(state.theme, view.mode, size, scale);
    ImGui::PopFont();

    for (const Action& action : actions) state.carry_out(action);
}

bool App::key(int code, int modifiers) {
    State& state = *state_;
    // A key that opens a field comes as a character too, right behind; that one is not meant for the field.
    const bool was_typing = state.typing();
    state.echo.reset();
    if (state.overlay_key(code, modifiers)) return true;
    const KeyRow* row = find_key(code, modifiers);
    if (row == nullptr) return false;
    state.dirty = true;
    switch (row->command) {
        case Command::focus_next:
            state.focus.move(1);
            return true;
        case Command::focus_previous:
            state.focus.move(-1);
            return true;
        case Command::press:
            state.focus.press();
            return state.focus.any();
        case Command::step:
        case Command::step_back:
            if (!state.focus.on_adjustable()) break;
            state.focus.nudge(row->command == Command::step ? 1 : -1);
            return true;
        case Command::deselect:
            if (state.help) {
                state.help = false;
                return true;
            }
            if (state.focus.any()) {
                state.focus.clear();
                return true;
            }
            break;
        default:
            break;
    }
    const auto action = action_of(row->command, state.view());
    if (action) state.carry_out(*action);
    if (!was_typing && state.typing() && modifiers == 0) state.echo = static_cast<unsigned>(code);
    return action.has_value();
}

bool App::character(unsigned code) {
    State& state = *state_;
    if (std::exchange(state.echo, std::nullopt) || !state.typing()) return false;
    if (state.ask.what != AskFor::nothing)
        ask_type(state.ask, code);
    else if (state.palette_open)
        palette_type(state.palette, code);
    else if (state.types_task_filter())
        tasks_type(state.looks->tasks, code);
    else
        timeline_type(state.looks->timeline, code);
    add_glyphs(state.glyphs, utf8(code));
    state.dirty = true;
    return true;
}

bool App::is_typing() const { return state_->typing(); }
void App::drop(const std::vector<std::string>& paths) { state_->drop(paths); }

void App::set_window_size(int width, int height) {
    state_->window_width = width;
    state_->window_height = height;
}

std::pair<int, int> App::window_size() const { return {state_->window_width, state_->window_height}; }
bool App::take_full_screen() { return std::exchange(state_->full_screen_wanted, false); }

const View App::view() const { return state_->view(); }
Player* App::player() { return state_->player.get(); }
Session* App::session() { return state_->session.get(); }
Probe& App::probe() { return state_->probe; }
bool App::wants_quit() const { return state_->quit; }
int App::scale_notches() const { return state_->notches; }
ImU32 App::background() const { return state_->theme.background; }
void App::set_calm(bool calm) { state_->options.calm = calm; }
const Glyphs& App::glyphs() const { return state_->glyphs; }
void App::set_note(std::string note) { state_->help_look.note = std::move(note); }

std::string App::title() const {
    const std::string name = state_->language->text("app.title");
    if (state_->lesson != nullptr) return state_->lesson->number_text() + " " + state_->lesson->title + " - " + name;
    return state_->session ? state_->session->source_name() + " - " + name : name;
}

std::string App::text() const {
    std::string out;
    for (const Twin& twin : twins()) out += text(twin.name) + "\n";
    return out;
}

std::string App::text(std::string_view panel) const {
    for (const Twin& twin : twins())
        if (panel == twin.name) return twin.text(state_->view());
    return {};
}

const Languages& App::languages() const { return state_->languages; }
std::string App::take_told() {
    State& state = *state_;
    // Where the keyboard is comes last: it is what can be done next.
    std::string told = state.teller.take(state.view());
    const std::string name = state.focus.any() ? state.focus.name() : std::string();
    if (name == state.told_focus) return told;
    state.told_focus = name;
    const Probed* at = state.probe.find(name);
    return at == nullptr ? told : told + fill(state.language->text("teller.focus"), {{"control", at->text}}) + "\n";
}

}  // namespace viz
