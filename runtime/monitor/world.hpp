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
#include "monitor/world_parts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

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
    // Of one object. Its size() costs by how many pieces they lie in, and copies nothing.
    Items<HoldNow> holders(ObjectId id) const;  // by when each took it first
    const HoldNow* hold(ObjectId id, TaskId task) const;
    Items<WaiterNow> waiters(ObjectId id) const;    // in line, by when each began to wait
    Items<ItemNow> items(ObjectId id) const;        // in the order in which they were put
    Items<ChildNow> children(ObjectId id) const;    // not done yet, in the order in which they were made
    bool is_child(ObjectId id, TaskId task) const;  // and not done yet
    const ItemNow* item(ObjectId id, std::uint32_t number) const;
    Items<OperationNow> operations() const { return operations_.view(); }  // under way, by id
    const OperationNow* operation(OperationId id) const;
    Items<WatchNow> watches(TaskId id) const;  // of a live task, by name; 0: shown by the loop's callbacks
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
    void apply_object(const Event& event, Sequence sequence);
    void apply_operation(const Event& event, Sequence sequence);
    void apply_voice(const Event& event, Sequence sequence);

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

    void create_object(const Event& event);
    void destroy_object(ObjectId id);
    void change_object(const Event& event, ObjectNow& object);
    void set_value(const Event& event, ObjectNow& object);
    void add_child(const Event& event);
    void child_done(const Event& event, ObjectNow& object);
    void take(const Event& event, Sequence sequence, ObjectKind kind);
    void give(const Event& event);
    std::uint32_t reduce(SharedList<HoldNow>::Place place, std::uint32_t count);
    void put(const Event& event, Sequence sequence, ObjectNow& object);
    void get(const Event& event);
    void stand_in_line(TaskNow& task, Sequence sequence);
    void leave_line(const TaskNow& task);
    void mark_woken(const TaskNow& task);
    void choose(const Event& event);

    // A hold by its task, to find it among those of an object.
    struct HoldOf {
        ObjectId object = 0;
        TaskId task = 0;
        Sequence since = 0;
    };
    template <typename Size>
    static std::size_t sum_lists(Size size);

    SharedList<TaskNow> tasks_;
    SharedList<ObjectNow> objects_;
    SharedList<FrameNow> frames_;
    SharedList<FrameNow> unawaited_;
    SharedList<ReadyEntry> ready_;
    SharedList<TimerNow> timers_;
    SharedList<HoldNow> holds_;         // by object, then since
    SharedList<HoldOf> holds_by_task_;  // by object, then task
    SharedList<WaiterNow> waiters_;     // by object, then since
    SharedList<ItemNow> items_;         // by object, then number
    SharedList<ChildNow> children_;     // by object, then task, then the other
    SharedList<OperationNow> operations_;
    SharedList<WatchNow> watches_;  // by task, then name
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
