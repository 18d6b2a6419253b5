#include "cli/values.hpp"

#include "app/twins.hpp"
#include "kit/book/catalogue.hpp"
#include "kit/book/schedule_words.hpp"
#include "monitor/svg.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace cli {
namespace {

constexpr int kLeastWidth = 640, kLeastHeight = 360, kMostPixels = 8192;

template <class Number>
std::optional<Number> as_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string with_unit(double value, const std::string& unit) {
    return unit.empty() ? fmt::format("{}", value) : fmt::format("{} {}", value, unit);
}

std::string range_of(const book::Knob& knob) {
    return fmt::format("{} ({} to {})", knob.name, fmt::format("{}", knob.minimum), with_unit(knob.maximum, knob.unit));
}

Read<std::map<std::string, double>> no_such_knob(const std::string& name, const book::Lesson& lesson) {
    const std::string sentence = fmt::format("The lesson '{}' has no knob '{}'.", lesson.id, name);
    if (lesson.knobs.empty()) return {std::nullopt, sentence, "It has none at all."};
    std::vector<std::string> names;
    std::string all;
    for (const book::Knob& knob : lesson.knobs) {
        names.push_back(knob.name);
        all += (all.empty() ? "" : ", ") + range_of(knob);
    }
    const std::string near = book::nearest(name, names);
    const std::string guess = near.empty() ? "" : fmt::format("Did you mean '{}'? ", near);
    return {std::nullopt, sentence, guess + "It has " + all + "."};
}

}  // namespace

Read<Size> read_size(const std::string& word) {
    if (word.empty()) return {Size{}, "", ""};
    const std::size_t by = word.find_first_of("xX");
    const auto wide = as_number<int>(std::string_view(word).substr(0, by));
    const auto high = by == std::string::npos ? std::nullopt : as_number<int>(std::string_view(word).substr(by + 1));
    if (!wide || !high) return {std::nullopt, fmt::format("'{}' is not a size.", word), "Write --size 1600x900."};
    if (*wide < kLeastWidth || *high < kLeastHeight || *wide > kMostPixels || *high > kMostPixels)
        return {std::nullopt, fmt::format("A window of {}x{} cannot be drawn.", *wide, *high),
                fmt::format("It is at least {}x{} and at most {}x{}; write --size 1600x900.", kLeastWidth, kLeastHeight,
                            kMostPixels, kMostPixels)};
    return {Size{*wide, *high}, "", ""};
}

Read<viz::App::At> read_at(const std::string& word) {
    viz::App::At at;
    if (word.empty() || word == "end") return {at, "", ""};
    if (const auto step = as_number<std::size_t>(word)) {
        at.kind = viz::App::At::Kind::step;
        at.number = *step;
        return {at, "", ""};
    }
    constexpr std::string_view kCheckpoint = "checkpoint";
    if (word == kCheckpoint || (word.starts_with("checkpoint:") && word.size() > kCheckpoint.size() + 1)) {
        at.kind = viz::App::At::Kind::checkpoint;
        if (word.size() > kCheckpoint.size()) at.name = word.substr(kCheckpoint.size() + 1);
        return {at, "", ""};
    }
    return {std::nullopt, fmt::format("'{}' is no place in a run.", word),
            "Write --at 12 for a step, --at checkpoint, --at checkpoint:NAME or --at end."};
}

Read<std::vector<std::string>> read_panels(const std::string& word) {
    std::vector<std::string> known;
    for (const viz::Twin& twin : viz::twins()) known.emplace_back(twin.name);
    if (word == "all") return {known, "", ""};
    std::vector<std::string> chosen;
    for (std::size_t at = 0; at <= word.size();) {
        const std::size_t comma = std::min(word.find(',', at), word.size());
        chosen.push_back(word.substr(at, comma - at));
        at = comma + 1;
    }
    for (const std::string& name : chosen) {
        if (std::ranges::find(known, name) != known.end()) continue;
        const std::string near = book::nearest(name, known);
        std::string all = "all";
        for (const std::string& one : known) all += ", " + one;
        return {std::nullopt, "There is no panel '" + name + "'.",
                near.empty() ? "Choose from " + all + "." : "Did you mean '" + near + "'?"};
    }
    return {chosen, "", ""};
}

Read<std::uint64_t> read_seed(const std::string& word) {
    if (const auto number = as_number<std::uint64_t>(word)) return {number, "", ""};
    return {std::nullopt, fmt::format("'{}' is not a seed.", word), "Write a whole number, such as --seed 7."};
}

Read<std::string> read_schedule(const std::string& word) {
    if (book::read_schedule(word)) return {word, "", ""};
    return {std::nullopt, fmt::format("'{}' is not a schedule.", word),
            "Write --schedule fifo, random, or the place of each choice, such as 0,2,1."};
}

Read<std::optional<loopscope::ExportAxis>> read_axis(const std::string& word) {
    using loopscope::ExportAxis;
    using Axis = std::optional<ExportAxis>;
    if (word.empty()) return {Axis(), "", ""};
    for (const ExportAxis axis : {ExportAxis::step, ExportAxis::loop, ExportAxis::real}) {
        if (word == to_string(axis)) return {Axis(axis), "", ""};
    }
    return {std::nullopt, fmt::format("There is no axis '{}'.", word), "Write --axis step, loop or real."};
}

Read<int> read_width(const std::string& word) {
    if (word.empty()) return {loopscope::SvgOptions{}.width, "", ""};
    const auto value = as_number<int>(word);
    if (value && *value >= loopscope::kLeastSvgWidth && *value <= loopscope::kMostSvgWidth) return {*value, "", ""};
    return {std::nullopt, fmt::format("A picture cannot be '{}' wide.", word),
            fmt::format("It has {} to {} pixels; write --width 1200.", loopscope::kLeastSvgWidth,
                        loopscope::kMostSvgWidth)};
}

Read<std::map<std::string, double>> read_knobs(const std::vector<std::string>& words, const book::Lesson& lesson) {
    std::map<std::string, double> values;
    for (const std::string& word : words) {
        const std::size_t sign = word.find('=');
        const auto value =
            sign == std::string::npos ? std::nullopt : as_number<double>(std::string_view(word).substr(sign + 1));
        if (sign == 0 || !value || !std::isfinite(*value))
            return {std::nullopt, fmt::format("'{}' does not set a knob.", word),
                    "Write --knob NAME=VALUE, such as --knob delay=1.5."};
        const std::string name = word.substr(0, sign);
        const auto knob = std::ranges::find(lesson.knobs, name, &book::Knob::name);
        if (knob == lesson.knobs.end()) return no_such_knob(name, lesson);
        if (*value < knob->minimum || *value > knob->maximum)
            return {std::nullopt,
                    fmt::format("The knob '{}' cannot be set to {}.", name, with_unit(*value, knob->unit)),
                    fmt::format("It goes from {} to {}.", knob->minimum, with_unit(knob->maximum, knob->unit))};
        values[name] = *value;
    }
    return {values, "", ""};
}

}  // namespace cli
