// Progress: what the learner has read, predicted and solved, by lesson.
//
// Kept in progress.toml, which a person may read; lessons are named by id, so that progress
// outlives their numbers. What belongs to a lesson that is not there any more is kept.
//
// Thread rule: one thread.
#pragma once
#include "kit/book/catalogue.hpp"
#include "kit/book/kept_file.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>

namespace book {

struct LessonProgress {
    std::set<std::size_t> pages;        // that were read to their end, from 0
    std::set<std::string> checkpoints;  // reached
    std::set<std::string> right;        // predictions, by the first answer
    std::set<std::string> wrong;
    bool exercise = false;  // passed
    std::size_t last_page = 0;

    bool begun() const { return last_page > 0 || !pages.empty() || !right.empty() || !wrong.empty() || exercise; }
};

class Progress {
public:
    // With an empty path nothing is kept.
    explicit Progress(std::filesystem::path path = {});

    LessonProgress of(std::string_view lesson) const;
    const std::string& last_lesson() const { return last_lesson_; }  // "" if none was opened yet

    void open(const std::string& lesson);
    void stand_on(const std::string& lesson, std::size_t page);
    void read(const std::string& lesson, std::size_t page);
    void reach(const std::string& lesson, const std::string& checkpoint);
    // Only the first answer to a prediction counts.
    void answer(const std::string& lesson, const std::string& prediction, bool right);
    void pass_exercise(const std::string& lesson);

    bool save() { return file_.save(); }
    std::vector<KeptNote> take_notes() { return file_.take_notes(); }

private:
    KeptToml& entry(const std::string& lesson);

    KeptFile file_;
    std::string last_lesson_;
};

// The three marks of a lesson: read, predicted, exercise.
enum class Mark { absent, open, begun, done };  // absent: the lesson has no such thing
struct Marks {
    std::array<Mark, 3> each{};
    bool passed() const;  // whatever there is, is done
    bool begun() const;   // something is
};
Marks marks_of(const Lesson& lesson, const LessonProgress& progress);
// "[##-]": done, or not yet; "[+--]": begun; a blank where the lesson has no such thing.
std::string marks_text(const Marks& marks);

struct ProgressSum {
    std::size_t lessons = 0, passed = 0;
    std::size_t answered = 0, right = 0;  // predictions, by the first answer
};
ProgressSum sum_of(const Catalogue& catalogue, const Progress& progress);

std::size_t predictions_of(const Lesson& lesson);
bool has_exercise(const Lesson& lesson);

}  // namespace book
