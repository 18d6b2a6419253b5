#include "panels/predict_parts.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz {
namespace {

// More cards than these would hide the question; the lanes of the others can still be clicked.
constexpr std::size_t kMostCards = 12;

void choose(const PredictCard& card, const Candidate& candidate) {
    Guess guess = card.current();
    guess.task = candidate.name;
    card.set(std::move(guess));
}

// Clicking a task anywhere in the window is an answer too.
void take_selection(const PredictCard& card) {
    const loopscope::TaskId selected = card.view.selection.task;
    if (std::exchange(card.look.selected, selected) == selected || selected == 0 || card.locked()) return;
    const auto found = std::ranges::find(card.look.candidates, selected, &Candidate::task);
    if (found != card.look.candidates.end()) choose(card, *found);
}

void take_candidates(const View& view, const book::Prediction& prediction, PredictLook& look) {
    const loopscope::Recording& recording = view.recording;
    const std::uint64_t began = recording.empty() ? 0 : recording.real_time_began();
    if (look.recording == &recording && look.size == recording.size() && look.began == began) return;
    look.candidates = candidates(view, prediction);
    look.recording = &recording;
    look.size = recording.size();
    look.began = began;
}

void draw_candidate(const PredictCard& card, const Candidate& candidate, ImVec2 min, ImVec2 max) {
    Ui& ui = card.ui;
    const float s = card.s();
    const bool open = !card.locked();
    const std::string name = "predict/task/" + candidate.name;
    const Hit press = hit(ui, name.c_str(), min, max, open);
    tooltip(ui, open ? ui.text("predict.task_tip") : "");
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const bool chosen = card.guess != nullptr && card.guess->task == candidate.name;
    const bool right = card.judged() && card.answer->values.front() == candidate.name;
    if (chosen) draw->AddRectFilled(min, max, fade(ui.theme.accent, 0.16f));
    if (press.hovered && open) draw->AddRectFilled(min, max, fade(ui.theme.text, 0.06f));
    const char* state = state_word(*card.view.language, candidate.state);
    // The border says what the mark says, so the state is told by word alone.
    draw->AddRect(min, max, chosen ? ui.theme.accent : ui.theme.card_line, 0, 0, chosen ? std::floor(2 * s) : 1.0f);
    const float mark = std::floor(9 * s);
    const float top = min.y + std::floor(3 * s);
    const float x = min.x + std::floor(24 * s);
    card.mark(ImVec2(min.x + std::floor(12 * s), (min.y + max.y) / 2), chosen, right);
    const float swatch_top = top + std::floor((ui.fonts.bold->FontSize - mark) / 2) + std::floor(s);
    draw->AddRectFilled(ImVec2(x, swatch_top), ImVec2(x + mark, swatch_top + mark), ui.theme.swatch(candidate.task));
    const float text_left = x + mark + std::floor(6 * s);
    const float text_room = max.x - text_left - 4 * s;
    const bool cut = text_cut(draw, ui.fonts.bold, ImVec2(text_left, top), ui.theme.text, candidate.name, text_room);
    const float low = top + std::floor(ui.fonts.bold->FontSize * 0.92f);
    text_cut(draw, ui.fonts.small, ImVec2(text_left, low), ui.theme.text_dim, state, text_room);
    tell(ui, name, min, max, candidate.name + ", " + state, open, cut);
    if (!press.pressed || !open) return;
    choose(card, candidate);
    card.actions.push_back(act::Select{.task = candidate.task});
}

}  // namespace

std::vector<Candidate> candidates(const View& view, const book::Prediction& prediction) {
    std::vector<Candidate> found;
    const auto at = book::asked_at(prediction, view.recording);
    if (!at) return found;
    const loopscope::World world = view.recording.at(*at);
    for (const loopscope::TaskInfo& task : view.recording.tasks()) {
        if (task.created >= *at || (task.finished && *task.finished < *at)) continue;
        const auto state = view.recording.state(world, *at, task.id);
        found.push_back({task.id, view.recording.task_name(task), state.value_or(loopscope::TaskState::ready)});
    }
    return found;
}

void predict_tasks(const PredictCard& card) {
    Ui& ui = card.ui;
    take_candidates(card.view, card.prediction, card.look);
    take_selection(card);
    const std::vector<Candidate>& all = card.look.candidates;
    if (all.empty()) {
        const std::size_t at = card.prediction.measure.find('@');
        const std::string checkpoint = at == std::string::npos ? "" : card.prediction.measure.substr(at + 1);
        card.say("predict/first_run", fill(ui.text("predict.first_run"), {{"checkpoint", checkpoint}}),
                 ui.theme.text_dim);
        card.look.asks_to_run = true;
        if (link(ui, "predict/run_there", ui.text("lesson.run_there"), ui.text("lesson.run_there_tip"), card.inner))
            card.actions.push_back(act::CheckpointBy{1});
        return;
    }
    const float between = std::floor(6 * card.s());
    const float width = std::floor((card.inner - between) / 2);
    const float height = std::floor(ui.fonts.bold->FontSize * 0.92f + ui.fonts.small->FontSize + 8 * card.s());
    const ImVec2 from = ImGui::GetCursorScreenPos();
    const std::size_t shown = std::min(all.size(), kMostCards);
    for (std::size_t i = 0; i < shown; ++i) {
        const float x = from.x + static_cast<float>(i % 2) * (width + between);
        const float y = from.y + static_cast<float>(i / 2) * (height + between);
        draw_candidate(card, all[i], ImVec2(x, y), ImVec2(x + width, y + height));
    }
    const float rows = static_cast<float>((shown + 1) / 2);
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(card.inner, rows * (height + between)));
    if (!card.locked()) card.say("predict/task_hint", ui.text("predict.task_hint"), ui.theme.text_dim, ui.fonts.small);
}

}  // namespace viz
