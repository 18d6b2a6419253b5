// The values behind kit::knob(): what the command line set, and what the program asked for.
//
// Thread rule: the lesson's own thread.
#pragma once
#include "monitor/recorder.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kit {

class Knobs {
public:
    // The ones of the lesson that runs in this process. A process runs one lesson, so
    // that a lesson's text can say knob("delay", 1) with nothing to carry around.
    static Knobs& of_this_process();

    void set(std::string name, double value);
    // Where to tell of each knob the program asks for; nullptr: nowhere.
    void tell(loopscope::Recorder* recorder) { recorder_ = recorder; }

    double ask(std::string_view name, double fallback);

    void set_seed(std::uint64_t seed) { seed_ = seed; }
    std::uint64_t seed() const { return seed_; }

    std::vector<std::string> unknown() const;  // set, and never asked for
    std::vector<std::string> asked() const;

private:
    std::map<std::string, double, std::less<>> values_;
    std::set<std::string, std::less<>> asked_;
    loopscope::Recorder* recorder_ = nullptr;
    std::uint64_t seed_ = 0;
};

}  // namespace kit
