// Runs every primitive under random cancellation, for as long as one likes: aio_soak --minutes 10,
// or ./run-tests --soak 10.
//
// Each round is one run of the loop with its own seed, so that what fails can be run again
// alone: aio_soak --rounds 1 --seed N. A lost wake-up ends a round with a DeadlockError; a
// leak shows in what is left when the loop is gone.
#include "scenes.hpp"

#include "aio/frame_pool.hpp"
#include "monitor/pump.hpp"
#include "monitor/recorder.hpp"

#include <fmt/core.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>

namespace {

using Clock = std::chrono::steady_clock;
using soak::Round;

constexpr unsigned kHang = 120;  // seconds in which a round must be over

struct Options {
    double minutes = 10;
    std::uint64_t rounds = 0;  // 0: by the clock
    std::uint64_t seed = 1;
};

constexpr const char* kUsage = "Usage: aio_soak [--minutes M | --rounds N] [--seed N]\n";

std::optional<Options> read_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        const std::string_view value = argv[i + 1];
        const auto read = [&](auto& number) {
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
            return error == std::errc() && end == value.data() + value.size();
        };
        const bool good = name == "--minutes"  ? read(options.minutes) && options.minutes > 0
                          : name == "--rounds" ? read(options.rounds) && options.rounds > 0
                          : name == "--seed"   ? read(options.seed)
                                               : false;
        if (!good) return std::nullopt;
    }
    if (argc % 2 == 0) return std::nullopt;
    return options;
}

// Cancels somebody now and then, until the scenes are over.
aio::Coro<> cancel_at_random(Round& round) {
    while (!round.over) {
        co_await aio::sleep(std::chrono::microseconds(1) + round.span(3));
        const auto& exposed = round.exposed();
        if (exposed.empty()) continue;
        for (std::uint64_t i = 0; i <= round.below(8); ++i) {
            aio::AnyTask task = exposed[round.below(exposed.size())];
            if (!task.done()) task.cancel("soak");
        }
    }
}

aio::Coro<> play(Round& round, const std::vector<soak::NamedScene>& scenes) {
    const auto canceller = aio::create_task(cancel_at_random(round));
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (const auto& scene : scenes) group.create_task(scene.scene(round), scene.name);
        co_return;
    };
    co_await aio::with_task_group(body);
    round.over = true;
    co_await canceller;
}

struct Nowhere final : loopscope::Sink {
    void write(std::span<const loopscope::Event>) override {}
};

void run_round(Round& round, std::uint64_t seed) {
    const bool outside = seed % 8 == 0;
    aio::RunOptions options;
    options.clock = outside ? aio::ClockKind::real : aio::ClockKind::virtual_time;
    options.seed = seed;
    if (seed % 2 == 1) options.schedule = aio::Schedule::seeded(seed);
    Nowhere nowhere;
    std::optional<loopscope::Recorder> recorder;
    std::optional<loopscope::Pump> pump;
    if (seed % 4 == 3) {
        recorder.emplace();
        pump.emplace(*recorder, std::vector<loopscope::Sink*>{&nowhere});
        options.recorder = &*recorder;
    }
    aio::run(play(round, outside ? soak::outside_scenes() : soak::scenes()), options);
}

double resident_megabytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = read_options(argc, argv);
    if (!options) {
        fmt::print(stderr, "{}", kUsage);
        return 2;
    }
    // Exceptions that a cancelled gather leaves behind are part of the game.
    spdlog::register_logger(std::make_shared<spdlog::logger>("aio", std::make_shared<spdlog::sinks::null_sink_mt>()));
    const auto end = Clock::now() + std::chrono::duration<double, std::ratio<60>>(options->minutes);
    std::uint64_t operations = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t rounds = 0;
    double warm = 0;
    for (std::uint64_t seed = options->seed; options->rounds > 0 ? rounds < options->rounds : Clock::now() < end;
         ++seed, ++rounds) {
        Round round(seed);
        alarm(kHang);
        try {
            run_round(round, seed);
        } catch (const std::exception& error) {
            fmt::print("round {} failed: {}\nAgain: aio_soak --rounds 1 --seed {}\n", seed, error.what(), seed);
            return 1;
        }
        operations += round.operations;
        cancelled += round.cancelled;
        if (rounds == 20) warm = resident_megabytes();
    }
    alarm(0);
    const std::size_t frames = aio::detail::frames_in_use();
    fmt::print("{} rounds, {} operations, {} cancellations met; {} frames left", rounds, operations, cancelled, frames);
    if (warm > 0) fmt::print("; resident {:.1f} MB after 20 rounds, {:.1f} MB at the end", warm, resident_megabytes());
    fmt::print(".\n");
    return frames == 0 ? 0 : 1;
}
