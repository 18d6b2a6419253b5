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

// A row of lessons that belong together.
struct Track {
    std::string id;        // as lessons name it: "foundations"
    std::string name;      // "Foundations"
    std::string subtitle;  // "what a coroutine is, and who runs it"
};

struct Catalogue {
    std::vector<Lesson> lessons;      // by number
    std::vector<std::string> errors;  // folders that could not be read, one sentence each
    // The wrong beliefs that options name: "M01" to "Calling a coroutine function runs it."
    std::map<std::string, std::string> misconceptions;
    // In their order; one that only lessons name stands at the end, under its id.
    std::vector<Track> tracks;
};

// Reads every lessons/NN_* folder that has a lesson.md, lessons/misconceptions.toml and lessons/tracks.toml.
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
