#include "kit/book/judge.hpp"

#include "kit/book/moment.hpp"

#include <algorithm>
#include <cmath>

namespace book {
namespace {

using loopscope::Recording;

std::vector<std::string> lines_in_order(const Prediction& prediction, const Said& said) {
    std::vector<std::string> lines;
    for (const std::size_t index : said.order) {
        if (index < prediction.lines.size()) lines.push_back(prediction.lines[index]);
    }
    return lines;
}

bool comes_before(const std::vector<std::string>& lines, const std::string& first, const std::string& then) {
    const auto one = std::ranges::find(lines, first);
    const auto two = std::ranges::find(lines, then);
    return one != lines.end() && two != lines.end() && one < two;
}

bool leads_to(const Option& wrong, const Prediction& prediction, const Answer& answer, const KnobValues& knobs,
              const Said& said) {
    switch (prediction.kind) {
        case Prediction::Kind::order:
            return comes_before(lines_in_order(prediction, said), wrong.first, wrong.then) &&
                   comes_before(answer.values, wrong.then, wrong.first);
        case Prediction::Kind::next_task:
            return wrong.value == said.task;
        case Prediction::Kind::time: {
            const auto value = evaluate(wrong.value, knobs);
            return value && said.time && std::abs(*value - *said.time) <= answer.slack;
        }
        case Prediction::Kind::choice:
            break;
    }
    return said.option && *said.option < prediction.options.size() && &prediction.options[*said.option] == &wrong;
}

// The first line that the run printed although another was said to come there.
std::optional<std::size_t> first_out_of_order(const Prediction& prediction, const Answer& answer,
                                              const Recording& recording, const Said& said) {
    const std::vector<std::string> lines = lines_in_order(prediction, said);
    for (std::size_t i = 0; i < answer.values.size(); ++i) {
        if (i < lines.size() && lines[i] == answer.values[i]) continue;
        return find_moment("print:" + answer.values[i], recording);
    }
    return std::nullopt;
}

}  // namespace

bool is_complete(const Prediction& prediction, const Said& said) {
    switch (prediction.kind) {
        case Prediction::Kind::order:
            return said.order.size() == prediction.lines.size();
        case Prediction::Kind::choice:
            return said.option && *said.option < prediction.options.size();
        case Prediction::Kind::next_task:
            return !said.task.empty();
        case Prediction::Kind::time:
            break;
    }
    return said.time.has_value();
}

bool is_right(const Prediction& prediction, const Answer& answer, const Said& said) {
    if (!is_complete(prediction, said)) return false;
    switch (prediction.kind) {
        case Prediction::Kind::order:
            return lines_in_order(prediction, said) == answer.values;
        case Prediction::Kind::choice:
            return said.option == answer.option;
        case Prediction::Kind::next_task:
            return answer.values.size() == 1 && answer.values.front() == said.task;
        case Prediction::Kind::time:
            break;
    }
    // A hair more than the slack: 0.1 has no exact form in binary.
    constexpr double kHair = 1e-9;
    return answer.seconds && std::abs(*answer.seconds - *said.time) <= answer.slack + kHair;
}

const Option* belief(const Prediction& prediction, const Answer& answer, const Recording& recording, const Said& said) {
    if (is_right(prediction, answer, said)) return nullptr;
    const KnobValues knobs = knobs_of(prediction, recording);
    const auto found = std::ranges::find_if(
        prediction.options, [&](const Option& option) { return leads_to(option, prediction, answer, knobs, said); });
    return found == prediction.options.end() ? nullptr : &*found;
}

std::size_t contradiction(const Prediction& prediction, const Answer& answer, const Recording& recording,
                          const Said& said) {
    const Option* wrong = belief(prediction, answer, recording, said);
    std::optional<std::size_t> moment;
    if (wrong != nullptr && !wrong->contradicted_by.empty()) moment = find_moment(wrong->contradicted_by, recording);
    if (!moment && prediction.kind == Prediction::Kind::order)
        moment = first_out_of_order(prediction, answer, recording, said);
    return std::min(moment.value_or(answer.index), recording.size());
}

double TimeAxis::snapped(double time) const {
    const double place = from + std::round((std::clamp(time, from, to) - from) / snap) * snap;
    return std::min(place, to);
}

TimeAxis time_axis(const Prediction& prediction, const KnobValues& knobs) {
    // Knobs can make both ends the same, or a sum that is beyond all bounds.
    constexpr double kLongest = 1e6;
    TimeAxis axis;
    axis.snap = std::clamp(prediction.snap, 0.001, kLongest);
    axis.from = std::clamp(evaluate(prediction.from, knobs).value_or(0), 0.0, kLongest);
    axis.to = std::clamp(evaluate(prediction.to, knobs).value_or(0), 0.0, kLongest);
    axis.to = std::max(axis.to, axis.from + 2 * axis.snap);
    return axis;
}

}  // namespace book
