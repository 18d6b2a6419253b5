#include "cli/context.hpp"

#include "cli/options.hpp"
#include "cli/output.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <unistd.h>

#include <system_error>

namespace cli {
namespace {

int no_such_word(const Context& context, const std::string& word, const book::Found& found) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(word, ignored))
        return complain(fmt::format("'{}' is a file, not a lesson.", word),
                        fmt::format("Did you mean `loopscope view {}`?", word), kWrongUse);
    std::vector<std::string> words = command_names();
    for (const book::Lesson& lesson : context.catalogue.lessons) words.push_back(lesson.id);
    const std::string near = book::nearest(word, words);
    if (!near.empty())
        return complain(fmt::format("There is no lesson or command '{}'.", word),
                        fmt::format("Did you mean '{}'?", near), kWrongUse);
    if (!found.error.starts_with("There is no lesson")) return complain(found.error, found.suggestion, kWrongUse);
    return complain(fmt::format("There is no lesson or command '{}'.", word),
                    "`loopscope list` shows the lessons, `loopscope --help` the commands.", kWrongUse);
}

}  // namespace

int open_context(Context& context) {
    context.resources = viz::find_resources();
    if (!context.resources.error.empty()) return complain(context.resources.error, "", kFailed);
    context.catalogue = book::read_catalogue(context.resources.lessons);
    spdlog::debug("lessons: {} in {}, programs in {}", context.catalogue.lessons.size(),
                  context.resources.lessons.string(), context.resources.programs.string());
    for (const std::string& error : context.catalogue.errors) complain(error, "", 0);
    if (context.catalogue.lessons.empty())
        return complain("There are no lessons in " + context.resources.lessons.string() + ".",
                        "Is Loopscope installed whole?", kFailed);
    return 0;
}

const book::Lesson* choose_lesson(const Context& context, const std::string& word, bool or_command) {
    if (word.empty()) return &context.catalogue.lessons.front();
    const book::Found found = book::find_lesson(context.catalogue, word);
    if (found.lesson != nullptr) return found.lesson;
    if (or_command) {
        no_such_word(context, word, found);
    } else {
        complain(found.error, found.suggestion, kWrongUse);
    }
    return nullptr;
}

bool is_built(const Context& context, const book::Lesson& lesson) {
    const auto program = viz::program_of(context.resources, lesson);
    std::error_code ignored;
    if (std::filesystem::is_regular_file(program, ignored) && ::access(program.c_str(), X_OK) == 0) return true;
    complain(
        fmt::format("The program of lesson '{}' is not there, or cannot be run: {}.", lesson.id, program.string()),
        "Build the lessons: cmake --build with the target lesson_" + lesson.id + ", or run ./loopscope, which does it.",
        kFailed);
    return false;
}

}  // namespace cli
