#include "fake_session.hpp"

#include <doctest/doctest.h>

using namespace fake;

TEST_CASE("the picture follows a program that runs, and is at the gate when it stands") {
    FakeSession session;
    Player player(session);
    CHECK(player.mode() == Mode::live);
    CHECK(player.cursor() == 0);
    session.tell("Ts");
    CHECK(player.update(0));
    CHECK(player.cursor() == 2);
    CHECK(step_of(player, session) == 1);
    CHECK_FALSE(player.update(0.1));
    session.become(SessionState::standing);
    CHECK(player.update(0.2));
    CHECK(player.mode() == Mode::gate);
    CHECK_FALSE(player.playing());
    CHECK_FALSE(player.next_update());
}

TEST_CASE("play at the gate lets the program go on, pause holds it") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.play();
    CHECK(session.told == "go_on ");
    CHECK(player.playing());
    CHECK(player.mode() == Mode::live);
    player.play();
    CHECK(session.told == "go_on ");
    player.toggle_play();
    CHECK(session.told == "go_on pause ");
    CHECK_FALSE(player.playing());
    CHECK(player.mode() == Mode::live);  // until the program says that it stands
    session.stand_at(".s");
    player.update(1);
    CHECK(player.mode() == Mode::gate);
    CHECK(player.cursor() == 4);
}

TEST_CASE("a step at the end asks the program for one, and the picture follows") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.step_by(1);
    CHECK(session.told == "step1 ");
    CHECK(player.mode() == Mode::live);
    session.stand_at(".s");
    player.update(1);
    CHECK(player.mode() == Mode::gate);
    CHECK(step_of(player, session) == 2);
    player.step_by(3);
    CHECK(session.told == "step1 step3 ");
}

TEST_CASE("a step while the program plays stops the playing") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.play();
    player.step_by(1);
    CHECK(session.told == "go_on step1 ");
    CHECK_FALSE(player.playing());
}

TEST_CASE("a step back travels, and holds the program if it runs") {
    FakeSession session;
    Player player(session);
    session.tell("Ts.s.cTs.Ts").become(SessionState::running);
    player.update(0);
    player.play();
    session.told.clear();
    player.step_by(-1);
    CHECK(session.told == "pause ");
    CHECK(player.mode() == Mode::travel);
    CHECK_FALSE(player.playing());
    CHECK(step_of(player, session) == 3);
    SUBCASE("what arrives later does not move the picture") {
        session.tell(".s");
        player.update(1);
        CHECK(step_of(player, session) == 3);
    }
    SUBCASE("steps back end at the first") {
        player.step_by(-1);
        CHECK(step_of(player, session) == 2);
        player.step_by(-5);
        CHECK(step_of(player, session) == 1);
        CHECK(player.cursor() == 2);
        player.step_by(-1);
        CHECK(player.cursor() == 2);
    }
    SUBCASE("steps forward come back to the end, and only then ask the program") {
        session.become(SessionState::standing);
        player.update(1);
        session.told.clear();
        player.step_by(-1);
        player.step_by(2);
        CHECK(player.mode() == Mode::gate);
        CHECK(session.told == "");
        player.step_by(1);
        CHECK(session.told == "step1 ");
    }
    SUBCASE("more steps forward than are recorded: the rest are the program's") {
        session.become(SessionState::standing);
        session.told.clear();
        player.step_by(4);
        CHECK(session.told == "step3 ");
    }
    SUBCASE("to live goes to the end and leaves the program as it is") {
        session.become(SessionState::standing);
        session.told.clear();
        player.to_live();
        CHECK(player.mode() == Mode::gate);
        CHECK(player.cursor() == session.recording().size());
        CHECK(session.told == "");
    }
}

TEST_CASE("with a single step there is nowhere to go back to: it stays at the gate") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    for (const int turn : {0, 1, 2}) {
        if (turn == 0) player.step_by(-1);
        if (turn == 1) player.turn_by(-1);
        if (turn == 2) player.checkpoint_by(-1);
        CHECK(player.mode() == Mode::gate);
        CHECK(player.cursor() == 2);
    }
    CHECK(session.told == "");
}

TEST_CASE("with nothing recorded every movement is harmless") {
    FakeSession session;
    session.steerable = false;
    Player player(session);
    player.step_by(-1), player.step_by(1), player.turn_by(-1), player.turn_by(1), player.checkpoint_by(-1);
    player.checkpoint_by(1), player.seek(0), player.seek(99), player.freeze(), player.play(), player.pause();
    player.to_live();
    CHECK_FALSE(player.update(1));
    CHECK(player.cursor() == 0);
    CHECK(session.told == "");
}

