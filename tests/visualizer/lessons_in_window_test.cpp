// The real lessons in the window, step by step: nothing is cut off and nothing lies over something else.
#include "visualizer/probe_harness.hpp"

#include <poll.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

using namespace viz;
using viz::testing::Harness;
using viz::testing::joined;

namespace {

const book::Catalogue& catalogue() {
    static const book::Catalogue all = book::read_catalogue(LOOPSCOPE_LESSONS_FOLDER);
    return all;
}

AppOptions options(bool light) {
    AppOptions options;
    options.catalogue = &catalogue();
    options.program_of = [](const book::Lesson& lesson) {
        return std::filesystem::path(LOOPSCOPE_LESSON_PROGRAMS) / lesson.folder.filename();
    };
    options.light = light;
    options.reduce_motion = true;
    return options;
}

// One lesson's program, run from its first step to its end in a window of some size.
class Run {
public:
    Run(const book::Lesson& lesson, ImVec2 size, float scale, bool light)
        : app_(options(light)), window_(app_, static_cast<int>(size.x), static_cast<int>(size.y), scale) {
        app_.open_lesson(lesson);
        what_ = lesson.id + " " + std::to_string(static_cast<int>(size.x)) + (light ? " light" : " dark");
        settle();
    }

    void through() {
        pages();
        const char* tabs[] = {"tab/console", "tab/narration", "tab/tasks"};
        for (int step = 0; step < 60 && app_.view().mode != Mode::ended; ++step) {
            window_.click(tabs[step % 3]);
            window_.key(GLFW_KEY_DOWN);  // the WHY of one task after the other
            look();
            window_.key(GLFW_KEY_ESCAPE);
            window_.key(GLFW_KEY_RIGHT);
            settle();
        }
        CHECK(app_.view().mode == Mode::ended);
        pages();
    }

private:
    // Until the program stands or is over, and the window has heard all of it.
    void settle() {
        for (int quiet = 0, rounds = 0; quiet < 3 && rounds < 4000; ++rounds) {
            const std::size_t known = app_.view().recording.size();
            window_.frame();
            const SessionState state = app_.session()->state();
            const bool moves = state == SessionState::starting || state == SessionState::running;
            quiet = moves || known != app_.view().recording.size() ? 0 : quiet + 1;
            pollfd news{app_.session()->descriptor(), POLLIN, 0};
            if (moves && news.fd >= 0) ::poll(&news, 1, 1000);
        }
    }

    // Every page of the lesson, with its prediction open, committed and, after the run, told.
    void pages() {
        const std::size_t count = app_.view().lesson->steps.size();
        while (app_.view().lesson_step > 0) window_.key(GLFW_KEY_P);
        for (std::size_t page = 0; page < count; ++page) {
            look();
            if (window_.shows("predict/commit")) {
                answer();
                look();
            }
            window_.key(GLFW_KEY_N);
        }
    }

    // Any answer will do; who runs next cannot be answered before the program is where the question is about.
    void answer() {
        for (const char* name : {"predict/option/0", "predict/time", "predict/task/main"})
            if (window_.shows(name)) scroll_and_click(name);
        if (window_.shows("predict/first_run")) {
            CHECK_FALSE(window_.find("predict/commit")->enabled);
            return;
        }
        scroll_and_click("predict/commit");
        CHECK(window_.shows("predict/verdict"));
    }

    void scroll_and_click(const std::string& name) {
        const Probed footer = *window_.find("lesson/back");
        const Probed page = *window_.find("lesson/page");
        for (int i = 0; i < 40; ++i) {
            const Probed at = *window_.find(name);
            if (at.max.y < footer.min.y - 8 && at.min.y > page.max.y) break;
            window_.wheel(page.min.x, (page.max.y + footer.min.y) / 2, at.min.y > page.max.y ? -1 : 1);
        }
        window_.click(name);
    }

    void look() {
        INFO(what_ << ", page " << app_.view().lesson_step + 1 << ", step " << app_.view().world.step());
        // In large type the rows of a list end in an ellipsis, and the tooltip says the rest.
        std::vector<std::string> cut = window_.clipped();
        if (window_.scale() > 1)
            std::erase_if(cut, [](const std::string& name) {
                return name.starts_with("narration/") || name.starts_with("tasks/") ||
                       name.starts_with("happened/next");
            });
        CHECK_MESSAGE(cut.empty(), joined(cut));
        for (const char* prefix : {"loop/", "transport/", "timeline/axis", "timeline/legend", "source/tab",
                                   "source/marker", "tab/", "happened/"})
            CHECK_MESSAGE(window_.overlapping(prefix).empty(), joined(window_.overlapping(prefix)));
        check_code();
    }

    // A line of code ends in an ellipsis only where chips need its room or the pane is too narrow for it.
    void check_code() {
        for (const auto& [name, cut] : app_.probe().shown()) {
            if (!name.starts_with("source/cut/")) continue;
            const std::string number = name.substr(std::string("source/cut/").size());
            const Probed* line = window_.find("source/line/" + number);
            REQUIRE(line != nullptr);
            CHECK(cut.max.x <= line->max.x + 1);
            for (const auto& [chip_name, chip] : app_.probe().shown()) {
                const bool here = chip_name.starts_with("source/marker/") && chip.min.y >= line->min.y - 1 &&
                                  chip.max.y <= line->max.y + 1;
                if (here) CHECK(chip.min.x >= cut.max.x);
                if (here) CHECK(chip.max.x - chip.min.x < 40 * window_.scale());
            }
        }
    }

    App app_;
    Harness window_;
    std::string what_;
};

}  // namespace

TEST_CASE("every lesson runs to its end in every usual window, dark and light, without a word cut off") {
    REQUIRE(catalogue().lessons.size() >= 3);
    for (const ImVec2 size : {ImVec2(1280, 720), ImVec2(1600, 900), ImVec2(1920, 1080)}) {
        for (const bool light : {false, true}) {
            for (const book::Lesson& lesson : catalogue().lessons) Run(lesson, size, 1, light).through();
        }
    }
}

TEST_CASE("in type half as large again nothing lies over anything else") {
    for (const book::Lesson& lesson : catalogue().lessons) Run(lesson, ImVec2(1600, 900), 1.5f, false).through();
}
