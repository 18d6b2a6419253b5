#include "kit/arguments.hpp"

#include <charconv>
#include <cmath>
#include <string_view>

namespace kit {
namespace {

// The whole text as a number, or nothing.
template <class Number>
std::optional<Number> as_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// Each reader of a value returns "" or what is wrong with it.
std::string take_knob(std::string_view value, Arguments& arguments) {
    const std::size_t sign = value.find('=');
    const auto number = sign == std::string_view::npos ? std::nullopt : as_number<double>(value.substr(sign + 1));
    if (sign == 0 || !number || !std::isfinite(*number)) {
        return "'" + std::string(value) + "' does not set a knob; write --knob NAME=VALUE, such as --knob delay=1.5.";
    }
    arguments.knobs.emplace_back(value.substr(0, sign), *number);
    return {};
}

std::string take_link(std::string_view value, Arguments& arguments) {
    const auto number = as_number<int>(value);
    if (!number || *number < 0) {
        return "'" + std::string(value) + "' is not a file descriptor; write --link FD, such as --link 3.";
    }
    arguments.link = *number;
    return {};
}

std::string take_seed(std::string_view value, Arguments& arguments) {
    const auto number = as_number<std::uint64_t>(value);
    if (!number) return "'" + std::string(value) + "' is not a seed; write --seed N, such as --seed 7.";
    arguments.seed = *number;
    return {};
}

std::string take_schedule(std::string_view value, Arguments& arguments) {
    const auto words = book::read_schedule(value);
    if (!words) {
        return "'" + std::string(value) + "' is not a schedule; write --schedule fifo, random or places such as 0,2,1.";
    }
    arguments.schedule = *words;
    return {};
}

std::string take_record(std::string_view value, Arguments& arguments) {
    if (value.empty()) return "--record has no file; write --record FILE, such as --record run.loop.";
    arguments.record = value;
    return {};
}

using Taker = std::string (*)(std::string_view, Arguments&);

Taker taker_of(std::string_view option) {
    if (option == "--knob") return take_knob;
    if (option == "--link") return take_link;
    if (option == "--seed") return take_seed;
    if (option == "--schedule") return take_schedule;
    if (option == "--record") return take_record;
    return nullptr;
}

}  // namespace

ArgumentsResult read_arguments(std::span<const char* const> words) {
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--help" || word == "-h") {
            arguments.help = true;
            continue;
        }
        if (word == "--real-time") {
            arguments.real_time = true;
            continue;
        }
        // Both "--seed 7" and "--seed=7".
        const std::size_t sign = word.find('=');
        const std::string_view option = word.substr(0, sign);
        const Taker take = taker_of(option);
        if (!take)
            return {std::nullopt, "There is no option '" + std::string(word) + "'; --help tells which there are."};
        if (sign == std::string_view::npos && i + 1 == words.size()) {
            return {std::nullopt, std::string(option) + " needs a value behind it; --help shows how."};
        }
        const std::string_view value = sign == std::string_view::npos ? words[++i] : word.substr(sign + 1);
        if (std::string error = take(value, arguments); !error.empty()) return {std::nullopt, std::move(error)};
    }
    return {std::move(arguments), ""};
}

std::string help_text(const std::string& program) {
    return "Usage: " + program + R"( [OPTION]...
Runs this lesson and prints its lines.

  --knob NAME=VALUE  set a number that the lesson lets you change; may be repeated
  --real-time        wait for real; without it time jumps from one timer to the next
  --seed N           seed for what the lesson leaves to chance, and for --schedule random
  --schedule LIST    who runs next: fifo, random, or the place of each choice, such as 0,2,1
  --record FILE      record everything that the event loop does
  --link FD          show the run to a viewer at the other end of this socket
  --help             this text

Examples:
  )" + program +
           R"( --real-time
  )" + program +
           R"( --knob delay=0.5 --record run.loop
)";
}

}  // namespace kit
