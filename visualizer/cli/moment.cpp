#include "cli/moment.hpp"

#include "kit/book/catalogue.hpp"
#include "monitor/narrate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ranges>
#include <string_view>

namespace cli {
namespace {

using loopscope::Recording;

constexpr std::string_view kCheckpoint = "checkpoint";
constexpr std::string_view kEvent = "event:";

bool is_number(std::string_view word) {
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

// A number at the beginning, and what stands behind it.
struct Amount {
    double value = 0;
    std::string_view unit;
};
std::optional<Amount> amount(std::string_view word) {
    Amount read;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), read.value);
    if (error != std::errc() || end == word.data()) return std::nullopt;
    read.unit = word.substr(static_cast<std::size_t>(end - word.data()));
    return read;
}

double seconds_of(std::string_view unit) { return unit == "s" ? 1.0 : unit == "ms" ? 1e-3 : unit == "us" ? 1e-6 : 0.0; }

Read<std::size_t> not_a_moment(const std::string& word) {
    return {std::nullopt, fmt::format("'{}' is no moment of a run.", word),
            "Write 12 for a step, 1.5s for a time, event:120, checkpoint:NAME or end."};
}

std::vector<std::string> names(const Recording& recording) {
    std::vector<std::string> all;
    for (const std::uint32_t index : recording.checkpoints()) all.emplace_back(recording.string(recording[index].a));
    return all;
}

// After so many events.
Read<std::size_t> after_events(std::string_view number, const Recording& recording) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), index);
    if (error == std::errc() && index <= recording.size()) return {std::max(index, recording.first()), "", ""};
    return {std::nullopt, fmt::format("There is no moment after {} events.", number),
            fmt::format("The run has {}.", recording.size())};
}

// Where that step begins, as the window counts them; 0: before the first.
Read<std::size_t> at_step(const std::string& number, const Recording& recording) {
    std::size_t step = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), step);
    const auto steps = recording.steps();
    const std::uint64_t let_go = recording.step_at(recording.first());
    if (error != std::errc() || step > let_go + steps.size())
        return {std::nullopt, fmt::format("There is no step {}.", number),
                fmt::format("The run has {}.", let_go + steps.size())};
    if (step <= let_go) return {recording.first(), "", ""};
    return {steps[step - let_go - 1] + std::size_t{1}, "", ""};
}

// The last index at which the loop's clock says no more than that.
Read<std::size_t> at_time(double seconds, const std::string& word, const Recording& recording) {
    const double end = static_cast<double>(recording.loop_time_at(recording.size())) / 1e9;
    if (seconds > end)
        return {std::nullopt, fmt::format("The run was over before {}.", word),
                fmt::format("It ended at t={:.3f} s.", end)};
    const auto limit = static_cast<std::uint64_t>(std::llround(seconds * 1e9));
    const auto indexes = std::views::iota(recording.first(), recording.size() + 1);
    const auto later =
        std::ranges::upper_bound(indexes, limit, {}, [&](std::size_t index) { return recording.loop_time_at(index); });
    return {later == indexes.begin() ? recording.first() : *later - 1, "", ""};
}

Read<std::size_t> at_checkpoint(const std::string& name, const Recording& recording) {
    const std::vector<std::string> all = names(recording);
    const auto found = name.empty() ? all.begin() : std::ranges::find(all, name);
    if (found != all.end())
        return {recording.checkpoints()[static_cast<std::size_t>(found - all.begin())] + std::size_t{1}, "", ""};
    if (all.empty()) return {std::nullopt, "This run passed no checkpoint.", "Write 1.5s for a time."};
    const std::string near = book::nearest(name, all);
    std::string list;
    for (const std::string& one : all) list += (list.empty() ? "" : ", ") + one;
    return {std::nullopt, fmt::format("This run passed no checkpoint '{}'.", name),
            near.empty() ? fmt::format("It passed {}.", list) : fmt::format("Did you mean '{}'?", near)};
}

}  // namespace

Read<std::size_t> could_be_moment(const std::string& word) {
    if (word.empty()) return {std::size_t{0}, "", ""};
    const auto read = amount(word);
    const bool event = word.starts_with(kEvent);
    if (event && !is_number(word.substr(kEvent.size()))) return not_a_moment(word);
    const bool number = event || is_number(word);
    const bool time = read && seconds_of(read->unit) > 0 && std::isfinite(read->value) && read->value >= 0;
    if (number || time) return {std::size_t{0}, "", ""};
    const bool like_number = read || word.front() == '-';
    if (like_number || word == std::string(kCheckpoint) + ":") return not_a_moment(word);
    return {std::size_t{0}, "", ""};
}

Read<std::size_t> read_moment(const std::string& word, const Recording& recording) {
    if (word.empty() || word == "end") return {recording.size(), "", ""};
    if (Read<std::size_t> shape = could_be_moment(word); !shape.value) return shape;
    if (const auto read = amount(word); read && !read->unit.empty())
        return at_time(read->value * seconds_of(read->unit), word, recording);
    if (is_number(word)) return at_step(word, recording);
    if (word.starts_with(kEvent)) return after_events(word.substr(kEvent.size()), recording);
    if (word == kCheckpoint) return at_checkpoint("", recording);
    const bool named = word.starts_with("checkpoint:");
    return at_checkpoint(named ? word.substr(kCheckpoint.size() + 1) : word, recording);
}

}  // namespace cli
