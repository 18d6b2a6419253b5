// Progress and the files in which the reader's own things are kept.
#include "kit/book/progress.hpp"
#include "lessons/scratch_folder.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using book::KeptFile;
using book::KeptNote;
using book::KeptToml;
using book::Progress;
using lessons::ScratchFolder;

namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

book::Lesson two_pages(const std::filesystem::path& folder) {
    book::Lesson lesson;
    lesson.id = "queue";
    lesson.folder = folder;
    lesson.steps.resize(2);
    lesson.steps[1].prediction.emplace();
    lesson.steps[1].prediction->id = "who-first";
    return lesson;
}

}  // namespace

TEST_CASE("whatever TOML says is the same after it was written and read again") {
    const char* const text = R"(
name = "a \"quoted\"\n\u0007 line"
whole = -3
number = 0.5
big = 1e30
round = 2.0
yes = true
empty = []
"key with blanks" = "x"
mixed = [1, "two", { three = 3.5 }]
[one]
[one.two]
deep = [[1, 2], []]
[[many]]
id = "a"
[many.inner]
x = 1
[[many]]
)";
    const auto first = book::read_kept_toml(text);
    REQUIRE(first);
    const std::string written = book::write_kept_toml(*first, "# heading");
    CHECK(written.starts_with("# heading\n"));
    const auto second = book::read_kept_toml(written);
    INFO(written);
    REQUIRE(second);
    CHECK(*first == *second);
    CHECK(second->list("many").size() == 2);
    CHECK(second->find("one")->find("two")->list("deep").size() == 2);
}

TEST_CASE("a key that holds something else than was expected counts for nothing") {
    const auto all = book::read_kept_toml("n = \"text\"\nt = 5\nb = \"no\"\nd = 1979-05-27\nf = nan");
    REQUIRE(all);
    CHECK(all->number("n", 7) == 7);
    CHECK(all->text("t", "else") == "else");
    CHECK(all->yes("b", true));
    CHECK(all->list("t").empty());
    CHECK(all->text("d") == "1979-05-27");
    CHECK(all->number("f", 3) == 3);
}

TEST_CASE("progress is remembered by lesson, and only the first answer counts") {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "deep/er/progress.toml";
    {
        Progress progress(path);
        progress.open("queue");
        progress.stand_on("queue", 1);
        progress.read("queue", 0);
        progress.read("queue", 0);
        progress.reach("queue", "full");
        progress.answer("queue", "who-first", false);
        progress.answer("queue", "who-first", true);
        progress.answer("queue", "how-long", true);
        CHECK(progress.save());
        CHECK(progress.take_notes().empty());
    }
    const Progress again(path);
    CHECK(again.last_lesson() == "queue");
    const book::LessonProgress queue = again.of("queue");
    CHECK(queue.pages == std::set<std::size_t>{0});
    CHECK(queue.last_page == 1);
    CHECK(queue.checkpoints == std::set<std::string>{"full"});
    CHECK(queue.wrong == std::set<std::string>{"who-first"});
    CHECK(queue.right == std::set<std::string>{"how-long"});
    CHECK_FALSE(queue.exercise);
    CHECK_FALSE(again.of("lock").begun());
    CHECK(files_in(path.parent_path()) == 1);  // nothing is left over from writing
}

TEST_CASE("lessons and keys that are not known are kept") {
    const ScratchFolder scratch;
    scratch.write("progress.toml",
                  "mine = 1\n[lessons.gone]\npages = [1, 2]\nnote = \"hard\"\n[lessons.queue]\n"
                  "stars = 5\npages = [\"x\", -1, 99999999]\n");
    Progress progress(scratch.path() / "progress.toml");
    CHECK(progress.of("queue").pages.empty());
    progress.read("queue", 1);
    REQUIRE(progress.save());
    const auto all = book::read_kept_toml(contents(scratch.path() / "progress.toml"));
    REQUIRE(all);
    CHECK(all->whole("mine", 0) == 1);
    CHECK(all->find("lessons")->find("gone")->text("note") == "hard");
    CHECK(all->find("lessons")->find("queue")->whole("stars", 0) == 5);
    CHECK(Progress(scratch.path() / "progress.toml").of("queue").pages == std::set<std::size_t>{1});
}

