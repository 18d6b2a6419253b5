#include "app/state.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace viz {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_now() { return std::chrono::duration<double>(Clock::now().time_since_epoch()).count(); }

// The cursor of the asked place, once the recording has it.
std::optional<std::size_t> place_of(const App::At& at, const loopscope::Recording& recording) {
    if (at.kind == App::At::Kind::step) {
        if (at.number == 0) return 0;
        const std::uint64_t let_go = recording.step_at(recording.first());
        if (at.number <= let_go) return recording.first();
        if (recording.steps().size() + let_go < at.number) return std::nullopt;
        return recording.steps()[at.number - let_go - 1] + std::size_t{1};
    }
    const auto checkpoints = recording.checkpoints();
    if (at.name.empty()) {
        const std::size_t nth = std::max<std::size_t>(1, at.number);
        if (checkpoints.size() < nth) return std::nullopt;
        return checkpoints[nth - 1] + std::size_t{1};
    }
    for (const std::uint32_t index : checkpoints) {
        if (recording.string(recording[index].a) == at.name) return index + std::size_t{1};
    }
    return std::nullopt;
}

std::string missing(const App::At& at, const loopscope::Recording& recording) {
    if (at.kind == App::At::Kind::step)
        return "The program ended after " + std::to_string(recording.now().step()) + " steps, before step " +
               std::to_string(at.number) + ". Ask for an earlier step, or for 'end'.";
    std::string names;
    for (const std::uint32_t index : recording.checkpoints()) {
        const std::string name(recording.string(recording[index].a));
        if (names.find("'" + name + "'") == std::string::npos) names += (names.empty() ? "'" : ", '") + name + "'";
    }
    const std::string wanted = at.name.empty() ? "checkpoint " + std::to_string(std::max<std::size_t>(1, at.number))
                                               : "checkpoint '" + at.name + "'";
    return "The program ended without passing " + wanted + ". " +
           (names.empty() ? "It has no checkpoints; ask for a step, or for 'end'." : "It passed " + names + ".");
}

// Waits until the session has something, but not long: some things come without a descriptor.
void wait_a_little(const Session& session) {
    pollfd one{session.descriptor(), POLLIN, 0};
    ::poll(&one, session.descriptor() < 0 ? 0 : 1, 5);
}

}  // namespace

bool App::run_until(const At& at, double patience_seconds, std::string& error) {
    State& state = *state_;
    if (!state.session) {
        error = "Nothing is open. Open a lesson or a recording first.";
        return false;
    }
    const double pace = state.player->pace();
    state.player->set_pace(kFastest);
    const double deadline = seconds_now() + patience_seconds;
    const loopscope::Recording& recording = state.session->recording();
    std::size_t asked_at = ~std::size_t{0};  // one request for one standing: the recording's size then
    std::size_t last_size = 0;
    bool reached = false;
    while (true) {
        update(seconds_now());
        const SessionState now = state.session->state();
        const bool over = now == SessionState::finished || now == SessionState::lost;
        if (at.kind != At::Kind::end) {
            // Its events come before the news that it stands: wait for that too, if it will come.
            const bool settled = now != SessionState::starting && now != SessionState::running;
            if (const auto place = place_of(at, recording); place && (settled || seconds_now() > deadline)) {
                state.player->seek(*place);
                reached = true;
                break;
            }
        }
        if (over) {
            reached = at.kind == At::Kind::end;
            if (reached)
                state.player->seek(recording.size());
            else
                error = missing(at, recording);
            break;
        }
        if (seconds_now() > deadline) {
            error = "The program did not get there in " + std::to_string(static_cast<int>(patience_seconds)) +
                    " s. Try `loopscope run` to see what it does.";
            break;
        }
        const bool quiet = std::exchange(last_size, recording.size()) == recording.size();
        if (now == SessionState::standing && quiet && recording.size() != asked_at) {
            asked_at = recording.size();
            if (at.kind == At::Kind::end) state.session->go_on();
            if (at.kind == At::Kind::step)
                state.session->step(static_cast<unsigned>(at.number - recording.now().step()));
            if (at.kind == At::Kind::checkpoint) state.session->run_to_checkpoint();
        }
        wait_a_little(*state.session);
    }
    state.player->set_pace(pace);
    update(seconds_now());
    return reached;
}

}  // namespace viz
