#include "kit/book/lesson_text.hpp"

#include "lessons/sample_lesson.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace {

std::string error_of(std::string text) { return sample::parse(std::move(text)).error; }

bool says(const std::string& error, const std::string& piece) {
    INFO(error);
    const bool found = error.find(piece) != std::string::npos;
    CHECK(found);
    return found;
}

}  // namespace

TEST_CASE("a lesson's metadata is read") {
    const auto result = sample::parse();
    REQUIRE_MESSAGE(result.lesson, result.error);
    const book::Lesson& lesson = *result.lesson;
    CHECK(lesson.id == "greet");
    CHECK(lesson.number == 7);
    CHECK(lesson.number_text() == "07");
    CHECK(lesson.title == "Saying hello");
    CHECK(lesson.tagline == "two words");
    CHECK(lesson.track == "foundations");
    CHECK(lesson.minutes == 5);
    CHECK(lesson.concepts == std::vector<std::string>{"greeting"});
    CHECK(lesson.needs == std::vector<std::string>{"basics"});
    CHECK(lesson.misconceptions == std::vector<std::string>{"M01"});
    REQUIRE(lesson.knobs.size() == 1);
    CHECK(lesson.knobs[0].name == "delay");
    CHECK(lesson.knobs[0].unit == "s");
    CHECK(lesson.knobs[0].maximum == 2.0);
    CHECK(lesson.knobs[0].value == 1.0);
}

TEST_CASE("each heading begins a step, and a heading inside a code block does not") {
    const auto result = sample::parse();
    REQUIRE(result.lesson);
    REQUIRE(result.lesson->steps.size() == 2);
    const book::Step& first = result.lesson->steps[0];
    CHECK(first.title == "First step");
    CHECK(first.checkpoint == "greeted");
    CHECK(first.markdown.starts_with("Some *prose* here."));
    CHECK(first.markdown.find("```cpp\n# this is no heading\n```") != std::string::npos);
    CHECK(result.lesson->steps[1].title == "Second step");
    CHECK(result.lesson->steps[1].markdown == "More prose.");
    CHECK(result.lesson->steps[1].checkpoint.empty());
}

TEST_CASE("predict and until blocks are taken out of the prose") {
    const auto result = sample::parse();
    REQUIRE(result.lesson);
    const book::Step& first = result.lesson->steps[0];
    CHECK(first.markdown.find("predict") == std::string::npos);
    CHECK(first.markdown.find("checkpoint") == std::string::npos);
    REQUIRE(first.prediction);
    CHECK(first.prediction->kind == book::Prediction::Kind::order);
    CHECK(first.prediction->lines == std::vector<std::string>{"two", "one"});
    const auto& second = result.lesson->steps[1].prediction;
    REQUIRE(second);
    CHECK(second->kind == book::Prediction::Kind::choice);
    CHECK(second->measure == "elapsed@greeted");
    REQUIRE(second->options.size() == 2);
    CHECK(second->options[1].misconception == "M01");
    CHECK(second->options[1].because == "It ran.");
}

TEST_CASE("a region is shown as code, at the left margin, without markers") {
    const auto result = sample::parse();
    REQUIRE(result.lesson);
    const std::string expected = "```cpp\naio::print(\"one\");\nif (true) {\n    aio::print(\"two\");\n}\n```";
    CHECK(result.lesson->steps[0].markdown.find(expected) != std::string::npos);
}

TEST_CASE("a region's lines are counted from 1 and leave its markers out") {
    const std::string program(sample::kProgram);
    CHECK(book::find_region(program, "greet") == std::pair{5, 10});
    CHECK(book::find_region(program, "inner") == std::pair{8, 8});
    CHECK_FALSE(book::find_region(program, "nowhere"));
    CHECK_FALSE(book::find_region(program, ""));
    CHECK_FALSE(book::find_region("// [open]\nint x;\n", "open"));
    CHECK_FALSE(book::find_region("// [empty]\n// [/empty]\n", "empty"));
    CHECK(book::find_region("// [all]\r\nint x;\r\n// [/all]\r\n", "all") == std::pair{2, 2});
}

