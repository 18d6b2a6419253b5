// What the start page says, for the picture and its text twin.
//
// Thread rule: pure functions, none.
#pragma once
#include "panels/start.hpp"

#include <string>
#include <vector>

namespace viz {

struct GoOnWords {
    const book::Lesson* lesson = nullptr;  // null: there is nothing to go on with, `title` says so
    std::string heading, title, remark, button;
};
GoOnWords go_on_words(const StartPage& page, const Language& language);

struct RecordingWords {
    std::string name, when, remark;
    bool wrong = false;  // an error was found in it
};
RecordingWords recording_words(const RecentFile& file, const StartPage& page, const Language& language);

// The tracks that have lessons, each with them.
struct TrackWords {
    const book::Track* track = nullptr;
    std::vector<const book::Lesson*> lessons;
};
std::vector<TrackWords> tracks_of(const StartPage& page);

// "2 pages of 5, prediction open": what three marks mean for this lesson.
std::string marks_words(const book::Lesson& lesson, const StartPage& page, const Language& language);
// Which sentence says what the marks of these lessons stand for.
const char* legend_key(const StartPage& page);
std::string sum_words(const StartPage& page, const Language& language);

}  // namespace viz
