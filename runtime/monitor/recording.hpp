// Recording: every event of one run so far, and the questions asked of it.
//
// It only grows, by append(). Keyframes (Worlds kept at intervals that follow
// what a copy costs) make any instant cheap: at(i) copies the keyframe before i
// and folds the few events between. Small indexes grow along with the events,
// so that a view pays for what it shows and not for how long the run has been.
//
// An index counts events from 0; "at index i" means after the first i events,
// so 0 is before everything and size() is now. A limit can be set: when there are more events, whole turns
// are let go of at the start. Indexes stay what they were; first() is the first one left, and
// what is asked about an earlier one is answered as for first().
//
// Thread rule: one thread. Pointers and spans are good until the next append().
#pragma once
#include "monitor/event.hpp"
#include "monitor/lanes.hpp"
#include "monitor/world.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

struct Site {
    StringId file = 0;
    StringId function = 0;
    std::uint32_t line = 0;
};

// What never changes about a task once it is known.
struct TaskInfo {
    TaskId id = 0;
    StringId name = 0;  // its latest name
    TaskId parent = 0;
    SiteId site = 0;                      // the create_task or gather that made it
    std::size_t created = 0;              // index of its task_create
    std::optional<std::size_t> finished;  // index of its task_done
    Outcome outcome = Outcome::returned;  // meaningful once finished
    StringId error = 0;                   // the exception's text, if it raised
};

struct TimerInfo {
    TimerId id = 0;
    StringId label = 0;
    TaskId task = 0;          // who armed it, 0 for the loop
    std::uint32_t armed = 0;  // index of its timer_arm
    std::uint64_t due = 0;    // loop time, ns
};

struct ObjectInfo {
    ObjectId id = 0;
    ObjectKind kind = ObjectKind::unknown;
    StringId name = 0;  // its latest name
    SiteId site = 0;
    TaskId owner = 0;
    std::uint32_t created = 0;   // index of its object_create
    std::uint32_t children = 0;  // tasks and objects that it has held so far
};

struct CallbackInfo {
    CallbackId id = 0;
    StringId label = 0;
    ObjectId object = 0;
};

// An I/O operation, or a call on another thread.
struct OperationInfo {
    OperationId id = 0;
    OperationKind kind = OperationKind::io;
    StringId label = 0;
    TaskId task = 0;  // for whom it is done
    SiteId site = 0;
    std::uint32_t started = 0;                // index of its io_start or thread_start
    std::optional<std::uint32_t> finished{};  // index of its io_done or thread_done
    Outcome outcome = Outcome::returned;      // meaningful once finished
    StringId error = 0;
};

struct CoroInfo {
    CoroId id = 0;
    SiteId defined_at = 0;
    SiteId awaited_at = 0;  // 0: not awaited yet, or a task's root
    bool entered = false;
};

inline constexpr std::size_t kKeepAll = ~std::size_t{0};

class Recording {
public:
    Recording();
    ~Recording();
    Recording(Recording&&) noexcept;
    Recording& operator=(Recording&&) noexcept;

    // Takes slots as a Recorder gives them. An unfinished record at the end is kept
    // until its rest arrives. False (and a reason in error()) if the slots cannot be
    // a stream; what came before stays.
    bool append(std::span<const Event> slots);
    const std::string& error() const;

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    // An event of kind 0 for one that was let go of. REQUIRES: index < size()
    const Event& operator[](std::size_t index) const;

    // No limit is set at first. About a quarter more is kept until the next turn begins.
    void keep_at_most(std::size_t events);
    std::size_t first() const;  // how many were let go of
    // The number by which other events name this one. A `dropped` event has no number of
    // its own: it stands for the lost ones and answers with the last of theirs.
    Sequence sequence(std::size_t index) const;                    // REQUIRES: index < size()
    std::optional<std::size_t> index_of(Sequence sequence) const;  // nullopt: lost, or not here yet

    // Texts stay where they are for as long as the Recording has them.
    std::string_view string(StringId id) const;      // "" if unknown
    Site site(SiteId id) const;                      // zeros if unknown
    std::string_view text(std::size_t index) const;  // the text behind an event, "" if none

    World at(std::size_t index) const;  // REQUIRES: index <= size()
    const World& now() const;           // at(size()), kept up to date

    const TaskInfo* task(TaskId id) const;
    std::span<const TaskInfo> tasks() const;            // every task ever, by id
    std::string task_name(TaskId id) const;             // its name, "task 7" if unknown, "the loop" for 0
    std::string task_name(const TaskInfo& task) const;  // also of one that it has let go of
    const Lane* lane(TaskId id) const;                  // the spans of a task's life
    std::span<const TaskId> children(TaskId id) const;  // 0: the roots
    // The task in whose step event `index` happened; 0: the loop itself.
    TaskId running_at(std::size_t index) const;
    const TimerInfo* timer(TimerId id) const;
    const ObjectInfo* object(ObjectId id) const;
    std::span<const ObjectInfo> objects() const;  // every object ever, by id
    const OperationInfo* operation(OperationId id) const;
    const CallbackInfo* callback(CallbackId id) const;
    const CoroInfo* coroutine(CoroId id) const;
    // Of a wait to acquire: who held the object, if one task did. Of an object_give: who stood first
    // in line. 0: nobody.
    TaskId counterpart(std::size_t index) const;
    // Of an object_get: the index of the object_put that the item came by.
    std::optional<std::size_t> put_of(std::size_t index) const;
    // State of any task, living or not, in a World of this Recording; nullopt: not created yet.
    std::optional<TaskState> state(const World& world, std::size_t index, TaskId id) const;

    // Indexes of events of one kind, ascending.
    std::span<const std::uint32_t> steps() const;        // step_begin
    std::span<const std::uint32_t> stops() const;        // step_begin, and poll_begin that waits: see waits()
    std::span<const std::uint32_t> turns() const;        // turn_begin
    std::span<const std::uint32_t> checkpoints() const;  // checkpoint
    std::span<const std::uint32_t> prints() const;       // print
    std::span<const std::uint32_t> knobs() const;        // knob
    std::span<const WakeEdge> wakes() const;             // by the index of the task_ready

    // The three axes: what each clock said after the first `index` events.
    std::uint64_t step_at(std::size_t index) const;
    std::uint64_t turn_at(std::size_t index) const;
    std::uint64_t loop_time_at(std::size_t index) const;  // ns
    // ns since the recorder was made, without the time for which the program was held until then.
    std::uint64_t real_time_at(std::size_t index) const;
    std::uint64_t real_time_began() const;  // ns: of the first event of all, kept or not

    std::string_view program() const;
    ClockKind clock() const;
    bool finished() const;  // loop_stop was seen
    std::uint64_t dropped() const;

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace loopscope
