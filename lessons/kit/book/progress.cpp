#include "kit/book/progress.hpp"

#include <algorithm>
#include <cstdint>
#include <system_error>
#include <utility>

namespace book {
namespace {

constexpr const char* kHeading =
    "# What you have done in Loopscope's lessons. Pages are counted from 1. Remove a lesson's table to begin it anew.";

// More than any lesson has: a number from a file that was changed by hand is not trusted.
constexpr std::int64_t kMostPages = 10'000;

bool is_page(std::int64_t page) { return page >= 1 && page <= kMostPages; }

std::set<std::string> text_set(const KeptToml& entry, std::string_view key) {
    const auto texts = entry.texts(key);
    return {texts.begin(), texts.end()};
}

template <class Value>
void add_once(KeptToml& entry, std::string_view key, const Value& value) {
    KeptToml& list = entry.at(key);
    if (!std::holds_alternative<KeptToml::List>(list.value)) list.value = KeptToml::List{};
    auto& all = std::get<KeptToml::List>(list.value);
    const KeptToml wanted{value};
    if (std::ranges::find(all, wanted) == all.end()) all.push_back(wanted);
}

Mark share(std::size_t done, std::size_t of) {
    if (of == 0) return Mark::absent;
    if (done == 0) return Mark::open;
    return done >= of ? Mark::done : Mark::begun;
}

}  // namespace

Progress::Progress(std::filesystem::path path) : file_(std::move(path), kHeading) {
    last_lesson_ = file_.all().text("last_lesson");
}

LessonProgress Progress::of(std::string_view lesson) const {
    LessonProgress out;
    const KeptToml* lessons = file_.all().find("lessons");
    const KeptToml* entry = lessons == nullptr ? nullptr : lessons->find(lesson);
    if (entry == nullptr) return out;
    for (const KeptToml& page : entry->list("pages")) {
        const auto* number = std::get_if<std::int64_t>(&page.value);
        if (number != nullptr && is_page(*number)) out.pages.insert(static_cast<std::size_t>(*number - 1));
    }
    out.checkpoints = text_set(*entry, "checkpoints");
    out.right = text_set(*entry, "right");
    out.wrong = text_set(*entry, "wrong");
    out.exercise = entry->yes("exercise", false);
    const std::int64_t last = entry->whole("last_page", 1);
    out.last_page = is_page(last) ? static_cast<std::size_t>(last - 1) : 0;
    return out;
}

KeptToml& Progress::entry(const std::string& lesson) { return file_.change().at("lessons").at(lesson); }

void Progress::open(const std::string& lesson) {
    last_lesson_ = lesson;
    file_.change().at("last_lesson").value = lesson;
}

void Progress::stand_on(const std::string& lesson, std::size_t page) {
    entry(lesson).at("last_page").value = static_cast<std::int64_t>(page + 1);
}

void Progress::read(const std::string& lesson, std::size_t page) {
    add_once(entry(lesson), "pages", static_cast<std::int64_t>(page + 1));
}

void Progress::reach(const std::string& lesson, const std::string& checkpoint) {
    add_once(entry(lesson), "checkpoints", checkpoint);
}

void Progress::answer(const std::string& lesson, const std::string& prediction, bool right) {
    const LessonProgress known = of(lesson);
    if (known.right.contains(prediction) || known.wrong.contains(prediction)) return;
    add_once(entry(lesson), right ? "right" : "wrong", prediction);
}

void Progress::pass_exercise(const std::string& lesson) { entry(lesson).at("exercise").value = true; }

bool Marks::passed() const {
    return std::ranges::all_of(each, [](Mark mark) { return mark == Mark::absent || mark == Mark::done; });
}

bool Marks::begun() const {
    return std::ranges::any_of(each, [](Mark mark) { return mark == Mark::begun || mark == Mark::done; });
}

std::size_t predictions_of(const Lesson& lesson) {
    return static_cast<std::size_t>(
        std::ranges::count_if(lesson.steps, [](const Step& step) { return step.prediction.has_value(); }));
}

bool has_exercise(const Lesson& lesson) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(lesson.folder / "exercise.cpp", ignored);
}

Marks marks_of(const Lesson& lesson, const LessonProgress& progress) {
    std::size_t pages = 0, answers = 0;
    for (std::size_t page = 0; page < lesson.steps.size(); ++page) {
        pages += progress.pages.contains(page) ? 1 : 0;
        const auto& prediction = lesson.steps[page].prediction;
        if (prediction && (progress.right.contains(prediction->id) || progress.wrong.contains(prediction->id)))
            ++answers;
    }
    Marks marks;
    marks.each[0] = share(pages, lesson.steps.size());
    if (marks.each[0] == Mark::open && progress.last_page > 0) marks.each[0] = Mark::begun;
    marks.each[1] = share(answers, predictions_of(lesson));
    if (has_exercise(lesson)) marks.each[2] = progress.exercise ? Mark::done : Mark::open;
    return marks;
}

std::string marks_text(const Marks& marks) {
    std::string out = "[";
    for (const Mark mark : marks.each) out += " -+#"[static_cast<std::size_t>(mark)];
    return out + "]";
}

ProgressSum sum_of(const Catalogue& catalogue, const Progress& progress) {
    ProgressSum sum;
    for (const Lesson& lesson : catalogue.lessons) {
        const LessonProgress known = progress.of(lesson.id);
        ++sum.lessons;
        if (marks_of(lesson, known).passed()) ++sum.passed;
        sum.right += known.right.size();
        sum.answered += known.right.size() + known.wrong.size();
    }
    return sum;
}

}  // namespace book
