// A recorder for one random program, and whether what the monitor finds in it makes sense.
#pragma once
#include "monitor/diagnose.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <memory>
#include <string>
#include <vector>

class Diagnosed {
public:
    loopscope::Recorder& recorder() { return recorder_; }
    // The kinds found, one each, once the program is over. Throws std::logic_error for a finding that points
    // nowhere or that no sentence tells.
    std::vector<std::string> kinds();

private:
    struct Keep final : loopscope::Sink {
        loopscope::Recording recording;
        void write(std::span<const loopscope::Event> slots) override;
    };
    Keep keep_;
    loopscope::Recorder recorder_;
    std::unique_ptr<loopscope::Pump> pump_ =
        std::make_unique<loopscope::Pump>(recorder_, std::vector<loopscope::Sink*>{&keep_});
};
