// Why: what there is to say about one task at the cursor, before it is drawn.
//
// The monitor explains it (monitor/explain.hpp); here it becomes rows and sentences.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/sentence.hpp"
#include "panels/view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace viz {

struct WhyRow {
    std::string what;            // "the lock db", "fetch()", "main"
    std::string line{};          // "bank.cpp:14", "" if unknown
    loopscope::TaskId task = 0;  // of a row that is a task
    bool waited_for = false;     // it is what the chain hangs on: a timer, an operation, an object
};

struct Why {
    loopscope::TaskId task = 0;  // 0: nobody to speak of
    std::string name;
    std::optional<loopscope::TaskState> state;  // nullopt: not created yet
    std::string status;                         // "waits, 3 steps, waiting for 2 turns and 0.500 s"
    std::vector<loopscope::Sentence> sentences;
    // From what it hangs on in the end outwards: the tasks between, its own coroutines, the tasks that await it.
    std::vector<WhyRow> chain;
};

Why why(const View& view);
std::string why_text(const View& view);  // the same as text

}  // namespace viz
