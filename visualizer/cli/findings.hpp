// Findings, as the command line tells them: at the end of a run, in a report, and as JSON.
//
// Thread rule: the main thread.
#pragma once
#include "kit/book/lesson_text.hpp"
#include "monitor/diagnose.hpp"
#include "monitor/recording.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace cli {

// Two lines each, and nothing at all if there are none.
void print_findings_briefly(const loopscope::Recording& recording, std::span<const loopscope::Finding> findings);
// With what shows it, why it matters, what to do, and those of the lessons that teach it.
void print_findings(const loopscope::Recording& recording, std::span<const loopscope::Finding> findings,
                    std::span<const book::Lesson> lessons);
nlohmann::ordered_json findings_as_json(const loopscope::Recording& recording,
                                        std::span<const loopscope::Finding> findings);

}  // namespace cli
