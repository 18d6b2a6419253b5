#include "session/player.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

using loopscope::EventKind;

// Up to so many events it is cheaper to fold them in than to copy a World.
constexpr std::size_t kFoldRather = 1000;
// A window that was hidden for longer than this plays on from where it was.
constexpr double kForgottenSeconds = 1.0;
constexpr double kSlowest = 0.01;

using Indexes = std::span<const std::uint32_t>;

// Resting places are one behind the event: "after the first i events".
std::size_t rest_after(Indexes events, std::size_t cursor, std::size_t none) {
    const auto it = std::lower_bound(events.begin(), events.end(), cursor);
    return it == events.end() ? none : *it + 1;
}

// The last resting place before `cursor`; 0 if there is none.
std::size_t rest_before(Indexes events, std::size_t cursor) {
    if (cursor < 2) return 0;
    const auto it = std::lower_bound(events.begin(), events.end(), cursor - 1);
    return it == events.begin() ? 0 : *std::prev(it) + 1;
}

}  // namespace

Player::Player(Session& session) : session_(session) {
    session_.set_pace(program_pace(pace_));
    follow();
}

loopscope::Pace Player::program_pace(double pace) {
    if (pace >= kFastest) return {};
    return {static_cast<std::uint64_t>(kStepSeconds / pace * 1e9), kTimeScale / pace};
}

bool Player::update(double now) {
    now_ = now;
    const bool was_playing = playing_;
    const std::size_t was_at = cursor_;
    const Mode was = mode();
    const bool news = session_.poll();
    if (cursor_ < recording().first()) move_to(recording().first());  // what was here is gone
    if (follow_ && !frozen_) follow();
    if (frozen_ && over()) {
        frozen_ = playing_ = false;
        follow_ = at_end();
    }
    if (playing_ && !follow_) walk(now);
    if (run_on_ && now >= due_) run_on();
    if (until_turn_) run_to_turn();
    if (until_stop_) run_on_to_stop();
    // Played on to a checkpoint.
    if (playing_ && follow_ && !run_on_ && session_.state() == SessionState::standing) playing_ = false;
    if (playing_ && follow_ && over()) playing_ = run_on_ = false;
    return news || cursor_ != was_at || playing_ != was_playing || mode() != was;
}

// --- what the reader asks for ---

void Player::play() {
    until_turn_.reset();
    until_stop_.reset();
    if (frozen_) to_live();
    if (playing_) return;
    if (!follow_) {
        playing_ = true;
        leave(cursor_);
    } else if (steerable()) {
        playing_ = true;
        run_on();
    }
}

// Frozen, the picture stays where it is: the program went on meanwhile, so this is travel.
void Player::pause() {
    stop();
    if (frozen_) follow_ = at_end();
    frozen_ = false;
}

void Player::freeze() {
    if (frozen_) return to_live();
    frozen_ = follow_ && steerable() && session_.state() == SessionState::running;
}

void Player::step_by(int steps) {
    if (steps < 0) {
        std::size_t to = cursor_;
        for (int i = 0; i < -steps; ++i) {
            const std::size_t before = rest_before(recording().stops(), to);
            if (before == 0) break;
            to = before;
        }
        return travel_to(to);
    }
    const bool was_live = follow_ && !frozen_;
    int left = steps;
    std::size_t to = cursor_;
    for (; left > 0 && to < recording().size(); --left) to = next_stop(to);
    if (!was_live) travel_to(to);
    if (left == 0 || !steerable()) return;
    playing_ = run_on_ = false;
    until_turn_.reset();
    session_.step(static_cast<unsigned>(left));
}

void Player::turn_by(int turns) {
    std::size_t to = cursor_;
    for (int i = 0; i < -turns; ++i) to = turn_start_before(to);
    if (turns < 0) return travel_to(to);
    // Several asked for in a row, while the program is on its way: from there on.
    const std::uint64_t turn = until_turn_.value_or(recording().turn_at(cursor_));
    const bool was_live = follow_ && !frozen_;
    int left = turns;
    for (; left > 0 && to < recording().size(); --left) to = turn_start_after(to);
    if (!was_live) travel_to(to);
    if (left == 0 || !steerable()) return;
    playing_ = run_on_ = false;
    until_turn_ = (was_live ? turn : recording().turn_at(to)) + static_cast<std::uint64_t>(left);
    session_.pause();
    run_to_turn();
}

