// What the App does for a learner: answers counted honestly, hints, knobs.
#include "app/state.hpp"
#include "panels/predict.hpp"
#include "panels/stops.hpp"

#include <algorithm>

namespace viz {

void App::State::take_lesson_glyphs() {
    for (const std::string* words : {&lesson->program, &lesson->twin, &lesson->title, &lesson->tagline})
        add_glyphs(glyphs, *words);
    for (const book::Knob& knob : lesson->knobs) add_glyphs(glyphs, knob.label + knob.unit);
    for (const book::Step& step : lesson->steps) {
        add_glyphs(glyphs, step.title + step.markdown);
        for (const std::string& hint : step.hints) add_glyphs(glyphs, hint);
        if (!step.prediction) continue;
        add_glyphs(glyphs, step.prediction->question + step.prediction->explain);
        for (const std::string& line : step.prediction->lines) add_glyphs(glyphs, line);
        for (const book::Option& option : step.prediction->options) add_glyphs(glyphs, option.text + option.because);
    }
    if (options.catalogue == nullptr) return;
    for (const auto& [id, belief] : options.catalogue->misconceptions) add_glyphs(glyphs, belief);
}

void App::State::set_guess(const act::SetGuess& set) {
    Guess& guess = place().guesses[set.prediction];
    const Guess before = std::exchange(guess, set.guess);
    guess.attempts = before.attempts;
    guess.first = before.first;
    if (!guess.committed || before.committed) return;
    ++guess.attempts;
    // Who has seen the answer does not predict it any more.
    if (guess.first == FirstTry::none && answers.contains(set.prediction)) guess.first = FirstTry::after;
    settle_guesses();
}

void App::State::settle_guesses() {
    if (lesson == nullptr) return;
    for (const book::Step& step : lesson->steps) {
        if (!step.prediction) continue;
        const auto guess = place().guesses.find(step.prediction->id);
        const auto answer = answers.find(step.prediction->id);
        if (guess == place().guesses.end() || answer == answers.end()) continue;
        if (guess->second.first != FirstTry::none) continue;
        const Verdict now = verdict(*step.prediction, &guess->second, &answer->second);
        if (now == Verdict::right) guess->second.first = FirstTry::right;
        if (now == Verdict::wrong) guess->second.first = FirstTry::wrong;
    }
}

void App::State::show_hint() {
    if (lesson == nullptr || place().step >= lesson->steps.size()) return;
    std::size_t& shown = place().hints[place().step];
    shown = std::min(shown + 1, lesson->steps[place().step].hints.size());
}

}  // namespace viz
