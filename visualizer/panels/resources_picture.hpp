// ResourcesPicture: what the panel RESOURCES shows, before it is drawn or said.
//
// Each primitive that is alive at the cursor, in words and numbers. What costs by how much
// there is (a semaphore with 100,000 waiters) is looked at from its front only, and counted.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace viz {

// A task, or for a gather of gathers an object, that has to do with a primitive.
struct ResourceTask {
    loopscope::TaskId task = 0;
    loopscope::ObjectId object = 0;
    std::string name;
    loopscope::TaskState state = loopscope::TaskState::waiting;
    bool woken = false;       // it stands in the ready queue, and here only until it runs
    std::uint32_t count = 1;  // permits that it holds
    std::string line;         // "line 14", "" if unknown
    std::string since;        // "since 0.300 s"
};

// Some of them under one word: who holds, who waits to put ...
struct ResourceGroup {
    std::string label;
    std::vector<ResourceTask> tasks;
    std::size_t more = 0;  // not in `tasks`
    bool holds = false;    // they have it
    bool waits = false;    // they stand in line, and nobody has woken them yet
};

struct Resource {
    loopscope::ObjectId id = 0;
    loopscope::ObjectKind kind = loopscope::ObjectKind::unknown;
    std::string title;   // its name, or what it is if it has none
    std::string about;   // "queue, line 31"
    std::string remark;  // "2 / 3"
    std::string state;   // "open", "held", "3 of 5 done": the picture in words
    bool selected = false;
    bool lively = false;  // somebody holds it or waits for it, or it concerns the selection
    bool done = false;
    bool busy = false;  // whoever comes now has to wait
    std::optional<std::int64_t> value;
    std::optional<std::int64_t> capacity;
    std::vector<std::string> items;  // of a queue, the first to leave in front
    std::size_t items_all = 0;
    std::size_t children_all = 0, children_done = 0;
    float progress = 0;  // of a timeout, from its making to its deadline
    std::vector<ResourceGroup> groups;
    std::vector<std::string> notes;  // "unfinished tasks 7", "shut down"
};

struct ResourcesPicture {
    std::vector<Resource> rows;
    std::size_t all = 0;   // that are alive
    std::size_t more = 0;  // not in `rows`
};

ResourcesPicture resources_picture(const View& view, std::size_t most_rows, std::size_t most_tasks);

// "task_group", as the language file calls the kinds.
std::string kind_key(loopscope::ObjectKind kind);

}  // namespace viz
