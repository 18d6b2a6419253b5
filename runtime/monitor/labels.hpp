// Labels: what stands on a lane, where there is no room for a sentence.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/lanes.hpp"
#include "monitor/narrate.hpp"
#include "monitor/recording.hpp"

#include <string>
#include <vector>

namespace loopscope {

// "lock db", "queue bank.cpp:31", "gather(3)"
std::string object_label(const Recording& recording, ObjectId id, const Phrases& phrases = english());
// What a waiting span waits for: "sleep 2.0 s", "lock db", "get queue jobs", "task fetch-1".
std::string wait_label(const Recording& recording, const Span& span, const Phrases& phrases = english());
// The outcome of a task that is done: "returned", "raised", "cancelled"; "" while it lives.
const char* outcome_label(const TaskInfo& task);

// All tasks, each behind its parent and its elder siblings, with how deep it stands.
struct TreeRow {
    TaskId task = 0;
    int depth = 0;
};
std::vector<TreeRow> task_tree(const Recording& recording);

}  // namespace loopscope
