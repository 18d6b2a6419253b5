// The reader of lesson pages, and the answers to what they ask.
#include "everything.hpp"
#include "fuzz.hpp"

#include "kit/book/judge.hpp"
#include "kit/book/lesson_text.hpp"
#include "kit/book/moment.hpp"
#include "kit/book/prediction.hpp"
#include "monitor/stream_builder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace {

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::filesystem::path> lesson_folders() {
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(LOOPSCOPE_LESSONS_FOLDER)) {
        if (std::filesystem::exists(entry.path() / "lesson.md")) folders.push_back(entry.path());
    }
    std::ranges::sort(folders);
    return folders;
}

const loopscope::Recording& some_run() {
    static const loopscope::Recording recording = [] {
        loopscope::Recording made;
        fuzz::insist(made.append(loopscope::testing::RandomProgram(1, 100).out.slots()));
        return made;
    }();
    return recording;
}

// Whatever a page asks, any answer to it can be judged.
void judge(const book::Prediction& prediction) {
    const book::TimeAxis axis = book::time_axis(prediction, book::knobs_of(prediction, some_run()));
    fuzz::insist(axis.from < axis.to);
    for (const book::Option& option : prediction.options)
        static_cast<void>(book::find_moment(option.contradicted_by, some_run()));
    const auto answer = book::answer(prediction, some_run());
    if (!answer) return;
    book::Said said{.order = {}, .option = 0, .task = "main", .time = axis.snapped(1.0)};
    for (std::size_t i = prediction.lines.size(); i-- > 0;) said.order.push_back(i);
    const bool right = book::is_right(prediction, *answer, said);
    fuzz::insist(!right || book::belief(prediction, *answer, some_run(), said) == nullptr);
    fuzz::insist(book::contradiction(prediction, *answer, some_run(), said) <= some_run().size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The page; behind a zero byte, if there is one, the program that it quotes.
    const std::string all(reinterpret_cast<const char*>(data), size);
    const std::size_t zero = all.find('\0');
    const std::string program = zero == std::string::npos ? "" : all.substr(zero + 1);
    const book::LessonResult result = book::parse_lesson("03_fuzzed", all.substr(0, zero), program, program);
    fuzz::insist(result.lesson.has_value() == result.error.empty());
    if (!result.lesson) return 0;
    for (const book::Step& step : result.lesson->steps) {
        if (step.prediction) judge(*step.prediction);
    }
    return 0;
}

std::vector<std::string> fuzz::good_inputs() {
    std::vector<std::string> inputs;
    for (const auto& folder : lesson_folders()) {
        inputs.push_back(content(folder / "lesson.md") + '\0' + content(folder / "lesson.cpp"));
    }
    return inputs;
}
