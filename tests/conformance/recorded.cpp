#include "conformance/recorded.hpp"

#include "findings/expected.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

namespace conformance {

namespace {

struct Keep final : loopscope::Sink {
    loopscope::Recording recording;
    void write(std::span<const loopscope::Event> slots) override {
        if (!recording.append(slots)) throw std::runtime_error(recording.error());
    }
};

struct Recorded {
    Keep keep;
    loopscope::Recorder recorder;
    std::unique_ptr<loopscope::Pump> pump =
        std::make_unique<loopscope::Pump>(recorder, std::vector<loopscope::Sink*>{&keep});
};

// One for each loop of the program that runs now; none unless findings are asked for.
bool records = false;
std::vector<std::unique_ptr<Recorded>> loops;

}  // namespace

aio::RunOptions virtual_time() {
    aio::RunOptions options;
    options.clock = aio::ClockKind::virtual_time;
    if (records) options.recorder = &loops.emplace_back(std::make_unique<Recorded>())->recorder;
    return options;
}

Found find_in(const Program& program) {
    records = true;
    program.run();
    Found found;
    std::vector<loopscope::Finding> all;
    for (const auto& loop : loops) {
        loop->pump.reset();  // takes what is left
        const auto& recording = loop->keep.recording;
        for (const loopscope::Finding& finding : loopscope::diagnose(recording, test::unhurried())) {
            found.claims.push_back(std::string(to_string(finding.kind)) + " (" + to_string(finding.confidence) +
                                   "): " + plain(tell(finding, recording).claim));
            all.push_back(finding);
        }
    }
    if (std::ranges::all_of(loops, [](const auto& loop) { return loop->keep.recording.empty(); })) {
        throw std::logic_error(program.name() + " told nothing: its loops need virtual_time()");
    }
    found.summary = test::summary(all);
    return found;
}

}  // namespace conformance
