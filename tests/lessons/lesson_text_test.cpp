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

namespace {

// The sample's second question as one of another kind.
std::string asking(const std::string& kind_and_more) {
    std::string text(sample::kText);
    const std::size_t begin = text.find("kind = \"choice\"");
    text.replace(begin, text.rfind("```") - begin, "question = \"Which?\"\nexplain = \"So.\"\n" + kind_and_more + "\n");
    return text;
}

constexpr const char* kTime =
    "kind = \"time\"\nmeasure = \"elapsed@greeted\"\nfrom = \"0\"\nto = \"3 * delay\"\nsnap = 0.5\ntolerance = 0.2\n";

std::string time_with(const std::string& old_piece, const std::string& new_piece) {
    std::string text(kTime);
    text.replace(text.find(old_piece), old_piece.size(), new_piece);
    return asking(text);
}

}  // namespace

TEST_CASE("a question of time is read, with the wrong answers that have a reason") {
    const auto result =
        sample::parse(asking(std::string(kTime) + "[[wrong]]\nvalue = \"2 * delay\"\nmisconception = \"M01\"\n"
                                                  "because = \"No.\"\ncontradicted_by = \"print:one\"\n"));
    REQUIRE_MESSAGE(result.lesson, result.error);
    const auto& prediction = result.lesson->steps[1].prediction;
    REQUIRE(prediction);
    CHECK(prediction->kind == book::Prediction::Kind::time);
    CHECK(prediction->to == "3 * delay");
    CHECK(prediction->snap == 0.5);
    CHECK(prediction->tolerance == 0.2);
    REQUIRE(prediction->options.size() == 1);
    CHECK(prediction->options[0].value == "2 * delay");
    CHECK(prediction->options[0].contradicted_by == "print:one");
}

TEST_CASE("a question of the next task is read") {
    const auto result = sample::parse(asking("kind = \"next_task\"\nmeasure = \"next_task@greeted\"\n"));
    REQUIRE_MESSAGE(result.lesson, result.error);
    CHECK(result.lesson->steps[1].prediction->kind == book::Prediction::Kind::next_task);
}

TEST_CASE("a time that cannot be set, or that everybody would get right, is refused in one sentence") {
    says(error_of(time_with("\"0\"", "\"4\"")), "'to' more than 'from'");
    says(error_of(time_with("\"0\"", "\"0 - 1\"")), "'from' must be 0 or more");
    says(error_of(time_with("\"3 * delay\"", "\"2000000\"")), "at most 1000000 s");
    says(error_of(time_with("\"3 * delay\"", "\"3 * nobody\"")), "'3 * nobody' is no number");
    says(error_of(time_with("\"3 * delay\"", "3.0")), "'to' must be text in quotes");
    says(error_of(time_with("snap = 0.5", "snap = 0")), "'snap' must leave the handle");
    says(error_of(time_with("snap = 0.5", "snap = -1")), "'snap' must leave the handle");
    says(error_of(time_with("snap = 0.5", "snap = 1e-9")), "'snap' must leave the handle");
    says(error_of(time_with("snap = 0.5", "snap = 2")), "'snap' must leave the handle");
    says(error_of(time_with("snap = 0.5", "snap = nan")), "'snap' must be a number");
    says(error_of(time_with("snap = 0.5", "snap = inf")), "'snap' must be a number");
    says(error_of(time_with("snap = 0.5\n", "")), "has no 'snap'");
    says(error_of(time_with("tolerance = 0.2", "tolerance = 1.5")), "not every answer is right");
    says(error_of(time_with("tolerance = 0.2", "tolerance = -0.1")), "not every answer is right");
    says(error_of(time_with("elapsed@greeted", "prints@greeted")), "needs a 'measure' of time");
}

TEST_CASE("what belongs to another kind of question is refused") {
    const std::string next = "kind = \"next_task\"\nmeasure = \"next_task@greeted\"\n";
    says(error_of(asking("kind = \"next_task\"\nmeasure = \"elapsed\"\n")), "\"next_task@created\"");
    says(error_of(asking(next + "snap = 1\n")), "'snap' is not a key");
    says(error_of(asking(next + "lines = [\"a\", \"b\"]\n")), "only a question of order has 'lines'");
    says(error_of(asking(next + "[[options]]\ntext = \"a\"\nvalue = \"a\"\n")), "only a choice has [[options]]");
    says(error_of(asking(next + "[[wrong]]\nvalue = \"a\"\n")), "has no 'misconception'");
    says(error_of(asking("kind = \"guess\"\n")), "'guess' is no kind of prediction");
    says(error_of(sample::with("because = \"It ran.\"", "because = \"It ran.\"\ncontradicted_by = \"soon\"")),
         "'soon' is not a moment");
    says(error_of(sample::with("because = \"It ran.\"", "because = \"It ran.\"\n[[wrong]]\nvalue = \"7\"")),
         "a choice tells its wrong answers in [[options]]");
}

TEST_CASE("the wrong order of two lines is read, and both must be lines of the question") {
    const std::string explain = "explain = \"One comes first.\"";
    const std::string good =
        explain + "\n[[wrong]]\nfirst = \"two\"\nthen = \"one\"\nmisconception = \"M01\"\n" + "because = \"No.\"";
    const auto result = sample::parse(sample::with(explain, good));
    REQUIRE_MESSAGE(result.lesson, result.error);
    CHECK(result.lesson->steps[0].prediction->options.at(0).first == "two");
    std::string text = sample::with(explain, good);
    text.replace(text.find("then = \"one\""), 12, "then = \"six\"");
    says(error_of(text), "'six' is none of the question's 'lines'");
    text = sample::with(explain, good);
    text.replace(text.find("then = \"one\""), 12, "then = \"two\"");
    says(error_of(text), "are the same line");
}

TEST_CASE("hints are read in their order, and stay with their question") {
    const std::string hints = "\n```hint\ntext = \"Think.\"\n```\n\n```hint\nfor = \"first\"\ntext = \"Look.\"\n```\n";
    const auto result = sample::parse(sample::with("# Second step", hints + "\n# Second step"));
    REQUIRE_MESSAGE(result.lesson, result.error);
    CHECK(result.lesson->steps[0].hints == std::vector<std::string>{"Think.", "Look."});
    CHECK(result.lesson->steps[0].markdown.find("Think") == std::string::npos);
    says(error_of(sample::with("More prose.", "More prose.\n\n" + hints)), "this step has no prediction 'first'");
    says(error_of(sample::with("More prose.", "More prose.\n\n```hint\nfor = \"how_long\"\n```\n")),
         "a hint has no 'text'");
    std::string many;
    for (int i = 0; i < 10; ++i) many += "\n```hint\ntext = \"Again.\"\n```\n";
    says(error_of(sample::with("More prose.", "More prose.\n" + many)), "9 hints already");
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
