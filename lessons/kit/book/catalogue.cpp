#include "kit/book/catalogue.hpp"

#include "kit/book/toml_blocks.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>

namespace book {
namespace {

namespace fs = std::filesystem;

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

bool is_lesson_folder(const fs::directory_entry& entry) {
    std::error_code code;
    const std::string name = entry.path().filename().string();
    const bool numbered = !name.empty() && name[0] >= '0' && name[0] <= '9';
    return numbered && entry.is_directory(code) && fs::exists(entry.path() / "lesson.md", code);
}

// A file beside the lessons, which may be missing; `take` reads its text.
template <class Take>
void read_beside(const fs::path& path, Catalogue& catalogue, Take take) {
    std::error_code code;
    if (!fs::exists(path, code)) return;
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) {
        catalogue.errors.push_back(path.string() + ": cannot be read; check its permissions.");
        return;
    }
    try {
        take(text);
    } catch (const detail::Fault& fault) {
        catalogue.errors.push_back(path.string() + ":" + std::to_string(fault.line) + ": " + fault.sentence);
    }
}

void add_tracks_of_lessons(Catalogue& catalogue) {
    for (const Lesson& lesson : catalogue.lessons) {
        const bool known = std::any_of(catalogue.tracks.begin(), catalogue.tracks.end(),
                                       [&](const Track& track) { return track.id == lesson.track; });
        if (!known) catalogue.tracks.push_back({lesson.track, lesson.track, ""});
    }
}

// "3" and "03" give 3.
std::optional<int> as_lesson_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

std::string suggest_near(const Catalogue& catalogue, std::string_view wanted) {
    std::vector<std::string> candidates;
    for (const Lesson& lesson : catalogue.lessons) {
        candidates.push_back(lesson.id);
        candidates.push_back(lesson.folder.filename().string());
        candidates.push_back(lesson.title);
    }
    const std::string near = nearest(wanted, candidates);
    if (near.empty()) return "`loopscope list` shows all lessons.";
    return "Did you mean '" + near + "'? `loopscope list` shows all.";
}

}  // namespace

Catalogue read_catalogue(const fs::path& lessons_folder) {
    Catalogue catalogue;
    std::error_code code;
    std::vector<fs::path> folders;
    fs::directory_iterator entries(lessons_folder, code);
    if (code) {
        catalogue.errors.push_back(lessons_folder.string() + ": this folder of lessons cannot be read; does it exist?");
        return catalogue;
    }
    for (; entries != fs::directory_iterator(); entries.increment(code)) {
        if (is_lesson_folder(*entries)) folders.push_back(entries->path());
    }
    for (const fs::path& folder : folders) {
        LessonResult result = read_lesson(folder);
        if (result.lesson) {
            catalogue.lessons.push_back(std::move(*result.lesson));
        } else {
            catalogue.errors.push_back(std::move(result.error));
        }
    }
    std::sort(catalogue.lessons.begin(), catalogue.lessons.end(), [](const Lesson& left, const Lesson& right) {
        return std::pair(left.number, left.folder) < std::pair(right.number, right.folder);
    });
    std::sort(catalogue.errors.begin(), catalogue.errors.end());
    read_beside(lessons_folder / "misconceptions.toml", catalogue,
                [&](const std::string& text) { catalogue.misconceptions = detail::read_misconceptions(text); });
    read_beside(lessons_folder / "tracks.toml", catalogue,
                [&](const std::string& text) { catalogue.tracks = detail::read_tracks(text); });
    add_tracks_of_lessons(catalogue);
    return catalogue;
}

Found find_lesson(const Catalogue& catalogue, std::string_view wanted) {
    const std::string name = lowered(wanted);
    const auto number = as_lesson_number(name);
    for (const Lesson& lesson : catalogue.lessons) {
        const bool numbered = number && lesson.number == *number;
        if (numbered || lesson.id == name || lowered(lesson.folder.filename().string()) == name)
            return {&lesson, "", ""};
    }
    std::vector<const Lesson*> parts;
    for (const Lesson& lesson : catalogue.lessons) {
        const bool part =
            lowered(lesson.title).find(name) != std::string::npos || lesson.id.find(name) != std::string::npos;
        if (!name.empty() && !number && part) parts.push_back(&lesson);
    }
    if (parts.size() == 1) return {parts[0], "", ""};
    if (parts.size() > 1) {
        return {nullptr, "'" + std::string(wanted) + "' fits " + std::to_string(parts.size()) + " lessons.",
                "Say which: '" + parts[0]->id + "' or '" + parts[1]->id + "'? `loopscope list` shows all."};
    }
    return {nullptr, "There is no lesson '" + std::string(wanted) + "'.", suggest_near(catalogue, wanted)};
}

}  // namespace book
