// The words of the lessons: the window's glossary and the one in docs say the same.
#include "ui/glossary.hpp"
#include "ui/prose.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace viz;

namespace {

struct Row {
    std::string word, meaning, asyncio, tokio;
};

std::string without_ticks(std::string text) {
    std::erase(text, '`');
    const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
    return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

// The rows of the table of words in docs/glossary.md.
std::vector<Row> documented() {
    std::vector<Row> rows;
    std::ifstream file(LOOPSCOPE_GLOSSARY);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("| ")) continue;
        std::vector<std::string> cells;
        for (std::size_t at = 2; at < line.size();) {
            const std::size_t end = std::min(line.find(" |", at), line.size());
            cells.push_back(without_ticks(line.substr(at, end - at)));
            at = end + 3;
        }
        if (cells.size() == 6 && cells[0] != "our word") rows.push_back({cells[0], cells[1], cells[2], cells[5]});
    }
    return rows;
}

std::string as_sentence(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words + ".";
}

// The words that are marked in a text, as they stand there.
std::vector<std::string> marked(const std::string& markdown) {
    static const Glossary glossary;
    std::vector<ProseBlock> blocks = parse_prose(markdown);
    mark_words(blocks, glossary);
    std::vector<std::string> found;
    for (const ProseBlock& block : blocks) {
        for (const ProseRun& run : block.runs) {
            if (!run.term.empty()) found.push_back(run.text);
        }
    }
    return found;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("every word of docs/glossary.md has a tooltip that says the same, and no word is only here") {
    const Glossary glossary;
    const std::vector<Row> rows = documented();
    CHECK(rows.size() >= 40);
    std::set<std::string> words;
    for (const Row& row : rows) {
        INFO(row.word);
        words.insert(row.word);
        const Term* term = glossary.find(row.word);
        REQUIRE(term != nullptr);
        CHECK_MESSAGE(term->means.starts_with(as_sentence(row.meaning)), term->means);
        CHECK(term->means.size() > row.meaning.size() + 10);
        CHECK(term->means.ends_with('.'));
        if (!row.asyncio.starts_with('-')) CHECK(term->asyncio == row.asyncio);
        if (!row.tokio.starts_with('-')) CHECK(term->rust == row.tokio);
    }
    for (const Term& term : glossary.terms()) CHECK_MESSAGE(words.contains(term.word), term.word << " is not in docs");
}

TEST_CASE("a word is marked once a page, whole, in any case, and never in code or a heading") {
    CHECK(marked("A task, another task and two Tasks.") == Words{"task"});
    CHECK(marked("Tasks run.") == Words{"Tasks"});
    CHECK(marked("A taskmaster multitasks.") == Words{});
    CHECK(marked("`task` and\n\n```cpp\ntask\n```\n\n## A task\n") == Words{});
    CHECK(marked("- a task\n- a timer") == Words{"task", "timer"});
}

TEST_CASE("the longest word wins, and other forms count") {
    CHECK(marked("the event loop is a loop") == Words{"event loop"});
    CHECK(marked("it gave way, it gives way") == Words{"gives way"});
    CHECK(marked("The ready queue.") == Words{"ready queue"});
}

TEST_CASE("an everyday word is only meant where it is emphasised") {
    CHECK(marked("Turn the page: it is your turn.") == Words{});
    CHECK(marked("Each *turn* of the knob.") == Words{"turn", "knob"});
    CHECK(marked("a line, a *line*, a **line**") == Words{"line"});
}

TEST_CASE("marking changes no letter of a text") {
    const std::string markdown = "A *task* of the event loop's, (suspended) ready-made, and `co_await` gather: task.";
    std::vector<ProseBlock> blocks = parse_prose(markdown);
    const std::string before = prose_text(blocks);
    mark_words(blocks, Glossary());
    CHECK(prose_text(blocks) == before);
}

TEST_CASE("another language's word takes the place of the English one, and the rest stays English") {
    const Glossary glossary(
        {"[glossary.task]\nmeans = \"Eine Aufgabe. Mehr nicht.\"\nalso = \"Aufgabe , Aufgaben\"\n"});
    REQUIRE(glossary.find("task") != nullptr);
    CHECK(glossary.find("task")->means == "Eine Aufgabe. Mehr nicht.");
    const auto place = glossary.next("Zwei Aufgaben", 0, false);
    REQUIRE(place);
    CHECK(place->begin == 5);
    CHECK(place->size == 8);
    CHECK(glossary.find("timer") != nullptr);
}

TEST_CASE("a glossary that cannot be read, or says nothing of a word, takes nothing away") {
    for (const char* file :
         {"", "[glossary", "[glossary]\ntask = 3\n", "glossary = 1", "[glossary.task]\nalso = \"x\"\n",
          "[glossary]\nx = \"y\"\n", "[glossary.\"\"]\nmeans = \"\"\n"}) {
        const Glossary glossary({file});
        INFO(file);
        CHECK(glossary.terms().size() == Glossary().terms().size());
        CHECK(glossary.find("task")->means.size() > 20);
    }
    CHECK(Glossary().find("no such word") == nullptr);
    CHECK_FALSE(Glossary().next("", 0, true));
    CHECK_FALSE(Glossary().next("task", 9, true));
}