void Player::checkpoint_by(int checkpoints) {
    std::size_t to = cursor_;
    for (int i = 0; i < -checkpoints; ++i) {
        const std::size_t before = rest_before(recording().checkpoints(), to);
        to = before == 0 ? std::min(first_rest(), to) : before;
    }
    if (checkpoints < 0) return travel_to(to);
    const bool was_live = follow_ && !frozen_;
    int left = checkpoints;
    for (; left > 0; --left) {
        const std::size_t after = rest_after(recording().checkpoints(), to, 0);
        if (after == 0) break;
        to = after;
    }
    if (left > 0) to = recording().size();
    if (!was_live) travel_to(to);
    if (left == 0 || !steerable()) return;
    playing_ = run_on_ = false;
    until_turn_.reset();
    session_.run_to_checkpoint();
}

void Player::seek(std::size_t index) { travel_to(rest_at_or_before(index)); }

void Player::seek_exactly(std::size_t index) { travel_to(std::min(index, recording().size())); }

void Player::to_live() {
    until_turn_.reset();
    run_on_ = false;
    playing_ = playing_ && frozen_;  // thawed, the program still goes on; from the past, it stands
    frozen_ = false;
    follow();
}

void Player::run_to_stop(std::size_t stops, bool then_play) {
    to_live();
    playing_ = false;
    until_stop_ = UntilStop{stops, then_play, 0};
    session_.set_pace({});
    run_on_to_stop();
}

void Player::run_to_checkpoint(std::size_t passed) {
    to_live();
    playing_ = false;
    until_stop_ = UntilStop{0, false, passed};
    session_.set_pace({});
    run_on_to_stop();
}

std::size_t Player::checkpoint_at_cursor() const {
    const Indexes passed = recording().checkpoints();
    const auto behind = std::lower_bound(passed.begin(), passed.end(), cursor_);
    if (behind == passed.begin() || *(behind - 1) + std::size_t{1} != cursor_) return 0;
    return static_cast<std::size_t>(behind - passed.begin());
}

std::size_t Player::stops_to_cursor() const {
    const Indexes stops = recording().stops();
    return static_cast<std::size_t>(std::lower_bound(stops.begin(), stops.end(), cursor_) - stops.begin());
}

void Player::set_pace(double pace) {
    if (!(pace > 0)) return;
    pace = std::clamp(pace, kSlowest, kFastest);
    due_ = pace >= kFastest ? now_ : now_ + std::max(0.0, due_ - now_) * pace_ / pace;
    last_step_ = now_;
    pace_ = pace;
    session_.set_pace(program_pace(pace_));
}

// --- what is so ---

Mode Player::mode() const {
    if (frozen_) return Mode::freeze;
    if (!follow_) return Mode::travel;
    switch (session_.state()) {
        case SessionState::finished:
            return Mode::ended;
        case SessionState::lost:
            return Mode::lost;
        case SessionState::standing:
            return Mode::gate;
        case SessionState::starting:
        case SessionState::running:
            break;
    }
    return Mode::live;
}

std::optional<double> Player::next_update() const {
    if (run_on_ || (playing_ && !follow_)) return std::max(0.0, due_ - now_);
    return std::nullopt;
}

bool Player::over() const {
    return session_.state() == SessionState::finished || session_.state() == SessionState::lost;
}

bool Player::steerable() const { return session_.can_steer() && !over(); }

bool Player::at_end() const { return cursor_ == recording().size(); }

// --- movement ---

void Player::move_to(std::size_t index) {
    index = std::max(index, recording().first());
    if (index == cursor_) return;
    if (index > cursor_ && index - cursor_ <= kFoldRather && cursor_ >= recording().first()) {
        for (std::size_t i = cursor_; i < index; ++i) world_.apply(recording()[i], recording().sequence(i));
    } else if (index == recording().size()) {
        world_ = recording().now();
    } else {
        world_ = recording().at(index);
    }
    cursor_ = index;
}

void Player::follow() {
    follow_ = true;
    move_to(recording().size());
}

void Player::stop() {
    playing_ = run_on_ = false;
    until_turn_.reset();
    until_stop_.reset();
    if (steerable() && session_.state() != SessionState::standing) session_.pause();
}

// Stops everything and goes to a place in what is recorded; its end is the present.
void Player::travel_to(std::size_t index) {
    stop();
    frozen_ = false;
    move_to(index);
    follow_ = at_end();
}

// When the cursor, playing, leaves the place where it is: a step waits its time since the
// last one, and where the loop waits it stays as long as that took. Live, Control does this.
void Player::leave(std::size_t stop) {
    due_ = now_ + (stop > 0 && loopscope::waits(recording()[stop - 1]) ? time_wait(stop) : 0.0);
}

