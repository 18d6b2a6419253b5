#include "kit/book/prediction.hpp"

#include "kit/book/moment.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace book {
namespace {

using loopscope::Recording;

// "elapsed@start..end" taken apart.
struct Measure {
    std::string_view what;
    std::string_view from;  // "": no checkpoint, or only one
    std::string_view at;
};

Measure take_apart(std::string_view text) {
    Measure measure;
    const std::size_t sign = text.find('@');
    measure.what = text.substr(0, sign);
    if (sign == std::string_view::npos) return measure;
    measure.at = text.substr(sign + 1);
    if (const std::size_t dots = measure.at.find(".."); dots != std::string_view::npos) {
        measure.from = measure.at.substr(0, dots);
        measure.at.remove_prefix(dots + 2);
    }
    return measure;
}

std::string seconds_text(double seconds) {
    char text[64];
    std::snprintf(text, sizeof text, "%.3f", seconds);
    std::string value = text;
    value.erase(value.find_last_not_of('0') + 1);
    if (value.ends_with('.')) value.pop_back();
    return value;
}

bool away_from_defaults(const Prediction& prediction, const KnobValues& knobs) {
    return std::any_of(prediction.knobs.begin(), prediction.knobs.end(), [&](const Knob& knob) {
        return std::abs(knobs.at(knob.name) - knob.value) > 1e-9 * std::max(1.0, std::abs(knob.value));
    });
}

// "nap 1 s, users 3"
std::string defaults_of(const Prediction& prediction) {
    std::string list;
    for (const Knob& knob : prediction.knobs) {
        list += (list.empty() ? "" : ", ") + knob.label + " " + seconds_text(knob.value);
        if (!knob.unit.empty()) list += " " + knob.unit;
    }
    return list;
}

// A real clock never says exactly 3 s; a virtual one does.
double slack_of(double seconds, loopscope::ClockKind clock) {
    return clock == loopscope::ClockKind::real ? std::max(0.05, seconds * 0.05) : 0.0005;
}
bool same_seconds(double measured, double expected, loopscope::ClockKind clock) {
    return std::abs(measured - expected) <= slack_of(expected, clock);
}

struct Measured {
    std::string text;
    std::size_t index = 0;          // the answer is visible after so many events
    std::optional<double> seconds;  // set when it is a time
    std::optional<double> count;    // set when it is a number of things
};

std::optional<Measured> measure_elapsed(const Measure& measure, const Recording& recording) {
    std::uint64_t begin = 0;
    std::size_t end = recording.size();
    if (measure.at.empty()) {
        if (!recording.finished()) return std::nullopt;
    } else {
        const auto at = first_passing(recording, measure.at);
        if (!at) return std::nullopt;
        end = *at + 1;
    }
    if (!measure.from.empty()) {
        const auto from = first_passing(recording, measure.from);
        if (!from) return std::nullopt;
        begin = recording.loop_time_at(*from + 1);
    }
    const double seconds = (static_cast<double>(recording.loop_time_at(end)) - static_cast<double>(begin)) / 1e9;
    return Measured{seconds_text(seconds), end, seconds, std::nullopt};
}

Measured measure_count(std::size_t count, std::size_t index) {
    return {std::to_string(count), index, std::nullopt, static_cast<double>(count)};
}

std::optional<Measured> measure_print(const Recording& recording, std::optional<std::size_t> print) {
    if (print) return Measured{std::string(recording.text(*print)), *print + 1, std::nullopt, std::nullopt};
    if (recording.finished()) return Measured{"nothing", recording.size(), std::nullopt, std::nullopt};
    return std::nullopt;
}

std::optional<Measured> measure_next_task(const Recording& recording, std::size_t checkpoint) {
    const auto step = first_after(recording.steps(), checkpoint);
    if (step) return Measured{recording.task_name(recording[*step].subject), *step + 1, std::nullopt, std::nullopt};
    if (recording.finished()) return Measured{"nobody", recording.size(), std::nullopt, std::nullopt};
    return std::nullopt;
}

std::optional<Measured> take_measure(std::string_view text, const Recording& recording) {
    const Measure measure = take_apart(text);
    if (measure.what == "elapsed") return measure_elapsed(measure, recording);
    if (measure.what == "first_print") {
        const auto prints = recording.prints();
        return measure_print(recording, prints.empty() ? std::nullopt : std::optional<std::size_t>(prints.front()));
    }
    if (measure.what == "tasks") {
        if (!recording.finished()) return std::nullopt;
        return measure_count(recording.tasks().size(), recording.size());
    }
    const auto checkpoint = first_passing(recording, measure.at);
    if (!checkpoint) return std::nullopt;
    if (measure.what == "next_print") return measure_print(recording, first_after(recording.prints(), *checkpoint));
    if (measure.what == "next_task") return measure_next_task(recording, *checkpoint);
    if (measure.what != "prints") return std::nullopt;
    const auto prints = recording.prints();
    const auto before = std::lower_bound(prints.begin(), prints.end(), *checkpoint) - prints.begin();
    return measure_count(static_cast<std::size_t>(before), *checkpoint + 1);
}

// Whether an option says what was measured, with the knobs of the run.
bool says(const Option& option, const Measured& measured, const KnobValues& knobs, loopscope::ClockKind clock) {
    if (!measured.seconds && !measured.count) return option.value == measured.text;
    const std::optional<double> number = evaluate(option.value, knobs);
    if (!number) return false;
    return measured.seconds ? same_seconds(*measured.seconds, *number, clock)
                            : std::abs(*measured.count - *number) < 1e-6;
}

std::optional<Answer> answer_choice(const Prediction& prediction, const Recording& recording) {
    const auto measured = take_measure(prediction.measure, recording);
    if (!measured) return std::nullopt;
    Answer answer;
    answer.values = {measured->text};
    answer.index = measured->index;
    const KnobValues knobs = knobs_of(prediction, recording);
    std::size_t right = 0;
    for (std::size_t i = 0; i < prediction.options.size(); ++i) {
        if (!says(prediction.options[i], *measured, knobs, recording.clock())) continue;
        if (++right == 1) answer.option = i;
    }
    if (right > 1) {
        answer.option.reset();
        answer.doubt = Answer::Doubt::cannot_tell;
        answer.defaults = defaults_of(prediction);
    }
    return answer;
}

// What was measured is the answer itself: a task's name, or a time.
std::optional<Answer> answer_measured(const Prediction& prediction, const Recording& recording) {
    const auto measured = take_measure(prediction.measure, recording);
    if (!measured) return std::nullopt;
    Answer answer;
    answer.values = {measured->text};
    answer.index = measured->index;
    if (prediction.kind == Prediction::Kind::time) {
        answer.seconds = measured->seconds.value_or(0);
        answer.slack = prediction.tolerance + slack_of(*answer.seconds, recording.clock());
    }
    return answer;
}

std::optional<Answer> answer_order(const Prediction& prediction, const Recording& recording) {
    Answer answer;
    for (const std::uint32_t index : recording.prints()) {
        const std::string_view text = recording.text(index);
        const auto& lines = prediction.lines;
        if (std::find(lines.begin(), lines.end(), text) == lines.end()) continue;
        // A line that comes twice counts where it came first: learners see it once in the list.
        if (std::find(answer.values.begin(), answer.values.end(), text) != answer.values.end()) continue;
        answer.values.emplace_back(text);
        answer.index = index + 1;
        if (answer.values.size() == lines.size()) return answer;
    }
    if (!recording.finished()) return std::nullopt;
    answer.index = recording.size();
    return answer;
}

std::optional<Answer> answer_of_kind(const Prediction& prediction, const Recording& recording) {
    switch (prediction.kind) {
        case Prediction::Kind::order:
            return answer_order(prediction, recording);
        case Prediction::Kind::choice:
            return answer_choice(prediction, recording);
        case Prediction::Kind::next_task:
        case Prediction::Kind::time:
            break;
    }
    return answer_measured(prediction, recording);
}

}  // namespace

