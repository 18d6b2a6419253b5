#include "panels/start_words.hpp"

#include "panels/words.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <filesystem>

namespace viz {
namespace {

using book::Mark;

book::LessonProgress progress_of(const StartPage& page, const book::Lesson& lesson) {
    return page.progress == nullptr ? book::LessonProgress{} : page.progress->of(lesson.id);
}

std::size_t answers_of(const book::Lesson& lesson, const book::LessonProgress& progress) {
    return static_cast<std::size_t>(std::ranges::count_if(lesson.steps, [&](const book::Step& step) {
        return step.prediction &&
               (progress.right.contains(step.prediction->id) || progress.wrong.contains(step.prediction->id));
    }));
}

std::string remark_of(const book::Lesson& lesson, const book::LessonProgress& progress, const Language& language) {
    const std::size_t pages = lesson.steps.size();
    const std::size_t at = std::min(progress.last_page, pages == 0 ? 0 : pages - 1);
    std::string out = fill(language.text("start.page"), {{"page", std::to_string(at + 1)},
                                                         {"count", std::to_string(std::max<std::size_t>(pages, 1))}});
    const char* const between = language.text("start.between");
    if (const std::size_t open = book::predictions_of(lesson) - answers_of(lesson, progress); open > 0)
        out += between + counted(language, open, "start.predictions_open");
    if (pages > 0) {
        const double left = lesson.minutes * static_cast<double>(pages - at) / static_cast<double>(pages);
        out += between + counted(language, static_cast<std::uint64_t>(std::max(1.0, std::ceil(left))), "start.minutes");
    }
    return out;
}

std::string formatted(std::int64_t when, const char* format) {
    const auto time = static_cast<std::time_t>(when);
    std::tm parts{};
    std::array<char, 32> buffer{};
    if (::localtime_r(&time, &parts) == nullptr || std::strftime(buffer.data(), buffer.size(), format, &parts) == 0)
        return "?";
    return buffer.data();
}

// Days since some day, by the reader's own clock.
std::int64_t day_of(std::int64_t when) {
    const auto time = static_cast<std::time_t>(when);
    std::tm parts{};
    if (::localtime_r(&time, &parts) == nullptr) return 0;
    constexpr std::int64_t kDay = 86'400;
    const std::int64_t local = when + parts.tm_gmtoff;
    return local >= 0 ? local / kDay : (local - kDay + 1) / kDay;
}

}  // namespace

const book::Lesson* lesson_to_go_on(const StartPage& page) {
    if (page.catalogue == nullptr) return nullptr;
    const auto& lessons = page.catalogue->lessons;
    const std::string last = page.progress == nullptr ? std::string() : page.progress->last_lesson();
    const auto at = std::ranges::find(lessons, last, &book::Lesson::id);
    const auto open = [&](const book::Lesson& lesson) {
        return !book::marks_of(lesson, progress_of(page, lesson)).passed();
    };
    const auto next = std::find_if(at == lessons.end() ? lessons.begin() : at, lessons.end(), open);
    if (next != lessons.end()) return &*next;
    const auto any = std::ranges::find_if(lessons, open);
    return any == lessons.end() ? nullptr : &*any;
}

GoOnWords go_on_words(const StartPage& page, const Language& language) {
    const Text& text = language.text;
    GoOnWords out;
    out.lesson = lesson_to_go_on(page);
    if (out.lesson == nullptr) {
        const bool none = page.catalogue == nullptr || page.catalogue->lessons.empty();
        out.heading = text("start.done");
        out.title = text(none ? "start.no_lessons" : "start.all_passed");
        return out;
    }
    const book::LessonProgress progress = progress_of(page, *out.lesson);
    const bool begun = progress.begun() || (page.progress != nullptr && page.progress->last_lesson() == out.lesson->id);
    const bool first = page.progress == nullptr || page.progress->last_lesson().empty();
    out.heading = text(begun ? "start.go_on_heading" : first ? "start.begin_heading" : "start.next_heading");
    out.title = out.lesson->number_text() + "  " + out.lesson->title;
    out.remark = remark_of(*out.lesson, progress, language);
    out.button = text(begun ? "start.go_on" : "start.begin");
    return out;
}

RecordingWords recording_words(const RecentFile& file, const StartPage& page, const Language& language) {
    RecordingWords out;
    out.name = std::filesystem::path(file.path).filename().string();
    out.when = when_words(language, file.when, page.now);
    if (!file.there) {
        out.remark = language.text("start.gone");
        return out;
    }
    out.remark = counted(language, file.events, "words.events");
    if (file.findings && *file.findings > 0) {
        out.remark += language.text("start.between") + counted(language, *file.findings, "start.findings");
        out.wrong = file.error;
    }
    return out;
}

std::vector<TrackWords> tracks_of(const StartPage& page) {
    std::vector<TrackWords> out;
    if (page.catalogue == nullptr) return out;
    for (const book::Track& track : page.catalogue->tracks) {
        TrackWords one{&track, {}};
        for (const book::Lesson& lesson : page.catalogue->lessons)
            if (lesson.track == track.id) one.lessons.push_back(&lesson);
        if (!one.lessons.empty()) out.push_back(std::move(one));
    }
    return out;
}

std::string marks_words(const book::Lesson& lesson, const StartPage& page, const Language& language) {
    const book::LessonProgress progress = progress_of(page, lesson);
    const book::Marks marks = book::marks_of(lesson, progress);
    const Text& text = language.text;
    std::string out = fill(text("start.mark_read"), {{"done", std::to_string(progress.pages.size())},
                                                     {"count", std::to_string(lesson.steps.size())}});
    if (marks.each[1] != Mark::absent)
        out += text("start.between") +
               fill(text("start.mark_predicted"), {{"done", std::to_string(answers_of(lesson, progress))},
                                                   {"count", std::to_string(book::predictions_of(lesson))}});
    if (marks.each[2] != Mark::absent)
        out += std::string(text("start.between")) +
               text(progress.exercise ? "start.mark_exercise" : "start.mark_no_exercise");
    return out;
}

const char* legend_key(const StartPage& page) {
    bool predicts = false, exercises = false;
    if (page.catalogue != nullptr) {
        for (const book::Lesson& lesson : page.catalogue->lessons) {
            const book::Marks marks = book::marks_of(lesson, {});
            predicts = predicts || marks.each[1] != Mark::absent;
            exercises = exercises || marks.each[2] != Mark::absent;
        }
    }
    if (exercises) return "start.legend_exercise";
    return predicts ? "start.legend_predict" : "start.legend_read";
}

std::string sum_words(const StartPage& page, const Language& language) {
    if (page.catalogue == nullptr || page.catalogue->lessons.empty()) return "";
    static const book::Progress none;
    const book::ProgressSum sum = book::sum_of(*page.catalogue, page.progress == nullptr ? none : *page.progress);
    std::string out = fill(language.text("start.passed"),
                           {{"passed", std::to_string(sum.passed)}, {"count", std::to_string(sum.lessons)}});
    if (sum.answered > 0)
        out += language.text("start.between") +
               fill(language.text("start.right"),
                    {{"right", std::to_string(sum.right)}, {"count", std::to_string(sum.answered)}});
    return out;
}

std::string when_words(const Language& language, std::int64_t when, std::int64_t now) {
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kManyDays = 14;
    const Text& text = language.text;
    const std::int64_t days = day_of(now) - day_of(when);
    if (now - when >= 0 && now - when < kMinute) return text("start.when_now");
    if (days == 0) return fill(text("start.when_today"), {{"time", formatted(when, "%H:%M")}});
    if (days == 1) return fill(text("start.when_yesterday"), {{"time", formatted(when, "%H:%M")}});
    if (days > 1 && days < kManyDays) return fill(text("start.when_days"), {{"count", std::to_string(days)}});
    return formatted(when, "%Y-%m-%d");
}

}  // namespace viz