void Player::walk(double now) {
    const std::size_t checkpoint = rest_after(recording().checkpoints(), cursor_, 0);
    const std::size_t end = checkpoint > 0 ? checkpoint : recording().size();
    if (pace_ >= kFastest) {
        due_ = now;
        move_to(end);
    } else if (now - due_ > kForgottenSeconds) {
        due_ = now;
    }
    while (cursor_ < end && due_ <= now) {
        const bool leaves_time = cursor_ > 0 && loopscope::waits(recording()[cursor_ - 1]);
        if (!leaves_time) last_step_ = due_;
        move_to(std::min(next_stop(cursor_), end));
        const bool at_time = loopscope::waits(recording()[cursor_ - 1]);
        due_ = at_time ? due_ + time_wait(cursor_) : std::max(due_, last_step_ + step_wait());
    }
    if (cursor_ < end) return;
    follow_ = at_end();
    run_on_ = checkpoint == 0 && steerable();
    playing_ = run_on_;
}

// From the end of the recording the program itself goes on.
void Player::run_on() {
    run_on_ = false;
    session_.set_pace(program_pace(pace_));
    session_.go_on_to_checkpoint();
}

void Player::run_to_turn() {
    if (!steerable()) {
        until_turn_.reset();
    } else if (session_.state() == SessionState::standing && at_end()) {
        // In a turn, and at a step of it: standing where time moves is not enough.
        const bool at_step = cursor_ > 0 && recording()[cursor_ - 1].kind == EventKind::step_begin;
        if (at_step && world_.turn() >= *until_turn_) {
            until_turn_.reset();
        } else {
            session_.step(1);
        }
    }
}

void Player::run_on_to_stop() {
    if (!over() && !(session_.state() == SessionState::standing && at_end())) return;
    const std::size_t stops = recording().stops().size();
    if (!over() && stops < until_stop_->stops && steerable()) {
        session_.step(static_cast<unsigned>(until_stop_->stops - stops));
        return;
    }
    if (!over() && recording().checkpoints().size() < until_stop_->checkpoints && steerable()) {
        session_.run_to_checkpoint();
        return;
    }
    const bool then_play = until_stop_->then_play && !over();
    until_stop_.reset();
    session_.set_pace(program_pace(pace_));
    if (then_play) play();
}

// --- resting places ---

// Behind the first step or checkpoint; the end if there is none.
std::size_t Player::first_rest() const {
    const std::size_t end = recording().size();
    return std::min(rest_after(recording().stops(), 0, end), rest_after(recording().checkpoints(), 0, end));
}

std::size_t Player::rest_at_or_before(std::size_t index) const {
    if (index >= recording().size()) return recording().size();
    const std::size_t rest =
        std::max(rest_before(recording().stops(), index + 1), rest_before(recording().checkpoints(), index + 1));
    return rest == 0 ? first_rest() : rest;
}

std::size_t Player::next_stop(std::size_t index) const {
    return rest_after(recording().stops(), index, recording().size());
}

std::size_t Player::next_step(std::size_t index) const {
    return rest_after(recording().steps(), index, recording().size());
}

// The first step of the next turn that has one; the end if there is none.
std::size_t Player::turn_start_after(std::size_t index) const {
    const Indexes turns = recording().turns();
    const auto turn = std::lower_bound(turns.begin(), turns.end(), index);
    return turn == turns.end() ? recording().size() : next_step(*turn);
}

// The last first step of a turn before `index`; `index` itself if there is none.
std::size_t Player::turn_start_before(std::size_t index) const {
    const Indexes turns = recording().turns();
    for (auto turn = std::lower_bound(turns.begin(), turns.end(), index); turn != turns.begin();) {
        --turn;
        const std::size_t start = next_step(*turn);
        if (start < index) return start;
    }
    return index;
}

// How long the loop slept, as it is shown: from `index`, behind the poll_begin, to the next stop, s.
double Player::time_wait(std::size_t index) const {
    const std::uint64_t from = recording().loop_time_at(index);
    const std::uint64_t to = recording().loop_time_at(next_stop(index));
    if (to <= from || pace_ >= kFastest) return 0;
    return static_cast<double>(to - from) * 1e-9 * kTimeScale / pace_;
}

double Player::step_wait() const { return pace_ >= kFastest ? 0 : kStepSeconds / pace_; }

}  // namespace viz
