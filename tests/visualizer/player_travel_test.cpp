#include "fake_session.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using namespace fake;

TEST_CASE("play in the past walks the recording at its pace, then lets the program go on") {
    FakeSession session;
    session.stand_at("Ts.s.Ts.wmTs");
    Player player(session);
    player.update(10);
    player.seek(2);
    CHECK(player.mode() == Mode::travel);
    player.play();
    CHECK(player.playing());
    CHECK(player.next_update() == 0.0);
    player.update(10);  // the step under the cursor runs at once
    CHECK(step_of(player, session) == 2);
    CHECK(*player.next_update() == doctest::Approx(kStep));
    CHECK_FALSE(player.update(10 + 0.5 * kStep));
    player.update(10 + 1.01 * kStep);
    CHECK(step_of(player, session) == 3);
    player.update(10 + 2.01 * kStep);
    CHECK(session.recording()[player.cursor()].kind == EventKind::time_moves);  // the loop waits
    CHECK(step_of(player, session) == 3);
    const double wakes = 10 + 2 * kStep + 2 * Player::kTimeScale;
    player.update(wakes - 0.1);
    CHECK(step_of(player, session) == 3);
    CHECK(session.told == "");
    player.update(wakes + 0.01);  // that took longer than a step, so the next one is due at once
    CHECK(player.mode() == Mode::live);
    CHECK(step_of(player, session) == 4);
    CHECK(session.told == "go_on ");
    CHECK(player.playing());
    CHECK_FALSE(player.next_update());
}

TEST_CASE("the last recorded step waits its time before the program goes on") {
    FakeSession session;
    session.stand_at("TssTs");
    Player player(session);
    player.update(0);
    player.seek(3);
    player.play();
    player.update(0);
    CHECK(player.mode() == Mode::gate);
    CHECK(player.playing());
    CHECK(session.told == "");
    SUBCASE("and then goes on") {
        CHECK(*player.next_update() == doctest::Approx(kStep));
        player.update(1.01 * kStep);
        CHECK(session.told == "go_on ");
    }
    SUBCASE("unless it is paused meanwhile") {
        player.pause();
        player.update(10);
        CHECK(session.told == "");
    }
    SUBCASE("or travels again") {
        player.step_by(-1);
        player.update(10);
        CHECK(session.told == "");
    }
}

TEST_CASE("a recording that is over plays to its end and stops there") {
    FakeSession session;
    session.stand_at(kRun).become(SessionState::finished);
    Player player(session);
    CHECK(player.mode() == Mode::ended);
    player.play();
    CHECK_FALSE(player.playing());
    player.seek(0);
    CHECK(player.cursor() == 2);
    player.set_pace(viz::kFastest);
    player.play();
    player.update(0);
    CHECK(player.mode() == Mode::travel);  // at the checkpoint
    CHECK_FALSE(player.playing());
    player.play();
    player.update(0);
    CHECK(player.mode() == Mode::ended);
    CHECK_FALSE(player.playing());
    CHECK(session.told == "");
}

TEST_CASE("play in the past stops at the next checkpoint, whatever the pace") {
    FakeSession session;
    session.stand_at("Ts.c.s.c");
    Player player(session);
    player.seek(2);
    for (const double pace : {1.0, viz::kFastest}) {
        player.seek(2);
        player.set_pace(pace);
        player.play();
        player.update(1000);
        CHECK(player.cursor() == 4);
        CHECK(player.mode() == Mode::travel);
        CHECK_FALSE(player.playing());
    }
    player.play();
    player.update(1001);
    CHECK(player.mode() == Mode::gate);  // it is the recording's end, and a checkpoint all the same
    CHECK_FALSE(player.playing());
    player.update(2000);
    CHECK(session.told == "");
    player.play();
    CHECK(session.told == "go_on ");
}

TEST_CASE("a faster pace shortens the wait that has begun") {
    FakeSession session;
    session.stand_at("Tsssss").become(SessionState::finished);
    Player player(session);
    player.seek(0);
    player.play();
    player.update(0);
    player.set_pace(2);
    CHECK(*player.next_update() == doctest::Approx(kStep / 2));
    player.update(kStep / 2 + 0.001);
    CHECK(*player.next_update() < kStep / 2);
    player.set_pace(viz::kFastest);
    player.update(kStep);
    CHECK(player.mode() == Mode::ended);
}

