#include "kit/book/prediction.hpp"

#include <algorithm>
#include <array>
#include <charconv>
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

// The index of the first passing of a checkpoint.
std::optional<std::size_t> passing(const Recording& recording, std::string_view name) {
    for (const std::uint32_t index : recording.checkpoints()) {
        if (recording.string(recording[index].a) == name) return index;
    }
    return std::nullopt;
}

// The first of some ascending indexes that lies behind `index`.
std::optional<std::size_t> first_after(std::span<const std::uint32_t> indexes, std::size_t index) {
    const auto found = std::upper_bound(indexes.begin(), indexes.end(), index);
    if (found == indexes.end()) return std::nullopt;
    return *found;
}

std::string seconds_text(double seconds) {
    char text[64];
    std::snprintf(text, sizeof text, "%.3f", seconds);
    std::string value = text;
    value.erase(value.find_last_not_of('0') + 1);
    if (value.ends_with('.')) value.pop_back();
    return value;
}

std::optional<double> as_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// A real clock never says exactly 3 s; a virtual one does.
bool same_seconds(double measured, double expected, loopscope::ClockKind clock) {
    const double slack = clock == loopscope::ClockKind::real ? std::max(0.05, expected * 0.05) : 0.0005;
    return std::abs(measured - expected) <= slack;
}

struct Measured {
    std::string text;
    std::size_t index = 0;          // the answer is visible after so many events
    std::optional<double> seconds;  // set when it is a time
};

std::optional<Measured> measure_elapsed(const Measure& measure, const Recording& recording) {
    std::uint64_t begin = 0;
    std::size_t end = recording.size();
    if (measure.at.empty()) {
        if (!recording.finished()) return std::nullopt;
    } else {
        const auto at = passing(recording, measure.at);
        if (!at) return std::nullopt;
        end = *at + 1;
    }
    if (!measure.from.empty()) {
        const auto from = passing(recording, measure.from);
        if (!from) return std::nullopt;
        begin = recording.loop_time_at(*from + 1);
    }
    const double seconds = (static_cast<double>(recording.loop_time_at(end)) - static_cast<double>(begin)) / 1e9;
    return Measured{seconds_text(seconds), end, seconds};
}

std::optional<Measured> measure_print(const Recording& recording, std::optional<std::size_t> print) {
    if (print) return Measured{std::string(recording.text(*print)), *print + 1, std::nullopt};
    if (recording.finished()) return Measured{"nothing", recording.size(), std::nullopt};
    return std::nullopt;
}

std::optional<Measured> measure_next_task(const Recording& recording, std::size_t checkpoint) {
    const auto step = first_after(recording.steps(), checkpoint);
    if (step) return Measured{recording.task_name(recording[*step].subject), *step + 1, std::nullopt};
    if (recording.finished()) return Measured{"nobody", recording.size(), std::nullopt};
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
        return Measured{std::to_string(recording.tasks().size()), recording.size(), std::nullopt};
    }
    const auto checkpoint = passing(recording, measure.at);
    if (!checkpoint) return std::nullopt;
    if (measure.what == "next_print") return measure_print(recording, first_after(recording.prints(), *checkpoint));
    if (measure.what == "next_task") return measure_next_task(recording, *checkpoint);
    if (measure.what != "prints") return std::nullopt;
    const auto prints = recording.prints();
    const auto before = std::lower_bound(prints.begin(), prints.end(), *checkpoint) - prints.begin();
    return Measured{std::to_string(before), *checkpoint + 1, std::nullopt};
}

std::optional<Answer> answer_choice(const Prediction& prediction, const Recording& recording) {
    const auto measured = take_measure(prediction.measure, recording);
    if (!measured) return std::nullopt;
    Answer answer;
    answer.values = {measured->text};
    answer.index = measured->index;
    for (std::size_t i = 0; i < prediction.options.size() && !answer.option; ++i) {
        const std::string& value = prediction.options[i].value;
        const auto number = measured->seconds ? as_number(value) : std::nullopt;
        const bool right =
            number ? same_seconds(*measured->seconds, *number, recording.clock()) : value == measured->text;
        if (right) answer.option = i;
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

}  // namespace

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
    return prediction.kind == Prediction::Kind::order ? answer_order(prediction, recording)
                                                      : answer_choice(prediction, recording);
}

}  // namespace book
