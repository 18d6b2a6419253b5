// World: the whole state of a program at one instant, as its events tell it.
//
// A World is folded from a Recording's events: World after n+1 events is World
// after n events and one `apply`. Every panel, test and narration reads Worlds;
// nobody keeps state about the program beside them.
//
// What never changes about a task (its name, parent, line, end) stays in the
// Recording (TaskInfo); a World holds only what is alive, so that copying one
// costs by how much lives, not by how much has lived.
//
// Thread rule: a value; a const World may be read from any thread. A copy shares what is
// the same in both, so that copying costs little even with 100,000 tasks.
#pragma once
#include "monitor/event.hpp"
#include "monitor/shared_list.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace loopscope {

enum class TaskState : std::uint8_t { ready, running, waiting, done, failed, cancelled };
enum class LoopPhase : std::uint8_t { not_started, between_turns, polling, timers, running, stopped };

// A live task.
struct TaskNow {
    TaskId id = 0;
    TaskState state = TaskState::ready;
    WaitReason wait_reason = WaitReason::yield;    // meaningful while waiting
    WakeReason wake_reason = WakeReason::created;  // why it last became ready
    std::uint8_t cancel_requests = 0;              // asked for and not yet delivered
    bool queued = false;                           // it has a place in the ready queue
    std::uint32_t steps = 0;                       // begun so far
    SiteId site = 0;                               // where it is suspended, or last was; 0 before its first wait
    std::uint64_t wait_on = 0;                     // TimerId, TaskId or ObjectId, by wait_reason
    Sequence since = 0;                            // the event that brought it into this state
    Sequence ready_cause = 0;                      // what put it into the ready queue last
    std::int32_t top_frame = -1;                   // its innermost coroutine, index into frames; -1: none
};

// One coroutine on a task's await chain.
struct FrameNow {
    CoroId coro = 0;
    SiteId awaited_at = 0;  // the co_await that entered it, 0 for a task's root
    SiteId defined_at = 0;
    std::int32_t outer = -1;  // the frame that awaits it, index into frames; -1: root, -2: free slot
};

struct ReadyEntry {
    HandleKind kind = HandleKind::task;
    std::uint32_t id = 0;
    Sequence since = 0;      // the event that put it here
    bool this_turn = false;  // was there when the turn's run phase began
};

struct TimerNow {
    std::uint64_t due = 0;  // loop time, ns
    TimerId id = 0;
    StringId label = 0;
    TaskId task = 0;  // who armed it (the running task), 0 for none
    Sequence since = 0;
};

struct ObjectNow {
    ObjectId id = 0;
    ObjectKind kind = ObjectKind::unknown;
    StringId name = 0;
    SiteId site = 0;
    TaskId owner = 0;            // the task that made it
    std::uint32_t children = 0;  // a gather's tasks
    std::uint32_t children_done = 0;
    bool done = false;
};

class World {
public:
    // Folds one event in. Unknown kinds and events about things never heard of
    // (after a drop, or in a damaged file) change nothing that would not make sense.
    void apply(const Event& event, Sequence sequence);

    template <typename T>
    using Items = typename SharedList<T>::View;  // to read from begin to end; [i] is quick near the front

    const TaskNow* task(TaskId id) const;                      // live tasks only
    Items<TaskNow> tasks() const { return tasks_.view(); }     // live, by id
    TaskId running() const { return running_; }                // 0: none; otherwise task(running()) is there
    Items<ReadyEntry> ready() const { return ready_.view(); }  // in the order in which they will run
    // The handle that runs now, if any.
    std::optional<ReadyEntry> running_handle() const { return running_handle_; }
    Items<TimerNow> timers() const { return timers_.view(); }     // by due time, then id
    Items<ObjectNow> objects() const { return objects_.view(); }  // live, by id
    const ObjectNow* object(ObjectId id) const;
    // The coroutines of a task from the innermost outwards.
    std::vector<FrameNow> await_chain(TaskId id) const;
    // Coroutines made and neither awaited nor destroyed yet.
    Items<FrameNow> unawaited() const { return unawaited_.view(); }

    LoopPhase phase() const { return phase_; }
    std::uint64_t turn() const { return turn_; }
    std::uint64_t step() const { return step_; }            // steps begun so far in the whole program
    std::uint64_t loop_time() const { return loop_time_; }  // ns
    // How long the poll that goes on may wait, ns; kForever: no limit; 0 outside a poll.
    std::uint64_t poll_limit() const { return poll_limit_; }
    std::uint32_t io_outstanding() const { return io_outstanding_; }
    std::uint32_t run_batch() const { return run_batch_; }  // handles in this turn's batch
    std::uint64_t dropped() const { return dropped_; }
    SiteId running_site() const { return running_site_; }  // last known line of the running task
    std::size_t footprint() const;                         // bytes
    // What a keyframe costs: bytes that `earlier`, from which this World was folded, does not share.
    std::size_t bytes_beyond(const World& earlier) const;
    std::size_t chunks() const;  // how many pieces a copy takes hold of

    friend bool operator==(const World& left, const World& right);  // the same state, for tests

private:
    void apply_loop(const Event& event);
    void apply_handle(const Event& event, Sequence sequence);
    void apply_task(const Event& event, Sequence sequence);
    void apply_coroutine(const Event& event);
    void apply_object(const Event& event);
    void apply_voice(const Event& event);

    TaskNow* edit_task(TaskId id);
    FrameNow& edit_frame(std::int32_t at) { return frames_.edit(frames_.place(static_cast<std::size_t>(at))); }
    const FrameNow& frame(std::int32_t at) const { return frames_[frames_.place(static_cast<std::size_t>(at))]; }
    void begin_batch(std::size_t handles);
    void arm_timer(const Event& event, Sequence sequence);
    void create_task(const Event& event, Sequence sequence);
    void make_ready(const Event& event, Sequence sequence);
    void begin_step(const Event& event, Sequence sequence);
    void suspend_running(Sequence sequence);
    void finish_task(TaskId id);
    void reached(TaskId id, SiteId site);
    std::optional<ReadyEntry> take_ready(HandleKind kind, std::uint32_t id);
    std::optional<TimerNow> take_timer(TimerId id, std::uint64_t due);

    void enter_coroutine(const Event& event);
    void exit_coroutine(const Event& event);
    std::int32_t new_frame();
    void free_frame(std::int32_t at);
    void pack_frames();
    void forget_unawaited(CoroId coro);

    SharedList<TaskNow> tasks_;
    SharedList<ObjectNow> objects_;
    SharedList<FrameNow> frames_;
    SharedList<FrameNow> unawaited_;
    SharedList<ReadyEntry> ready_;
    SharedList<TimerNow> timers_;
    std::int32_t first_free_frame_ = -1;
    std::uint32_t free_frames_ = 0;
    std::optional<ReadyEntry> running_handle_;
    TaskId running_ = 0;
    SiteId running_site_ = 0;
    LoopPhase phase_ = LoopPhase::not_started;
    std::uint64_t turn_ = 0;
    std::uint64_t step_ = 0;
    std::uint64_t loop_time_ = 0;
    std::uint64_t poll_limit_ = 0;
    std::uint32_t io_outstanding_ = 0;
    std::uint32_t run_batch_ = 0;
    std::uint64_t dropped_ = 0;
};

const char* to_string(TaskState state);
const char* to_string(LoopPhase phase);

}  // namespace loopscope
