// Values: what the words behind options mean. Each reader gives a value or what to complain of.
//
// Thread rule: pure functions, none.
#pragma once
#include "app.hpp"
#include "kit/book/lesson_text.hpp"
#include "monitor/export_clock.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cli {

template <class Value>
struct Read {
    std::optional<Value> value;
    std::string sentence;  // why there is none, and what to write
    std::string suggestion;
};

struct Size {
    int width = 1600;
    int height = 900;
};

Read<Size> read_size(const std::string& word);                        // "1600x900"
Read<viz::App::At> read_at(const std::string& word);                  // "12", "checkpoint:NAME", "end"
Read<std::vector<std::string>> read_panels(const std::string& word);  // "timeline,why", "all"
Read<std::uint64_t> read_seed(const std::string& word);
Read<std::string> read_schedule(const std::string& word);  // the word itself, if it makes sense
// Of an exported picture; nothing is said about what is "".
Read<std::optional<loopscope::ExportAxis>> read_axis(const std::string& word);  // "step", "loop", "real"
Read<int> read_width(const std::string& word);                                  // pixels
// Each "NAME=VALUE", with a name that the lesson has and a value in its range.
Read<std::map<std::string, double>> read_knobs(const std::vector<std::string>& words, const book::Lesson& lesson);

}  // namespace cli
