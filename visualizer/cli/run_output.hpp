// RunOutput: what `loopscope run` shows of a run while it goes on, and in the end.
//
// Thread rule: the main thread.
#pragma once
#include "monitor/narrate.hpp"
#include "monitor/recording.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

// What came of a run.
struct Ending {
    std::optional<loopscope::Outcome> outcome;  // of the main task; nullopt: it did not come to an end
    std::string error;                          // the exception's text, or why there was no end
    std::string outcome_name() const;           // "returned", "raised", "cancelled", "lost"
};
Ending ending_of(const loopscope::Recording& recording, const std::string& notice);

class RunOutput {
public:
    virtual ~RunOutput() = default;
    virtual void show(std::size_t from, std::size_t to) = 0;  // these events are new
    virtual void end(const Ending& ending) = 0;
};

// Each significant event in a sentence, the lesson's own lines standing out.
std::unique_ptr<RunOutput> narrated(const loopscope::Recording& recording);
// The lesson's own lines and nothing else.
std::unique_ptr<RunOutput> quiet(const loopscope::Recording& recording);
// One object at the end.
std::unique_ptr<RunOutput> as_json(const loopscope::Recording& recording, std::string_view lesson);

}  // namespace cli
