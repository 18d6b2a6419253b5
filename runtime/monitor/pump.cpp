#include "monitor/pump.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace loopscope {
namespace {
// How late an event may be while its program is busy; a program about to stand still flushes.
constexpr std::chrono::milliseconds kLongestDelay{10};
}  // namespace

Pump::Pump(Recorder& recorder, std::vector<Sink*> sinks)
    : recorder_(recorder), sinks_(std::move(sinks)), thread_([this] { run(); }) {}

Pump::~Pump() {
    recorder_.close();
    thread_.join();
}

void Pump::run() {
    std::array<Event, 4096> slots;
    bool unflushed = false;
    for (;;) {
        // Asked before reading: what was written before close() is then surely seen.
        const bool last = recorder_.closed();
        const std::size_t count = recorder_.read(slots);
        if (count > 0) {
            for (Sink* sink : sinks_) sink->write(std::span(slots).first(count));
            unflushed = true;
            if (last || count == slots.size()) continue;
        }
        if (unflushed) {
            for (Sink* sink : sinks_) sink->flush();
            unflushed = false;
        }
        if (last) return;
        recorder_.wait(kLongestDelay);
    }
}

}  // namespace loopscope