TEST_CASE("a window that was hidden for long plays on from where it was") {
    FakeSession session;
    session.stand_at("Ts.s.s.s.s.s.s").become(SessionState::finished);
    Player player(session);
    player.seek(0);
    player.play();
    player.update(0);
    player.update(100);
    CHECK(step_of(player, session) == 3);
}

TEST_CASE("the pace that a program is told makes a step and a virtual second take their time") {
    CHECK(Player::program_pace(1) == loopscope::Pace{600'000'000, 0.5});
    CHECK(Player::program_pace(2) == loopscope::Pace{300'000'000, 0.25});
    CHECK(Player::program_pace(viz::kFastest) == loopscope::Pace{});
    FakeSession session;
    Player player(session);
    CHECK(session.pace == Player::program_pace(1));
    player.set_pace(4);
    CHECK(session.pace == Player::program_pace(4));
    for (const double bad : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) player.set_pace(bad);
    CHECK(player.pace() == 4);
}

TEST_CASE("turns: to the first step of a turn") {
    FakeSession session;
    session.stand_at(kRun).become(SessionState::finished);
    Player player(session);
    player.turn_by(-1);
    CHECK(step_of(player, session) == 3);
    player.turn_by(-1);
    CHECK(step_of(player, session) == 1);
    player.step_by(1);
    player.turn_by(-1);  // from the middle of a turn to its own beginning
    CHECK(step_of(player, session) == 1);
    player.turn_by(2);
    CHECK(step_of(player, session) == 4);
    player.turn_by(-9);
    CHECK(step_of(player, session) == 1);
}

TEST_CASE("a turn at the end steps the program until the turn has begun") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.turn_by(1);
    session.stand_at(".s");
    player.update(1);
    CHECK(player.mode() == Mode::live);  // it is sent on at once
    session.stand_at(".mT");             // it stands in the turn, but not yet at a step of it
    player.update(2);
    CHECK(player.mode() == Mode::live);
    session.stand_at("s");
    player.update(3);
    CHECK(player.mode() == Mode::gate);
    CHECK(player.world().turn() == 2);
    CHECK(std::count(session.told.begin(), session.told.end(), '1') == 3);
    CHECK(session.told.find("go_on") == std::string::npos);
    player.update(4);
    CHECK(player.mode() == Mode::gate);
}

TEST_CASE("any other word ends the way to the next turn") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.turn_by(1);
    player.pause();
    session.stand_at(".s");
    session.told.clear();
    player.update(1);
    CHECK(session.told == "");
    CHECK(player.mode() == Mode::gate);
}

TEST_CASE("checkpoints: back and forth, and the first step before them all") {
    FakeSession session;
    session.stand_at("Ts.c.s.cTs");
    Player player(session);
    player.checkpoint_by(-1);
    CHECK(player.cursor() == 8);
    CHECK(player.mode() == Mode::travel);
    player.checkpoint_by(-1);
    CHECK(player.cursor() == 4);
    player.checkpoint_by(-1);
    CHECK(player.cursor() == 2);
    player.checkpoint_by(-1);
    CHECK(player.cursor() == 2);
    player.checkpoint_by(2);
    CHECK(player.cursor() == 8);
    CHECK(session.told == "");
    player.step_by(1);  // from a checkpoint to the next step
    CHECK(step_of(player, session) == 3);
    SUBCASE("at the end the program runs to the next one") {
        player.checkpoint_by(1);
        CHECK(session.told == "checkpoint ");
        session.stand_at(".s.c");
        player.update(1);
        CHECK(player.mode() == Mode::gate);
        CHECK(player.cursor() == session.recording().size());
    }
    SUBCASE("also straight from the past, when none is recorded any more") {
        player.seek(8);
        player.checkpoint_by(1);
        CHECK(session.told == "checkpoint ");
        CHECK(player.cursor() == session.recording().size());
    }
    SUBCASE("in a recording that is over it is the end") {
        session.become(SessionState::lost);
        player.seek(8);
        player.checkpoint_by(1);
        CHECK(player.mode() == Mode::lost);
    }
}

