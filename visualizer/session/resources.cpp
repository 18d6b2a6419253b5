#include "session/resources.hpp"

#include <cstdlib>
#include <system_error>
#include <vector>

namespace viz {
namespace {

namespace fs = std::filesystem;

Resources installed_under(const fs::path& prefix) {
    return {prefix / "share/loopscope/lessons", prefix / "libexec/loopscope/lessons",
            prefix / "share/loopscope/language", ""};
}

bool is_there(const Resources& resources) {
    std::error_code ignored;
    return fs::is_directory(resources.lessons, ignored) && fs::is_directory(resources.programs, ignored);
}

}  // namespace

Resources find_resources() {
    if (const char* home = std::getenv("LOOPSCOPE_HOME"); home != nullptr && *home != '\0') {
        Resources resources = installed_under(home);
        if (is_there(resources)) return resources;
        resources.error = "LOOPSCOPE_HOME is " + std::string(home) +
                          ", but there is no share/loopscope/lessons with libexec/loopscope/lessons in it; "
                          "set it to where Loopscope is installed, or unset it.";
        return resources;
    }
    std::error_code ignored;
    const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    const std::vector<Resources> places{
        {fs::path(LOOPSCOPE_SOURCE_FOLDER) / "lessons", folder / "lessons",
         fs::path(LOOPSCOPE_SOURCE_FOLDER) / "assets/language", ""},
        installed_under(folder.parent_path()),
    };
    for (const Resources& place : places) {
        if (is_there(place)) return place;
    }
    Resources none = places.front();
    none.error = "The lessons are not where they should be, in " + none.programs.string() + " or " +
                 places.back().lessons.string() +
                 "; build them, or set LOOPSCOPE_HOME to where Loopscope is installed.";
    return none;
}

fs::path program_of(const Resources& resources, const book::Lesson& lesson) {
    return resources.programs / lesson.folder.filename();
}

}  // namespace viz
