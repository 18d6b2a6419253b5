#include "cli/lesson_run.hpp"

#include "cli/output.hpp"
#include "cli/values.hpp"

#include <poll.h>

namespace cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;  // by which signal

// The value, or what to complain of.
template <class Value>
bool take(const Read<Value>& read, int& status) {
    if (!read.value) status = complain(read.sentence, read.suggestion, kWrongUse);
    return read.value.has_value();
}

}  // namespace

std::optional<viz::LessonStart> lesson_start(const Options& options, const Context& context, const book::Lesson& lesson,
                                             int& status) {
    viz::LessonStart start;
    const auto knobs = read_knobs(options.knobs, lesson);
    if (!take(knobs, status)) return std::nullopt;
    start.knobs = *knobs.value;
    if (!options.seed.empty()) {
        const auto seed = read_seed(options.seed);
        if (!take(seed, status)) return std::nullopt;
        start.seed = seed.value;
    }
    if (!options.schedule.empty()) {
        const auto schedule = read_schedule(options.schedule);
        if (!take(schedule, status)) return std::nullopt;
        start.schedule = *schedule.value;
    }
    if (!is_built(context, lesson)) {
        status = kFailed;
        return std::nullopt;
    }
    start.program = viz::program_of(context.resources, lesson);
    start.real_time = options.real_time;
    start.start_paused = false;
    start.again = "";
    return start;
}

CatchInterrupt::CatchInterrupt() {
    struct sigaction caught{};
    caught.sa_handler = [](int signal) { interrupted = signal; };
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &caught, nullptr);
    }
}

CatchInterrupt::~CatchInterrupt() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &before_[i], nullptr);
}

int CatchInterrupt::signal() const { return interrupted; }

bool is_over(const viz::Session& session) {
    return session.state() == viz::SessionState::finished || session.state() == viz::SessionState::lost;
}

void follow(viz::Session& session, const CatchInterrupt& interrupt, const std::function<void()>& on_more) {
    while (interrupt.signal() == 0) {
        session.poll();
        on_more();
        if (!output_is_read() || is_over(session)) return;
        pollfd waited{session.descriptor(), POLLIN, 0};
        ::poll(&waited, 1, 100);
    }
}

}  // namespace cli
