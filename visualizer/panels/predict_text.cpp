// The text twin of a prediction's card.
#include "panels/predict_parts.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

namespace viz {
namespace {

std::string choices_text(const View& view, const book::Prediction& prediction, const Guess* guess) {
    const Text& text = view.language->text;
    std::string out;
    const auto row = [&](bool chosen, const std::string& words) { out += (chosen ? "* " : "  ") + words + "\n"; };
    switch (prediction.kind) {
        case book::Prediction::Kind::order:
            for (const std::size_t index : order_of(prediction, guess)) row(false, prediction.lines[index]);
            break;
        case book::Prediction::Kind::choice:
            for (std::size_t i = 0; i < prediction.options.size(); ++i)
                row(guess != nullptr && guess->option == i, prediction.options[i].text);
            break;
        case book::Prediction::Kind::next_task: {
            const auto all = candidates(view, prediction);
            if (all.empty()) {
                const std::string checkpoint = prediction.measure.substr(prediction.measure.find('@') + 1);
                row(false, fill(text("predict.first_run"), {{"checkpoint", checkpoint}}));
            }
            for (const Candidate& one : all)
                row(guess != nullptr && guess->task == one.name,
                    one.name + ", " + state_word(*view.language, one.state));
            break;
        }
        case book::Prediction::Kind::time: {
            const book::TimeAxis axis = axis_of(view, prediction);
            row(false, seconds_words(axis.from) + " - " + seconds_words(axis.to));
            if (guess != nullptr && guess->time) row(true, seconds_words(*guess->time));
            break;
        }
    }
    return out;
}

std::string told_text(const View& view, const book::Prediction& prediction, const Guess& guess,
                      const book::Answer& answer, bool right) {
    const Text& text = view.language->text;
    std::string out = std::string(text(right ? "predict.right" : "predict.wrong")) + "\n";
    if (prediction.kind == book::Prediction::Kind::time && answer.seconds)
        out += fill(text("predict.time_run"), {{"time", seconds_words(*answer.seconds)}}) + "\n";
    if (prediction.kind == book::Prediction::Kind::next_task && !answer.values.empty())
        out += ran_words(text, answer) + "\n";
    if (prediction.kind == book::Prediction::Kind::order && !right) {
        out += std::string(text("predict.printed")) + "\n";
        for (const std::string& line : answer.values) out += "  " + line + "\n";
    }
    if (answer.doubt != book::Answer::Doubt::none) return out + doubt_words(text, answer) + "\n";
    const book::Option* wrong = book::belief(prediction, answer, view.recording, said(prediction, &guess));
    if (wrong != nullptr && view.misconceptions != nullptr && view.misconceptions->contains(wrong->misconception))
        out += fill(text("predict.belief"), {{"belief", view.misconceptions->at(wrong->misconception)}}) + "\n";
    if (wrong != nullptr && !wrong->because.empty()) out += wrong->because + "\n";
    return out + prediction.explain + "\n";
}

}  // namespace

std::string doubt_words(const Text& text, const book::Answer& answer) {
    switch (answer.doubt) {
        case book::Answer::Doubt::none:
            break;
        case book::Answer::Doubt::cannot_tell:
            return fill(text("predict.cannot_tell"), {{"knobs", answer.defaults}});
        case book::Answer::Doubt::explains_others:
            return fill(text("predict.explains_others"), {{"knobs", answer.defaults}});
    }
    return {};
}

std::string ran_words(const Text& text, const book::Answer& answer) {
    // The measure's own word for it; no lesson names a task so.
    const bool somebody = !answer.values.empty() && answer.values.front() != "nobody";
    return somebody ? fill(text("predict.ran"), {{"task", answer.values.front()}}) : text("predict.ran_nobody");
}

std::string predict_text(const View& view, const book::Prediction& prediction) {
    const Text& text = view.language->text;
    const Guess* guess = guess_of(view, prediction.id);
    const book::Answer* answer = answer_of(view, prediction.id);
    std::string out = std::string(text("predict.heading")) + "\n" + prediction.question + "\n" +
                      choices_text(view, prediction, guess);
    switch (verdict(prediction, guess, answer)) {
        case Verdict::open:
            if (answer != nullptr) out += std::string(text("predict.shown_by_now")) + "\n";
            break;
        case Verdict::committed:
            out += std::string(text("predict.committed")) + "\n";
            break;
        case Verdict::right:
        case Verdict::wrong:
            out += told_text(view, prediction, *guess, *answer, verdict(prediction, guess, answer) == Verdict::right);
            if (guess->first == FirstTry::after) out += std::string(text("predict.after")) + "\n";
            break;
        case Verdict::unclear:
            out += doubt_words(text, *answer) + "\n";
            break;
    }
    return out;
}

}  // namespace viz
