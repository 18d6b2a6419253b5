#include "kit/book/catalogue.hpp"

#include "lessons/sample_lesson.hpp"
#include "lessons/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

book::Lesson lesson(int number, std::string id, std::string title) {
    book::Lesson result;
    result.number = number;
    result.folder = "lessons/" + std::string(number < 10 ? "0" : "") + std::to_string(number) + "_" + id;
    result.id = std::move(id);
    result.title = std::move(title);
    return result;
}

const book::Catalogue& three() {
    static const book::Catalogue catalogue = [] {
        book::Catalogue made;
        made.lessons = {lesson(1, "coroutine", "Coroutine"), lesson(2, "task", "Task"),
                        lesson(3, "gather", "Sequential or concurrent")};
        return made;
    }();
    return catalogue;
}

std::string found(std::string_view wanted) {
    const book::Found result = book::find_lesson(three(), wanted);
    CHECK((result.lesson == nullptr) == !result.error.empty());
    CHECK((result.lesson == nullptr) == !result.suggestion.empty());
    return result.lesson ? result.lesson->id : "";
}

void write_lesson(const lessons::ScratchFolder& scratch, const std::string& folder, std::string_view text) {
    scratch.write(folder + "/lesson.md", text);
    scratch.write(folder + "/lesson.cpp", sample::kProgram);
    scratch.write(folder + "/twin.py", "print('one')\n");
}

}  // namespace

TEST_CASE("a lesson is found by number, id, folder, or a part of its title") {
    CHECK(found("3") == "gather");
    CHECK(found("03") == "gather");
    CHECK(found("gather") == "gather");
    CHECK(found("GATHER") == "gather");
    CHECK(found("03_gather") == "gather");
    CHECK(found("seq") == "gather");
    CHECK(found("concurrent") == "gather");
    CHECK(found("cor") == "coroutine");
}

TEST_CASE("a lesson that is not there comes with the nearest that is") {
    const auto near = book::find_lesson(three(), "gahter");
    CHECK(near.lesson == nullptr);
    CHECK(near.error == "There is no lesson 'gahter'.");
    CHECK(near.suggestion == "Did you mean 'gather'? `loopscope list` shows all.");
    const auto far = book::find_lesson(three(), "zebra");
    CHECK(far.lesson == nullptr);
    CHECK(far.suggestion == "`loopscope list` shows all lessons.");
    CHECK(found("9") == "");
    CHECK(found("0") == "");
    CHECK(found("") == "");
    CHECK(found(std::string(100000, 'x')) == "");
}

TEST_CASE("a part that several lessons have is not guessed at") {
    const auto result = book::find_lesson(three(), "co");
    CHECK(result.lesson == nullptr);
    CHECK(result.error == "'co' fits 2 lessons.");
    CHECK(result.suggestion == "Say which: 'coroutine' or 'gather'? `loopscope list` shows all.");
}

TEST_CASE("the nearest word is near, or there is none") {
    const std::vector<std::string> words = {"gather", "task", "queue"};
    CHECK(book::nearest("gahter", words) == "gather");  // two letters changed places
    CHECK(book::nearest("tsk", words) == "task");       // one is missing
    CHECK(book::nearest("Queues", words) == "queue");   // one too many, and a capital
    CHECK(book::nearest("kettle", words) == "");
    CHECK(book::nearest("", words) == "");
    CHECK(book::nearest("x", {"y"}) == "");  // nothing in common
    CHECK(book::nearest("task", {}) == "");
}

TEST_CASE("a catalogue has its lessons by number and says what it could not read") {
    const lessons::ScratchFolder scratch;
    write_lesson(scratch, "10_later", sample::kText);
    write_lesson(scratch, "02_sooner", sample::kText);
    write_lesson(scratch, "03_broken", "no lesson");
    scratch.write("04_unfinished/lesson.md", sample::kText);
    scratch.write("05_empty/notes.txt", "no lesson.md: not a lesson yet");
    scratch.write("kit/lesson.md", "not a numbered folder");
    scratch.write("misconceptions.toml", "M01 = \"A belief.\"\n");
    const book::Catalogue catalogue = book::read_catalogue(scratch.path());
    REQUIRE(catalogue.lessons.size() == 2);
    CHECK(catalogue.lessons[0].number == 2);
    CHECK(catalogue.lessons[1].number == 10);
    REQUIRE(catalogue.errors.size() == 2);
    CHECK(catalogue.errors[0].find("03_broken/lesson.md:1:") != std::string::npos);
    CHECK(catalogue.errors[1].find("04_unfinished/lesson.cpp: there is no such file") != std::string::npos);
    CHECK(catalogue.misconceptions.at("M01") == "A belief.");
}

TEST_CASE("a damaged list of misconceptions is an error, not an end") {
    const lessons::ScratchFolder scratch;
    write_lesson(scratch, "02_sooner", sample::kText);
    scratch.write("misconceptions.toml", "M01 = \"A belief.\"\nM2 = \"Short.\"\n");
    const book::Catalogue catalogue = book::read_catalogue(scratch.path());
    CHECK(catalogue.lessons.size() == 1);
    REQUIRE(catalogue.errors.size() == 1);
    CHECK(catalogue.errors[0].find("misconceptions.toml:2: 'M2' is not the name") != std::string::npos);
}

TEST_CASE("a folder of lessons that is not there is an error") {
    const book::Catalogue catalogue = book::read_catalogue("no/such/folder");
    CHECK(catalogue.lessons.empty());
    REQUIRE(catalogue.errors.size() == 1);
    CHECK(catalogue.errors[0].find("no/such/folder") != std::string::npos);
}
