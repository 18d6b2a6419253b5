// Resources: where the lessons' texts and programs are.
//
// $LOOPSCOPE_HOME, if set, is a prefix such as /usr/local. Otherwise they are looked
// for beside this executable: first as they lie after a build, then as installed.
//
// Thread rule: plain data, none.
#pragma once
#include "kit/book/lesson_text.hpp"

#include <filesystem>
#include <string>

namespace viz {

struct Resources {
    std::filesystem::path lessons;    // folder of the texts: lessons/NN_id/lesson.md
    std::filesystem::path programs;   // folder of the executables: NN_id
    std::filesystem::path languages;  // folder of the language files beyond English; may be missing
    std::string error;                // one sentence and a suggestion, if the texts are nowhere
};

Resources find_resources();

// The executable of a lesson; it may be missing, if it was not built.
std::filesystem::path program_of(const Resources& resources, const book::Lesson& lesson);

}  // namespace viz