TEST_CASE("freeze holds the picture while the program goes on") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.freeze();  // a program that stands has nothing to be frozen out of
    CHECK(player.mode() == Mode::gate);
    player.play();
    player.freeze();
    CHECK(player.mode() == Mode::freeze);
    session.told.clear();
    session.tell(".s.s");
    player.update(1);
    CHECK(player.mode() == Mode::freeze);
    CHECK(player.playing());
    CHECK(step_of(player, session) == 1);
    CHECK(session.told == "");
    SUBCASE("thawed it is at the end, and still plays") {
        player.freeze();
        CHECK(player.mode() == Mode::live);
        CHECK(player.playing());
        CHECK(step_of(player, session) == 3);
    }
    SUBCASE("a pause holds the program and leaves the picture, which is in the past now") {
        player.pause();
        CHECK(session.told == "pause ");
        CHECK(player.mode() == Mode::travel);
        CHECK(step_of(player, session) == 1);
    }
    SUBCASE("a step goes on from the picture") {
        player.step_by(1);
        CHECK(session.told == "pause ");
        CHECK(player.mode() == Mode::travel);
        CHECK(step_of(player, session) == 2);
    }
    SUBCASE("when the program ends meanwhile, the picture is in the past") {
        session.become(SessionState::finished);
        player.update(2);
        CHECK(player.mode() == Mode::travel);
        CHECK(step_of(player, session) == 1);
    }
}

TEST_CASE("a program that is played stands at the next checkpoint, and play goes on to the next one") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.play();
    session.tell(".s.c");
    player.update(1);
    CHECK(player.playing());  // it has not said yet that it stands
    session.become(SessionState::standing);
    CHECK(player.update(2));
    CHECK_FALSE(player.playing());
    CHECK(player.mode() == Mode::gate);
    player.play();
    CHECK(session.told == "go_on go_on ");
    CHECK(player.playing());
    player.update(3);
    CHECK(player.playing());
    session.tell(".").become(SessionState::finished);
    player.update(4);
    CHECK(player.mode() == Mode::ended);
    CHECK_FALSE(player.playing());
}

TEST_CASE("frozen, a program that comes to its checkpoint no longer plays") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.play();
    player.freeze();
    session.stand_at(".c");
    player.update(1);
    player.freeze();
    CHECK(player.mode() == Mode::gate);
    CHECK_FALSE(player.playing());
}

TEST_CASE("the program rests where everybody waits, and so does the picture that travels") {
    FakeSession session;
    session.stand_at("Ts.");
    Player player(session);
    player.step_by(1);
    session.stand_at("Tw");
    player.update(1);
    CHECK(player.mode() == Mode::gate);
    CHECK(player.world().phase() == loopscope::LoopPhase::polling);
    CHECK(step_of(player, session) == 1);
    player.step_by(1);
    CHECK(session.told == "step1 step1 ");
    session.stand_at("mTs");
    player.update(2);
    CHECK(step_of(player, session) == 2);
    player.step_by(-1);
    CHECK(player.cursor() == 5);
    CHECK(player.world().phase() == loopscope::LoopPhase::polling);
    player.step_by(-1);
    CHECK(player.cursor() == 2);
    player.step_by(1);
    CHECK(player.cursor() == 5);
    player.step_by(1);
    CHECK(player.mode() == Mode::gate);
    CHECK(session.told == "step1 step1 ");
}

TEST_CASE("a program that is run again goes to where it was without waiting, and then on at its pace") {
    FakeSession session;
    Player player(session);
    player.set_pace(2);
    player.run_to_stop(3, true);
    CHECK(session.pace.step_ns == 0);
    CHECK(session.told.empty());  // it has not begun
    session.stand_at("Ts");
    player.update(0);
    CHECK(session.told == "step2 ");
    session.tell(".s").become(SessionState::running);
    player.update(0.1);
    CHECK(session.told == "step2 ");
    session.stand_at(".s");
    player.update(0.2);
    CHECK(session.told == "step2 go_on ");
    CHECK(player.playing());
    CHECK(session.pace.step_ns == Player::program_pace(2).step_ns);
    CHECK(step_of(player, session) == 3);
}

TEST_CASE("a program that is run again may only stand where it was, or end before it") {
    FakeSession session;
    Player player(session);
    session.stand_at("Ts.s");
    player.run_to_stop(2, false);
    player.update(0);
    CHECK(session.told.empty());
    CHECK(player.mode() == Mode::gate);

    player.run_to_stop(9, true);
    CHECK(session.told == "step7 ");
    session.tell(".");
    session.become(SessionState::finished);
    player.update(1);
    CHECK(player.mode() == Mode::ended);
    CHECK_FALSE(player.playing());
    CHECK(session.pace.step_ns == Player::program_pace(1).step_ns);
}

TEST_CASE("who steps back while it is run again is not carried on") {
    FakeSession session;
    Player player(session);
    session.stand_at("Ts.s.s");
    player.run_to_stop(9, true);
    session.told.clear();
    session.tell(".s").become(SessionState::running);
    player.update(0);
    player.step_by(-1);
    session.stand_at("");
    player.update(1);
    CHECK(session.told == "pause ");
    CHECK(player.mode() == Mode::travel);
}
