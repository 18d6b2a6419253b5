// The TOML inside lesson.md, read into plain data. Only toml_blocks.cpp knows the TOML library.
//
// Thread rule: plain functions, none.
#pragma once
#include "kit/book/catalogue.hpp"
#include "kit/book/lesson_text.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace book::detail {

// What is wrong with a text, and where. Thrown by the readers below, caught by parse_lesson.
struct Fault {
    int line = 0;  // of the whole file, counted from 1
    std::string sentence;
};

// `first_line`: the line of the file on which `text` begins.
void read_metadata(std::string_view text, int first_line, Lesson& lesson);
// `knobs`: those of the lesson, which options may name.
Prediction read_prediction(std::string_view text, int first_line, const std::vector<Knob>& knobs);
struct Hint {
    std::string text;
    std::string prediction;  // the id of the question that it helps with; "": of its step's
};
Hint read_hint(std::string_view text, int first_line);
std::string read_until(std::string_view text, int first_line);
std::map<std::string, std::string> read_misconceptions(std::string_view text);
std::vector<Track> read_tracks(std::string_view text);

// "M01": the letter and two digits.
bool is_misconception(std::string_view text);
// A word that can stand in a command line: a lower-case letter, then letters, digits and _.
bool is_word(std::string_view text);

}  // namespace book::detail
