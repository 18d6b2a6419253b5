// FakeSession: a program that a test of the Player moves by hand.
#pragma once
#include "monitor/stream_builder.hpp"
#include "session/player.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace fake {

using loopscope::EventKind;
using loopscope::testing::StreamBuilder;
using viz::Mode;
using viz::Player;
using viz::SessionState;

inline constexpr double kStep = Player::kStepSeconds;

// It tells events, and remembers what it was told.
class FakeSession final : public viz::Session {
public:
    bool poll() override { return std::exchange(news_, false); }
    SessionState state() const override { return state_; }
    std::string source_name() const override { return "fake"; }
    bool can_steer() const override { return steerable; }
    void pause() override { told += "pause "; }
    void go_on() override {
        told += "run_on ";
        state_ = SessionState::running;
    }
    void go_on_to_checkpoint() override {
        told += "go_on ";
        state_ = SessionState::running;
    }
    void step(unsigned count) override {
        told += "step" + std::to_string(count) + " ";
        state_ = SessionState::running;
    }
    void run_to_checkpoint() override {
        told += "checkpoint ";
        state_ = SessionState::running;
    }
    void set_pace(loopscope::Pace given) override { pace = given; }

    void become(SessionState state) {
        state_ = state;
        news_ = true;
    }

    // Tells, as letters: T a turn begins, s a step begins, . something in it happens,
    // c a checkpoint, w the loop waits, m its time moves by 2 s.
    FakeSession& tell(const std::string& script) {
        for (const char what : script) {
            if (what == 'T') builder_.add(EventKind::turn_begin, 0, {.b = ++turn_});
            if (what == 's') builder_.add(EventKind::step_begin, 1, {.a = ++step_});
            if (what == '.') builder_.add(EventKind::mark, 1);
            if (what == 'c') builder_.add(EventKind::checkpoint, 1, {.a = builder_.string("here")});
            if (what == 'w') builder_.add(EventKind::poll_begin, 0, {.b = 2'000'000'000});
            if (what == 'm') builder_.add(EventKind::time_moves, 0, {.b = time_ += 2'000'000'000});
        }
        const auto& slots = builder_.slots();
        REQUIRE(recording_.append(std::span(slots).subspan(taken_)));
        taken_ = slots.size();
        news_ = true;
        return *this;
    }
    FakeSession& stand_at(const std::string& script) {
        tell(script);
        become(SessionState::standing);
        return *this;
    }

    void keep_at_most(std::size_t events) { recording_.keep_at_most(events); }

    std::string told;
    loopscope::Pace pace;
    bool steerable = true;

private:
    StreamBuilder builder_;
    std::size_t taken_ = 0;
    std::uint64_t turn_ = 0;
    std::uint32_t step_ = 0;
    std::uint64_t time_ = 0;
    SessionState state_ = SessionState::starting;
    bool news_ = false;
};

// The step that the picture shows, and whether it is the picture of its cursor.
inline std::uint64_t step_of(const Player& player, const FakeSession& session) {
    CHECK(player.world() == session.recording().at(player.cursor()));
    return player.world().step();
}

// A recording of three turns: steps 1 2 | 3 | 4, a checkpoint in step 2, 2 s between 3 and 4.
inline constexpr const char* kRun = "Ts.s.cTs.wmTs";

}  // namespace fake