TEST_CASE("a broken file is set aside under a name of its own, and a new one is begun") {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "progress.toml";
    for (int time = 1; time <= 2; ++time) {
        scratch.write("progress.toml", "[lessons\nnonsense " + std::to_string(time));
        Progress progress(path);
        const auto notes = progress.take_notes();
        REQUIRE(notes.size() == 1);
        CHECK(notes[0].what == KeptNote::What::set_aside);
        CHECK(notes[0].more == "progress.toml.broken-" + std::to_string(time));
        CHECK(contents(scratch.path() / notes[0].more).ends_with(std::to_string(time)));
        progress.read("queue", 0);
        CHECK(progress.save());
        CHECK(Progress(path).of("queue").pages.size() == 1);
    }
}

TEST_CASE("what cannot be written is told once, and nothing is lost by it") {
    const ScratchFolder scratch;
    scratch.write("blocked", "a file where a folder should be");
    KeptFile file(scratch.path() / "blocked/settings.toml");
    file.change().at("theme").value = std::string("light");
    CHECK_FALSE(file.save());
    CHECK_FALSE(file.save());
    const auto notes = file.take_notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].what == KeptNote::What::cannot_be_kept);
    CHECK_FALSE(notes[0].more.empty());
    CHECK(file.take_notes().empty());
    CHECK(file.all().text("theme") == "light");
    CHECK(contents(scratch.path() / "blocked") == "a file where a folder should be");
}

TEST_CASE("a file that is no file is left alone") {
    const ScratchFolder scratch;
    std::filesystem::create_directory(scratch.path() / "settings.toml");
    KeptFile file(scratch.path() / "settings.toml");
    const auto notes = file.take_notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].what == KeptNote::What::unreadable);
    file.change().at("a").value = true;
    CHECK_FALSE(file.save());
    CHECK(std::filesystem::is_directory(scratch.path() / "settings.toml"));
}

TEST_CASE("nothing is written while nothing changed, and a link stays a link") {
    const ScratchFolder scratch;
    scratch.write("real.toml", "a   =   1 # as I like it\n");
    std::filesystem::create_symlink("real.toml", scratch.path() / "settings.toml");
    KeptFile file(scratch.path() / "settings.toml", "# ours");
    CHECK(file.save());
    CHECK(contents(scratch.path() / "real.toml") == "a   =   1 # as I like it\n");
    file.change().at("b").value = true;
    CHECK(file.save());
    CHECK(std::filesystem::is_symlink(scratch.path() / "settings.toml"));
    CHECK(contents(scratch.path() / "real.toml") == "# ours\na = 1\nb = true\n");
}

TEST_CASE("three marks tell how far a lesson is, and a lesson without an exercise needs none") {
    const ScratchFolder scratch;
    const book::Lesson lesson = two_pages(scratch.path());
    book::LessonProgress progress;
    CHECK(book::marks_text(book::marks_of(lesson, progress)) == "[-- ]");
    progress.pages = {0};
    CHECK(book::marks_text(book::marks_of(lesson, progress)) == "[+- ]");
    progress.pages = {0, 1};
    CHECK_FALSE(book::marks_of(lesson, progress).passed());
    progress.wrong = {"who-first"};
    CHECK(book::marks_text(book::marks_of(lesson, progress)) == "[## ]");
    CHECK(book::marks_of(lesson, progress).passed());
    scratch.write("exercise.cpp", "");
    CHECK(book::marks_text(book::marks_of(lesson, progress)) == "[##-]");
    CHECK_FALSE(book::marks_of(lesson, progress).passed());
    progress.exercise = true;
    CHECK(book::marks_of(lesson, progress).passed());
}

TEST_CASE("tracks stand in the order of their file, and an unknown one at the end") {
    const ScratchFolder scratch;
    scratch.write("tracks.toml", "[[tracks]]\nid = \"b\"\nname = \"Bees\"\nsubtitle = \"hum\"\n");
    scratch.write("01_x/lesson.md",
                  "+++\nid = \"x\"\ntitle = \"X\"\ntagline = \"t\"\ntrack = \"a\"\nminutes = 1\n+++\n# P\nText.\n");
    scratch.write("01_x/lesson.cpp", "int main() {}\n");
    scratch.write("01_x/twin.py", "pass\n");
    const book::Catalogue catalogue = book::read_catalogue(scratch.path());
    REQUIRE_MESSAGE(catalogue.errors.empty(), catalogue.errors.front());
    REQUIRE(catalogue.tracks.size() == 2);
    CHECK(catalogue.tracks[0].name == "Bees");
    CHECK(catalogue.tracks[1].id == "a");
    scratch.write("tracks.toml", "[[tracks]]\nid = \"b\"\nnam = \"Bees\"\n");
    const book::Catalogue wrong = book::read_catalogue(scratch.path());
    REQUIRE(wrong.errors.size() == 1);
    CHECK(wrong.errors[0].find("tracks.toml:") != std::string::npos);
}
