// Why: what there is to say about what is chosen, at the cursor, before it is drawn.
//
// Of a task the monitor explains why it stands where it stands (monitor/explain.hpp); of an object, who
// holds it and who waits; of a line, who stands there and what happened there. Here it becomes rows and
// sentences.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/sentence.hpp"
#include "panels/view.hpp"
#include "panels/watched.hpp"

#include <optional>
#include <string>
#include <vector>

namespace viz {

class TaskTimes;

struct WhyRow {
    std::string what;            // "the lock db", "fetch()", "main"
    std::string line{};          // "bank.cpp:14", "" if unknown
    loopscope::TaskId task = 0;  // of a row that is a task
    bool waited_for = false;     // it is what the chain hangs on: a timer, an operation, an object
    loopscope::ObjectId object = 0;
    loopscope::SiteId site = 0;  // of the line
};

// Something that happened, where one can go.
struct WhyMoment {
    std::size_t index = 0;
    std::string time;
    std::string said;
};

struct Why {
    Selection about;             // nobody and nothing: there is nothing to say
    loopscope::TaskId task = 0;  // 0: it is not about a task
    std::string name;
    std::optional<loopscope::TaskState> state;  // of a task; nullopt: not created yet
    std::string status;                         // "waits, 3 steps, waiting for 2 turns and 0.500 s"
    std::string figures;                        // where a task's time went; "" if it had none
    std::vector<loopscope::Sentence> sentences;
    // From what it hangs on in the end outwards: the tasks between, its own coroutines, the tasks that await it.
    std::vector<WhyRow> chain;
    std::vector<Watched> watches;
    std::vector<WhyMoment> history;  // of an object or a line, the latest first
};

Why why(const View& view);
Why why(const View& view, TaskTimes& times);  // the same, quicker when asked again
std::string why_text(const View& view);       // the same as text

}  // namespace viz
