// Report: what there is to say of a run, or of a part of it, when it is over.
//
// Thread rule: plain data, the main thread's.
#pragma once
#include "cli/run_output.hpp"
#include "kit/book/catalogue.hpp"
#include "monitor/diagnose.hpp"
#include "monitor/recording.hpp"
#include "monitor/statistics.hpp"

#include <string>
#include <vector>

namespace cli {

struct Report {
    const loopscope::Recording& recording;
    std::string source;  // the lesson or the file
    Ending ending;       // of the run
    bool part = false;   // of it only: see statistics.from and to
    loopscope::Statistics statistics{};
    std::vector<loopscope::CriticalLink> path{};
    std::vector<loopscope::Finding> findings{};
    std::vector<book::Lesson> lessons{};  // that are here; none if they were not found
};

void print_page(const Report& report);  // at most 100 columns
void print_json(const Report& report);

}  // namespace cli
