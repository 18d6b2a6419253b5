// What a Recording keeps. For recording*.cpp.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/by_id.hpp"
#include "monitor/event_store.hpp"
#include "monitor/keyframes.hpp"
#include "monitor/numbering.hpp"
#include "monitor/recording.hpp"
#include "monitor/relations.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

// How many events of an ascending list come before `index`.
inline std::size_t count_before(const std::vector<std::uint32_t>& indexes, std::size_t index) {
    return static_cast<std::size_t>(std::ranges::lower_bound(indexes, index) - indexes.begin());
}

struct StringRow {
    StringId id = 0;
    std::string_view text;
};

struct SiteRow {
    SiteId id = 0;
    Site site;
};

// What lies behind an event.
struct TextRow {
    std::uint32_t index = 0;
    std::string_view text;
};

// Where the program was held, and for how long in all until then.
struct Hold {
    std::size_t index = 0;  // of the held event
    std::uint64_t total = 0;
};

struct Life {
    Lane lane;
    std::vector<TaskId> children;
};

struct Recording::Data {
    EventStore events;
    TextStore names;             // of strings
    TextStore event_texts;       // of events
    std::vector<TextRow> texts;  // by index
    std::vector<StringRow> strings;
    std::vector<SiteRow> sites;
    std::vector<Event> pending;  // a record whose end has not come yet
    std::string error;

    World now;
    Keyframes keyframes;
    Numbering numbering;
    std::vector<Hold> holds;

    std::vector<TaskInfo> tasks;  // by id
    std::vector<Life> lives;      // beside tasks
    std::vector<TaskId> roots;
    std::vector<TimerInfo> timers;
    std::vector<ObjectInfo> objects;
    std::vector<CallbackInfo> callbacks;
    std::vector<OperationInfo> operations;
    std::vector<CoroInfo> coroutines;
    std::vector<WakeEdge> wakes;
    Relations relations;

    std::vector<std::uint32_t> steps;
    std::vector<std::uint32_t> step_ends;  // beside steps; kOpen: no step_end came
    std::vector<std::uint32_t> turns;
    std::vector<std::uint32_t> checkpoints;
    std::vector<std::uint32_t> prints;
    std::vector<std::uint32_t> knobs;
    std::vector<std::uint32_t> stops;
    std::vector<std::uint32_t> time_moves;

    // What came before `first` was let go of; these are what it left behind.
    std::size_t limit = kKeepAll;
    std::size_t first = 0;
    std::uint64_t real_time_began = 0;  // of the very first event
    std::uint64_t first_real_time = 0;
    std::uint64_t first_loop_time = 0;
    std::uint64_t first_turn = 0;
    std::size_t first_step = 0;  // steps before it

    StringId program = 0;
    ClockKind clock = ClockKind::real;
    bool finished = false;

    void let_go();  // of whole turns at the start, if there are more events than may be
    void let_go_before(std::size_t index);
    void let_go_of_lists(std::size_t index);
    void let_go_of_things(std::size_t index, const World& world);
    void let_go_of_the_uncounted(std::size_t index, const World& world);
    void let_go_of_tasks(std::size_t index, const World& world);

    bool refuse(std::string reason) {
        error = std::move(reason);
        return false;
    }
    bool take(const Event* record);
    bool define(const Event& head, std::string_view text);
    void add_hold(const Event& event, std::uint32_t index);
    void index_event(const Event& event, std::uint32_t index, TaskId was_running);
    void index_task_event(const Event& event, std::uint32_t index, TaskId was_running);
    void index_thing(const Event& event, std::uint32_t index);
    void index_operation(const Event& event, std::uint32_t index);
    void add_task(const Event& event, std::uint32_t index);
    void add_wake(const Event& event, std::uint32_t index);
    void follow(TaskId id, std::uint32_t index);

    std::size_t task_place(TaskId id) const { return place_of(tasks, id); }
    bool has_task(std::size_t place, TaskId id) const { return place < tasks.size() && tasks[place].id == id; }
    TaskId running_at(std::size_t index) const;
};

}  // namespace loopscope