TEST_CASE("only a line that is nothing else is a region marker") {
    CHECK(book::is_region_marker("    // [greet]"));
    CHECK(book::is_region_marker("//[/greet]\r"));
    CHECK_FALSE(book::is_region_marker("int x;  // [greet]"));
    CHECK_FALSE(book::is_region_marker("// [two words]"));
    CHECK_FALSE(book::is_region_marker("// []"));
    CHECK_FALSE(book::is_region_marker(""));
}

TEST_CASE("a fence inside a region's text does not end its code block early") {
    const std::string program = "// [greet]\n/*\n```\n*/\n// [/greet]\n";
    const auto result = book::parse_lesson("07_greet", std::string(sample::kText), program, "");
    REQUIRE(result.lesson);
    CHECK(result.lesson->steps[0].markdown.find("````cpp\n/*\n```\n*/\n````") != std::string::npos);
}

TEST_CASE("lines that end in CR LF and a byte order mark make no difference") {
    std::string text = "\xEF\xBB\xBF";
    for (const char c : sample::kText) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const auto result = sample::parse(text);
    REQUIRE_MESSAGE(result.lesson, result.error);
    CHECK(result.lesson->steps[1].markdown == "More prose.");
}

TEST_CASE("an error names the file and the line") {
    CHECK(error_of(sample::with("minutes = 5", "minutes = 0")) ==
          "lessons/07_greet/lesson.md:6: 'minutes' must be a whole number from 1 to 240.");
    says(error_of(sample::with("title = \"Saying hello\"", "title = Saying hello")), "lesson.md:3: this is not TOML");
    says(error_of(sample::with("kind = \"order\"", "kind = \"ordr\"")), "lesson.md:35: 'ordr' is no kind");
    says(error_of(sample::with("greet\n```", "gret\n```")), "lesson.md:26: lesson.cpp has no region 'gret'");
}

TEST_CASE("a misspelled key is refused with the one that was meant") {
    says(error_of(sample::with("tagline", "taglin")), "lesson.md:2: a lesson has no 'tagline'");
    says(error_of(sample::with("needs", "neds")),
         "lesson.md:8: 'neds' is not a key of a lesson; did you mean 'needs'?");
    says(error_of(sample::with("because", "becuase")), "'becuase' is not a key of an option; did you mean 'because'?");
    says(error_of(sample::with("unit", "colour")), "'colour' is not a key of a knob; remove it.");
}

TEST_CASE("knobs that cannot work are refused") {
    says(error_of(sample::with("minimum = 0.0", "minimum = 3.0")), "'minimum' must be less than 'maximum'");
    says(error_of(sample::with("step = 0.5", "step = 0.0")), "'step' must be more than 0");
    says(error_of(sample::with("step = 0.5", "step = 5")), "'step' must be more than 0");
    says(error_of(sample::with("value = 1.0", "value = 9.0")), "'value' must lie between");
    says(error_of(sample::with("value = 1.0", "value = nan")), "'value' must be a number");
    says(error_of(sample::with("value = 1.0", "value = \"1\"")), "'value' must be a number");
    says(error_of(sample::with("name = \"delay\"", "name = \"the delay\"")), "cannot name a knob");
}

TEST_CASE("predictions that nobody could answer are refused") {
    says(error_of(sample::with("lines = [\"two\", \"one\"]", "lines = [\"one\"]")), "at least two 'lines'");
    says(error_of(sample::with("lines = [\"two\", \"one\"]", "lines = [\"one\", \"one\"]")), "stands there twice");
    says(error_of(sample::with("elapsed@greeted", "elapsd@greeted")), "'elapsd@greeted' is not a measure");
    says(error_of(sample::with("elapsed@greeted", "elapsed@")), "is not a measure");
    says(error_of(sample::with("elapsed@greeted", "prints")), "is not a measure");
    says(error_of(sample::with("value = \"0\"", "value = \"1\"")), "two options have the value '1'");
    says(error_of(sample::with("value = \"0\"", "value = \"2 * delay - 1\"")), "two options have the value");
    says(error_of(sample::with("value = \"0\"", "value = \"dely\"")),
         "'dely' is no number and no sum of this lesson's knobs");
    says(error_of(sample::with("measure = \"elapsed@greeted\"", "explain_if_default = 1\nmeasure = \"elapsed\"")),
         "'explain_if_default' must be true or false");
    says(error_of(sample::with("misconception = \"M01\"", "misconception = \"X1\"")), "'X1' is not the name");
    says(error_of(sample::with("id = \"how_long\"", "id = \"first\"")), "there is a prediction 'first' already");
    says(error_of(sample::with("question = \"How long?\"\n", "")), "a prediction has no 'question'");
}

