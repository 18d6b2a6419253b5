// Catalogue: all lessons, in the order in which they are taken.
//
// Thread rule: plain data, none.
#pragma once
#include "kit/book/lesson_text.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace book {

struct Catalogue {
    std::vector<Lesson> lessons;      // by number
    std::vector<std::string> errors;  // folders that could not be read, one sentence each
    // The wrong beliefs that options name: "M01" to "Calling a coroutine function runs it."
    std::map<std::string, std::string> misconceptions;
};

// Reads every lessons/NN_* folder that has a lesson.md, and lessons/misconceptions.toml.
Catalogue read_catalogue(const std::filesystem::path& lessons_folder);

struct Found {
    const Lesson* lesson = nullptr;
    std::string error;       // "There is no lesson 'gahter'."
    std::string suggestion;  // "Did you mean 'gather'? `loopscope list` shows all."
};

// By number ("3", "03"), id, folder name, or a part of the title that only one lesson has.
Found find_lesson(const Catalogue& catalogue, std::string_view wanted);

// The candidate nearest to `wanted` by edit distance; "" if none is near.
std::string nearest(std::string_view wanted, const std::vector<std::string>& candidates);

}  // namespace book