// The knobs as the lesson declares them, then as the run was given them.
KnobValues knobs_of(const Prediction& prediction, const Recording& recording) {
    KnobValues knobs;
    for (const Knob& knob : prediction.knobs) knobs[knob.name] = knob.value;
    for (const std::uint32_t index : recording.knobs()) {
        knobs[std::string(recording.string(recording[index].a))] = std::bit_cast<double>(recording[index].b);
    }
    return knobs;
}

std::optional<std::size_t> asked_at(const Prediction& prediction, const Recording& recording) {
    if (prediction.kind != Prediction::Kind::next_task) return std::nullopt;
    const auto checkpoint = first_passing(recording, take_apart(prediction.measure).at);
    return checkpoint ? std::optional<std::size_t>(*checkpoint + 1) : std::nullopt;
}

bool is_measure(std::string_view text) {
    const Measure measure = take_apart(text);
    const bool has_name = text.find('@') != std::string_view::npos;
    const bool has_range = has_name && text.find("..") != std::string_view::npos;
    if (has_name && measure.at.empty()) return false;
    if (has_range && measure.from.empty()) return false;
    if (measure.what == "elapsed") return true;
    if (has_range) return false;
    constexpr std::array<std::string_view, 2> kPlain = {"first_print", "tasks"};
    constexpr std::array<std::string_view, 3> kAtCheckpoint = {"next_print", "prints", "next_task"};
    const auto among = [&](const auto& names) {
        return std::find(names.begin(), names.end(), measure.what) != names.end();
    };
    return has_name ? among(kAtCheckpoint) : among(kPlain);
}

std::optional<Answer> answer(const Prediction& prediction, const Recording& recording) {
    auto answer = answer_of_kind(prediction, recording);
    if (answer && answer->doubt == Answer::Doubt::none && prediction.explain_if_default &&
        away_from_defaults(prediction, knobs_of(prediction, recording))) {
        answer->doubt = Answer::Doubt::explains_others;
        answer->defaults = defaults_of(prediction);
    }
    return answer;
}

bool is_number_measure(std::string_view measure) {
    const std::string_view what = take_apart(measure).what;
    return what == "elapsed" || what == "tasks" || what == "prints";
}

}  // namespace book