TEST_CASE("a page that is not a lesson is refused") {
    says(error_of(""), "lesson.md:1: a lesson begins with its metadata");
    says(error_of("# Title\n\ntext\n"), "lesson.md:1: a lesson begins with its metadata");
    says(error_of("+++\nid = 1\n"), "the metadata never ends");
    says(error_of(sample::with("# First step", "First step")), "belongs to no step");
    says(error_of(sample::with("# Second step\n\nMore prose.", "# Second step")), "'Second step' has no text");
    says(error_of(sample::with("# Second step", "#  ")), "this step has no title");
    says(error_of(std::string(sample::kText) + "\n```cpp\nint x;\n"), "this block is never closed");
    says(error_of(std::string(sample::kText.substr(0, sample::kText.find("# First")))), "the lesson has no step");
    says(error_of(std::string(sample::kText) + "```until\ncheckpoint=\"a\"\n```\n```until\ncheckpoint=\"b\"\n```\n"),
         "this step has an until block already");
    says(book::parse_lesson("lessons/greet", std::string(sample::kText), "", "").error, "begins with its number");
}

TEST_CASE("a folder without a lesson gives a reason") {
    const auto result = book::read_lesson("no/such/01_folder");
    CHECK_FALSE(result.lesson);
    says(result.error, "lesson.md: there is no such file");
}

TEST_CASE("no damage to a lesson's text makes the reader crash or fall silent") {
    std::mt19937 random(20240229);
    const auto below = [&](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    const std::string_view pieces[] = {
        "+++\n", "```", "\n# ", "```predict\n", "[[options]]\n", "\"\"\"", "= ",         "\xFF", "[", "\n\n",
        "{",     "\\",  "'",    "````region\n", "inf",           "-1e999", "[[knobs]]\n"};
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text(sample::kText);
        for (std::size_t changes = 1 + below(4); changes > 0 && !text.empty(); --changes) {
            const std::size_t at = below(text.size());
            switch (below(4)) {
                case 0:
                    text[at] = static_cast<char>(below(256));
                    break;
                case 1:
                    text.erase(at, 1 + below(40));
                    break;
                case 2:
                    text.insert(at, pieces[below(std::size(pieces))]);
                    break;
                default:
                    text.resize(at);
                    break;
            }
        }
        const auto result = sample::parse(text);
        CHECK(result.lesson.has_value() == result.error.empty());
        if (result.lesson) {
            CHECK_FALSE(result.lesson->steps.empty());
        } else {
            ++refused;
            CHECK(result.error.starts_with("lessons/07_greet/lesson.md:"));
        }
    }
    CHECK(refused > 1000);
}

TEST_CASE("text that the TOML library itself cannot cope with is refused") {
    for (const char* damage : {"[=]",         "[[=]]",  "[ ]",    "[",     "[[",       "  [.a]", "[\xC2\xA0=",
                               "[]",          "a = [,", "a = {,", "a = ,", "a = [1,,", "a = ]",  "a =",
                               "a = {b=}",    "a = 1e", "a = 0x", "\"",    "a.",       "a. = 1", "a = 0.\xC7\x89",
                               "\xC7\x89 = 1"}) {
        const std::string error = error_of(sample::with("minutes = 5", damage));
        CHECK_MESSAGE(error.find("not TOML") != std::string::npos, damage << " gives: " << error);
    }
}

TEST_CASE("deeply nested or endless TOML is refused like any other mistake") {
    const std::string deep = "+++\nid = " + std::string(50000, '[') + "\n+++\n# A\ntext\n";
    CHECK_FALSE(sample::parse(deep).error.empty());
    const std::string wide = "+++\nid = \"" + std::string(500000, 'a') + "\n+++\n# A\ntext\n";
    CHECK_FALSE(sample::parse(wide).error.empty());
}
