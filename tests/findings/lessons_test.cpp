// A lesson shows what is right unless its point is what is wrong: expected.txt says which.
#include "findings/expected.hpp"
#include "lessons/run_program.hpp"
#include "lessons/scratch_folder.hpp"
#include "monitor/trace_file.hpp"

#include "kit/book/catalogue.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace {

using test::Expected;

// Knobs as their lesson.md declares them, all at one end of their range or as they are.
struct Setting {
    std::string name;
    std::function<double(const book::Knob&)> value;
};

struct Found {
    std::string summary;
    std::string claims;  // for a person
};

Found found_in(const std::string& folder, const book::Lesson& lesson, const Setting& setting) {
    const lessons::ScratchFolder scratch;
    const std::string file = scratch.file("run.loop");
    std::vector<std::string> words = {std::string(LOOPSCOPE_LESSON_PROGRAMS) + "/" + folder, "--record", file};
    for (const book::Knob& knob : lesson.knobs) {
        words.insert(words.end(), {"--knob", knob.name + "=" + std::to_string(setting.value(knob))});
    }
    CHECK(lessons::run_program(words).status == 0);
    const auto read = loopscope::read_trace_file(file);
    REQUIRE_MESSAGE(read.ok, read.error);
    const auto findings = loopscope::diagnose(read.recording, test::unhurried());
    Found found{test::summary(findings), {}};
    for (const auto& finding : findings) found.claims += "\n" + plain(tell(finding, read.recording).claim);
    return found;
}

}  // namespace

TEST_CASE("a lesson has the findings that are listed and no others, with its knobs at either end too") {
    const Setting settings[] = {
        {"", [](const book::Knob& knob) { return knob.value; }},
        {" least", [](const book::Knob& knob) { return knob.minimum; }},
        {" most", [](const book::Knob& knob) { return knob.maximum; }},
    };
    Expected expected = test::read_expected(LOOPSCOPE_EXPECTED_FINDINGS);
    const book::Catalogue catalogue = book::read_catalogue(LOOPSCOPE_LESSONS_FOLDER);
    CHECK(catalogue.lessons.size() >= 3);
    for (const book::Lesson& lesson : catalogue.lessons) {
        const std::string folder = std::filesystem::path(lesson.folder).filename().string();
        for (const Setting& setting : settings) {
            const std::string name = "lessons/" + folder + setting.name;
            const auto at = expected.extract(name);
            const std::string wanted = at.empty() ? "" : at.mapped();
            const Found found = found_in(folder, lesson, setting);
            CHECK_MESSAGE(found.summary == wanted, name, ": ", found.summary, ", expected: ", wanted, found.claims);
        }
    }
    for (const auto& [name, wanted] : expected) CHECK_MESSAGE(!name.starts_with("lessons/"), name, " is no lesson");
}