TEST_CASE("seek goes to the resting place at or before") {
    FakeSession session;
    session.stand_at(kRun);  // T s . s . c T s . w m T s
    Player player(session);
    const auto at = [&](std::size_t index) {
        player.seek(index);
        return player.cursor();
    };
    CHECK(at(0) == 2);
    CHECK(at(1) == 2);
    CHECK(at(2) == 2);
    CHECK(at(3) == 2);
    CHECK(at(4) == 4);
    CHECK(at(5) == 4);
    CHECK(at(6) == 6);
    CHECK(at(7) == 6);
    CHECK(at(9) == 8);
    CHECK(at(10) == 10);
    CHECK(at(12) == 10);
    CHECK(player.mode() == Mode::travel);
    CHECK(at(13) == 13);
    CHECK(player.mode() == Mode::gate);
    CHECK(at(1000) == 13);
    CHECK(session.told == "");
}

TEST_CASE("a program that is lost while it is watched is lost in the picture too") {
    FakeSession session;
    session.stand_at("Ts");
    Player player(session);
    player.play();
    session.tell(".s.");
    session.become(SessionState::lost);
    CHECK(player.update(1));
    CHECK(player.mode() == Mode::lost);
    CHECK_FALSE(player.playing());
    CHECK(player.cursor() == session.recording().size());
    player.step_by(-1);
    CHECK(player.mode() == Mode::travel);
    player.step_by(1);
    CHECK(player.mode() == Mode::lost);
    session.told.clear();
    player.step_by(1), player.turn_by(1), player.checkpoint_by(1), player.play();
    CHECK(session.told == "");
}

TEST_CASE("a reader in the past whose place is let go of is taken to the oldest that is left") {
    FakeSession session;
    session.keep_at_most(100);
    Player player(session);
    session.stand_at(kRun);
    player.update(0);
    player.seek(2);
    REQUIRE(player.cursor() == 2);
    for (int turn = 0; turn < 50; ++turn) session.tell("Ts.s.");
    player.update(0);
    const std::size_t first = session.recording().first();
    REQUIRE(first > 2);
    CHECK(player.cursor() == first);
    CHECK(player.world() == session.recording().at(first));
    player.step_by(-1);
    CHECK(player.cursor() == first);
    player.step_by(1);
    CHECK(player.cursor() > first);
    CHECK(player.world() == session.recording().at(player.cursor()));
}

TEST_CASE("the world is that of the cursor after any movement") {
    FakeSession session;
    std::string script;
    for (int i = 0; i < 900; ++i) script += i % 7 == 0 ? "Ts.c" : "s.m";
    session.stand_at(script).become(SessionState::finished);
    Player player(session);
    std::uint32_t random = 1;
    for (int i = 0; i < 300; ++i) {
        random = random * 1664525u + 1013904223u;
        const auto size = session.recording().size();
        switch (random >> 16 & 7) {
            case 0:
                player.step_by(1 + static_cast<int>(random >> 8 & 3));
                break;
            case 1:
                player.step_by(-2);
                break;
            case 2:
                player.turn_by(1);
                break;
            case 3:
                player.turn_by(-1);
                break;
            case 4:
                player.checkpoint_by(1);
                break;
            case 5:
                player.checkpoint_by(-1);
                break;
            case 6:
                player.seek(random % (size + 9));
                break;
            default:
                player.play(), player.update(i * 0.7);
                break;
        }
        step_of(player, session);
        REQUIRE((player.mode() == Mode::travel) == (player.cursor() != size));
    }
}

TEST_CASE("to see an event between two steps the cursor goes right behind it, and the next step goes on from there") {
    FakeSession session;
    session.tell(kRun);
    session.become(SessionState::finished);
    Player player(session);
    player.update(0);
    player.seek(3);
    CHECK(player.cursor() == 2);
    player.seek_exactly(3);
    CHECK(player.cursor() == 3);
    CHECK(player.mode() == Mode::travel);
    CHECK(player.world() == session.recording().at(3));
    player.step_by(1);
    CHECK(player.cursor() == 4);
    player.seek_exactly(1'000'000);
    CHECK(player.cursor() == session.recording().size());
    CHECK(player.mode() == Mode::ended);
}
