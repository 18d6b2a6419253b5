// The command line of a lesson program.
//
// Thread rule: plain data, none.
#pragma once
#include "kit/book/schedule_words.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace kit {

struct Arguments {
    std::optional<int> link;  // a connected socket whose other end is a viewer
    std::string record;       // file to record into; "": none
    std::vector<std::pair<std::string, double>> knobs;
    bool real_time = false;
    std::uint64_t seed = 0;
    book::ScheduleWords schedule;
    bool help = false;
};

struct ArgumentsResult {
    std::optional<Arguments> arguments;
    std::string error;  // one sentence and a suggestion, when there are no arguments
};

// `words` without the program's own name.
ArgumentsResult read_arguments(std::span<const char* const> words);
std::string help_text(const std::string& program);

}  // namespace kit
