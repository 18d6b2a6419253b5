// The lesson panel: pages, checkpoints, predictions, knobs, hints, words.
#include "visualizer/scenes/play.hpp"

using viz::Command;
using viz::Mode;

namespace scenes {
namespace {

void turns_pages(Play& play) {
    play.reads("lesson/page", "1 / 2");
    play.press(Command::next_page);
    play.reads("lesson/page", "2 / 2");
    play.look();
    play.press(Command::previous_page);
    play.reads("lesson/title", "Three waits");
    play.click("lesson/next");
    play.click("lesson/back");
    play.reads("lesson/page", "1 / 2");
}
void goes_to_the_next_lesson(Play& play) {
    play.press(Command::next_page);
    play.press(Command::next_lesson);
    play.reads("transport/title", "Another lesson");
    play.look();
    play.press(Command::previous_lesson);
    play.reads("lesson/page", "2 / 2");
    play.click("transport/next_lesson");
    play.click("transport/previous_lesson");
    play.reads("transport/title", "gather");
}
void reaches_a_goal(Play& play) {
    play.sees("lesson/goal");
    play.click("lesson/goal/run");
    play.frames(20);
    CHECK_FALSE(play.view().recording.checkpoints().empty());
    play.look();
    play.run();
    play.click("lesson/goal/show");
    play.mode_is(Mode::travel);
    play.reads("lesson/page", "1 / 2");  // it never turns the page by itself
}
void predicts_wrong(Play& play) {
    play.click("predict/option/0");
    play.look();
    play.click("predict/commit");
    play.sees_not("predict/because");
    play.run();
    play.reads("predict/verdict", "Not");
    play.reads("predict/because", "overlap");
    play.twin_says("lesson", "overlap");
}
void predicts_right(Play& play) {
    play.click("predict/option/1");
    play.click("predict/commit");
    play.look();
    play.run();
    play.reads("predict/verdict", "Right");
}
void predicts_an_order(Play& play) {
    play.press(Command::next_page);
    play.reads("predict/row/0", "fetch-3");
    play.click("predict/down/0");
    play.click("predict/down/1");
    play.reads("predict/row/2", "fetch-3");
    play.look();
    play.click("predict/commit");
    play.run();
    play.reads("predict/verdict", "Right");
}
void drags_a_card(Play& play) {
    play.press(Command::next_page);
    play.window().bring_into_view("predict/row/0");
    const viz::Probed row = *play.window().find("predict/row/0");
    play.window().drag_from(row.min.x + 60, (row.min.y + row.max.y) / 2, 0, (row.max.y - row.min.y) * 2.4f);
    CHECK(play.window().text("predict/row/0") != "fetch-3 done");
}
// A question that is open must not be answered by anything that is shown.
void gives_nothing_away(Play& play) {
    play.run();
    play.press(Command::restart);
    play.press(Command::first);
    play.look();
    CHECK(play.app().text("lesson").find("overlap") == std::string::npos);
}
void turns_a_knob(Play& play) {
    play.steps(2);
    play.window().bring_into_view("knob/first");
    const viz::Probed knob = *play.window().find("knob/first");
    play.window().drag_from(knob.min.x + 10, (knob.min.y + knob.max.y) / 2, knob.max.x - knob.min.x, 0);
    CHECK(play.starts == 2);
    play.reads("knob/first", "5.0");
    play.twin_says("lesson", "5.0 s");
}
void turns_a_knob_with_keys(Play& play) {
    play.window();
    for (int i = 0; i < 60 && play.view().knobs->at("first") == 1; ++i) {
        play.press(Command::focus_next);
        play.press(Command::step);
    }
    CHECK(play.view().knobs->at("first") != 1);
    play.press(Command::deselect);
}
void asks_for_hints(Play& play) {
    book::Step& step = play.catalogue().lessons[0].steps[0];
    step.prediction.reset();
    step.hints = {"Look at the timers.", "They all begin at t = 0.", "The last one is due at t = 3 s."};
    for (int i = 0; i < 3; ++i) {
        play.click("lesson/hint/next");
        play.sees("lesson/hint/" + std::to_string(i) + "/number");
    }
    play.twin_says("lesson", "due at t = 3 s");
}

}  // namespace

std::vector<Scene> lesson_scenes() {
    return {{"pages", turns_pages},
            {"lessons", goes_to_the_next_lesson},
            {"a goal is reached", reaches_a_goal},
            {"a wrong prediction is explained", predicts_wrong},
            {"a right prediction", predicts_right},
            {"an order by buttons", predicts_an_order},
            {"an order by dragging", drags_a_card},
            {"an open question is not answered", gives_nothing_away},
            {"a knob by the mouse", turns_a_knob},
            {"a knob by the keyboard", turns_a_knob_with_keys},
            {"hints, one after the other", asks_for_hints}};
}

}  // namespace scenes
