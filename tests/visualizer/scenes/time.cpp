// Running, standing, going back: the modes, the transport and its keys.
#include "visualizer/scenes/play.hpp"

using viz::Command;
using viz::Mode;

namespace scenes {
namespace {

void opens_at_its_gate(Play& play) {
    play.sees("transport/step");
    play.mode_is(Mode::gate);
    play.reads("transport/clock", "step 1");
    play.reads("transport/title", "03");
    play.twin_says("transport", "GATE");
}
void steps_and_prints(Play& play) {
    play.click("transport/step");
    play.reads("transport/clock", "step 2");
    play.reads("console/0", "fetching 3 pages");
    play.look();
    play.steps(3);
    play.twin_says("console", "fetch-1 starts");
}
void runs_live(Play& play) {
    play.press(Command::run_or_pause);
    play.mode_is(Mode::live);
    play.look();
    play.frames(60);
    play.reads_somewhere("console/", "3 results");
    play.mode_is(Mode::ended);
}
void pauses(Play& play) {
    play.press(Command::run_or_pause);
    play.press(Command::run_or_pause);
    play.frames(4);
    play.mode_is(Mode::gate);
}
void freezes(Play& play) {
    play.press(Command::run_or_pause);
    play.press(Command::freeze);
    play.mode_is(Mode::freeze);
    play.reads("transport/mode", "FREEZE");
    play.look();
    play.press(Command::to_live);
    CHECK(play.view().mode != Mode::freeze);
}
void travels_and_returns(Play& play) {
    play.steps(3);
    play.press(Command::step_back);
    play.mode_is(Mode::travel);
    play.reads("transport/mode", "TRAVEL");
    play.look();
    play.click("transport/mode");
    play.mode_is(Mode::gate);
}
void goes_by_turns(Play& play) {
    play.steps(4);
    const auto turn = play.view().world.turn();
    play.press(Command::previous_turn);
    CHECK(play.view().world.turn() < turn);
    play.press(Command::next_turn);
    CHECK(play.view().world.turn() == turn);
}
void goes_by_checkpoints(Play& play) {
    play.press(Command::next_checkpoint);
    CHECK(play.view().cursor == play.view().recording.checkpoints()[0] + 1);
    play.press(Command::next_checkpoint);
    play.press(Command::previous_checkpoint);
    CHECK(play.view().cursor == play.view().recording.checkpoints()[0] + 1);
    play.click("transport/next_checkpoint");
    CHECK(play.view().cursor == play.view().recording.checkpoints()[1] + 1);
}
void to_both_ends(Play& play) {
    play.run();
    play.press(Command::first);
    play.mode_is(Mode::travel);
    play.look();
    play.press(Command::last);
    play.mode_is(Mode::ended);
}
void restarts(Play& play) {
    play.steps(4);
    play.press(Command::restart);
    CHECK(play.starts == 2);
    play.mode_is(Mode::gate);
    play.click("transport/restart");
    CHECK(play.starts == 3);
}
void runs_again_from_here(Play& play) {
    play.steps(5);
    play.press(Command::step_back);
    const std::size_t cursor = play.view().cursor;
    play.press(Command::run_again_here);
    CHECK(play.starts == 2);
    play.frames(60);
    CHECK(play.view().cursor >= cursor);
    CHECK(play.view().mode != Mode::travel);
}
void sets_the_pace(Play& play) {
    const viz::Probed pace = *(play.sees("transport/pace"), play.window().find("transport/pace"));
    play.window().drag_from((pace.min.x + pace.max.x) / 2, (pace.min.y + pace.max.y) / 2, 400, 0);
    play.reads("transport/pace", "max");
    play.look();
}
void replays_what_was_recorded(Play& play) {
    play.open(Program::primitives);
    play.mode_is(Mode::ended);
    play.reads("transport/play", "replay");
    play.look();
    play.click("transport/play");
    play.frames(30);
    play.mode_is(Mode::travel);
    play.reads("transport/play", "pause");
}
void presents_every_mode_in_the_help(Play& play) {
    play.press(Command::help);
    for (const char* mode : {"mode.live", "mode.gate", "mode.freeze", "mode.travel", "mode.ended", "mode.lost"})
        play.sees(std::string("help/") + mode);
}

}  // namespace

std::vector<Scene> time_scenes() {
    return {{"a lesson opens at its gate", opens_at_its_gate},
            {"a step prints", steps_and_prints},
            {"a program runs live to its end", runs_live},
            {"a running program is paused", pauses},
            {"the picture is frozen and thawed", freezes},
            {"into the past and back", travels_and_returns},
            {"turn by turn", goes_by_turns},
            {"checkpoint by checkpoint", goes_by_checkpoints},
            {"to the beginning and the end", to_both_ends},
            {"again from the start", restarts},
            {"again up to here", runs_again_from_here},
            {"as fast as it can", sets_the_pace},
            {"a recording is replayed", replays_what_was_recorded},
            {"the help explains every mode", presents_every_mode_in_the_help}};
}

}  // namespace scenes
