// One event: what happened in a program, as 32 bytes of plain data.
//
// A stream is a sequence of 32-byte slots. A record is one slot, an Event, and
// the `extra` slots after it, which hold text (a name, a printed line). A reader
// that meets a kind it does not know skips 1 + extra slots, so that old readers
// survive new kinds. docs/trace_format.md gives every field of every kind.
//
// An event's sequence number is its place among the events that a program told,
// counted from 1; definitions (kinds below 16) are not counted. `cause` names
// the event that brought this one about by its sequence number, 0 for none.
//
// Thread rule: plain data, none.
#pragma once
#include <cstdint>
#include <type_traits>

namespace loopscope {

using TaskId = std::uint32_t;    // counted from 1, never reused; 0: no task (the loop itself)
using ObjectId = std::uint32_t;  // a gather, lock, queue ...; counted from 1, never reused
using TimerId = std::uint32_t;
using CallbackId = std::uint32_t;
using CoroId = std::uint32_t;
using OperationId = std::uint32_t;  // an I/O operation or a call on another thread
using StringId = std::uint32_t;     // 0: the empty string
using SiteId = std::uint32_t;       // a place in a source file; 0: unknown
using Sequence = std::uint32_t;

// Numbers are part of the file format: they may be added, never changed.
// "b: x | y << 32" means that the low half of b is x and the high half is y.
enum class EventKind : std::uint16_t {
    // the stream itself, not counted in the sequence
    define_string = 1,  // subject: StringId; a: bytes; the text follows
    define_site = 2,    // subject: SiteId; a: line; b: file StringId | function StringId << 32

    // the loop
    loop_start = 16,  // detail: ClockKind; a: program name StringId
    loop_stop = 17,   // detail: Outcome of the run; a: error's text StringId, 0 where the main task's end tells it
    turn_begin = 18,  // b: turn number, counted from 1
    turn_end = 19,    // b: turn number
    poll_begin = 20,  // b: longest wait in ns, kForever for no limit; a: I/O operations outstanding
    poll_end = 21,    // a: I/O completions taken
    run_begin = 22,   // a: how many handles were ready, all of which run in this turn
    time_moves = 23,  // b: the loop's time in ns since the loop started
    dropped = 24,     // b: how many events were lost here for want of room; they are in the sequence
    held = 25,        // b: how long the program stood at its gate just now, or waited for its pace, real time in ns
    choice = 26,  // subject: id of the handle chosen to run next; detail: HandleKind; a: its place; b: out of how many
    report =
        27,  // subject: TaskId it is about, or 0; detail: ReportKind; a: error's text StringId; the message follows

    // what the ready queue holds besides tasks
    callback_ready = 32,      // subject: CallbackId; a: label StringId; b: ObjectId it belongs to
    callback_begin = 33,      // subject: CallbackId or TimerId; detail: HandleKind
    callback_end = 34,        // subject: CallbackId or TimerId; detail: HandleKind
    callback_cancelled = 35,  // subject: CallbackId
    timer_arm = 36,           // subject: TimerId; a: label StringId; b: due, loop time in ns
    timer_fire = 37,          // subject: TimerId; b: as armed; its handle goes to the ready queue
    timer_cancel = 38,        // subject: TimerId; b: as armed

    // tasks
    task_create = 48,       // subject: TaskId; a: name StringId, or kDefaultName | N; b: parent TaskId | SiteId << 32
    task_name = 49,         // subject: TaskId; a: new name StringId
    task_ready = 50,        // subject: TaskId; detail: WakeReason; goes to the ready queue's end
    step_begin = 51,        // subject: TaskId; a: which step of this task, counted from 1
    task_wait = 52,         // subject: TaskId; detail: WaitReason; a: SiteId; b: what (see WaitReason)
    step_end = 53,          // subject: TaskId; detail: StepResult
    task_done = 54,         // subject: TaskId; detail: Outcome; a: exception's text StringId
    cancel_request = 55,    // subject: TaskId; a: SiteId; b: TaskId that asked | message StringId << 32
    cancel_delivered = 56,  // subject: TaskId; a: SiteId where CancelledError is thrown
    await_passed = 57,  // subject: TaskId; detail: WaitReason; a: SiteId; b: what: it was done already, nobody gave way
    uncancel =
        58,  // subject: TaskId; b: how many requests are left: one was taken back, by a timeout, a group or itself

    // coroutines: the frames below a task
    coro_create = 64,         // subject: CoroId; a: SiteId of its definition; b: TaskId that made it
    coro_enter = 65,          // subject: CoroId; a: SiteId of the co_await; b: TaskId | definition SiteId << 32
    coro_exit = 66,           // subject: CoroId; detail: Outcome; b: TaskId
    coro_never_awaited = 67,  // subject: CoroId; a: SiteId of its definition; b: TaskId | function StringId << 32

    // objects that tasks wait on
    object_create = 80,      // subject: ObjectId; detail: ObjectKind; a: name StringId; b: TaskId | SiteId << 32
    object_name = 81,        // subject: ObjectId; a: name StringId
    object_destroy = 82,     // subject: ObjectId
    object_child = 83,       // subject: ObjectId; a: TaskId that it now holds, or 0 and b: ObjectId
    object_child_done = 84,  // subject: ObjectId; a: TaskId, or 0 and b: ObjectId; detail: Outcome
    object_done = 85,        // subject: ObjectId; detail: Outcome
    object_take = 86,        // subject: ObjectId; a: SiteId; b: TaskId that now holds it | how many permits << 32
    object_give = 87,        // subject: ObjectId; a: SiteId; b: TaskId that gives it back | how many permits << 32
    object_value = 88,       // subject: ObjectId; detail: ValueKind; a: TaskId that changed it; b: the value, signed
    object_put = 89,         // subject: ObjectId; a: item number; b: TaskId | SiteId << 32; the item, as shown, follows
    object_get = 90,         // subject: ObjectId; a: item number; b: TaskId | SiteId << 32
    object_notify = 91,      // subject: ObjectId; a: SiteId; b: TaskId | how many waiters are meant << 32
    object_close = 92,       // subject: ObjectId; detail: CloseKind; b: TaskId | SiteId << 32

    // what goes on outside of the loop
    io_start = 96,      // subject: OperationId; a: label StringId; b: TaskId | SiteId << 32
    io_done = 97,       // subject: OperationId; detail: Outcome; a: error's text StringId
    thread_start = 98,  // subject: OperationId; a: label StringId; b: TaskId | SiteId << 32
    thread_done = 99,   // subject: OperationId; detail: Outcome; a: error's text StringId

    // the program's own voice
    print = 112,       // subject: TaskId; b: SiteId; the text follows
    checkpoint = 113,  // subject: TaskId; a: name StringId; b: SiteId
    knob = 114,        // a: name StringId; b: the value, a double's bits
    mark = 115,        // subject: TaskId; a: name StringId; b: SiteId
    watch = 116,       // subject: TaskId; detail: WatchKind; a: name StringId; b: SiteId; the value, as shown, follows
};

enum class ClockKind : std::uint8_t { real = 0, virtual_time = 1 };
enum class HandleKind : std::uint8_t { task = 0, callback = 1, timer = 2 };
enum class StepResult : std::uint8_t { suspended = 0, finished = 1 };
enum class Outcome : std::uint8_t { returned = 0, raised = 1, cancelled = 2 };

// Why a task entered the ready queue.
enum class WakeReason : std::uint8_t {
    created = 0,    // create_task put it there
    yielded = 1,    // sleep(0): it put itself there
    timer = 2,      // its sleep is over
    task_done = 3,  // the task that it awaited finished
    object = 4,     // the object that it awaited (a gather, a future) has its result
    cancelled = 5,  // somebody cancelled it while it waited
    io = 6,         // its I/O operation has completed
    thread = 7,     // the thread that worked for it has finished
};

// What a suspended task waits for; b of task_wait says which one.
enum class WaitReason : std::uint8_t {
    yield = 0,    // nothing: sleep(0)
    sleep = 1,    // b: TimerId
    task = 2,     // b: TaskId
    object = 3,   // b: ObjectId: its result (a future, a gather), or its children (a group)
    acquire = 4,  // b: ObjectId: to hold it (a lock, a permit)
    signal = 5,   // b: ObjectId: to be told (an event, a condition, a barrier)
    get = 6,      // b: ObjectId: an item
    put = 7,      // b: ObjectId: room for an item
    join = 8,     // b: ObjectId: all its items to be finished
    io = 9,       // b: OperationId
    thread = 10,  // b: OperationId
};

// Those from task_group on are not built of one list of waiters; their children tell the rest.
enum class ObjectKind : std::uint8_t {
    unknown = 0,
    future = 1,
    gather = 2,
    lock = 3,
    event = 4,
    condition = 5,
    semaphore = 6,
    bounded_semaphore = 7,
    barrier = 8,
    queue = 9,
    priority_queue = 10,
    lifo_queue = 11,
    task_group = 12,
    timeout = 13,
    wait = 14,
    as_completed = 15,
    shield = 16,
    generator = 17,
    rate_limiter = 18,
    pool = 19,
};

// What the number of object_value is.
enum class ValueKind : std::uint8_t {
    value = 0,       // free permits, 1 for an event that is set, arrivals at a barrier, a pool's idle items
    capacity = 1,    // permits at first, a barrier's parties, a queue's maxsize (0: no limit)
    unfinished = 2,  // a queue's items for which task_done() has not been called; each object_put adds one
    deadline = 3,    // a timeout's, loop time in ns; -1: none
};

enum class CloseKind : std::uint8_t {
    shut_down = 0,  // a queue: what is in it may still be got
    at_once = 1,    // a queue: its items are dropped
    aborted = 2,    // a barrier is broken, a group cancels its tasks
    reset = 3,      // a barrier starts anew
};

// What the loop's exception handler was told of.
enum class ReportKind : std::uint8_t {
    other = 0,
    never_retrieved = 1,    // a future or task is gone, and nobody looked at its exception
    destroyed_pending = 2,  // a task is gone before it was done
    callback_raised = 3,    // a callback of the loop
    shutdown_raised = 4,    // a task, while the loop cancelled what was left
};

enum class WatchKind : std::uint8_t { text = 0, number = 1 };

struct Event {
    std::uint64_t time;     // real time in ns since the recorder was made; taken once a step
    std::uint32_t subject;  // whom it is about; the kind says which id this is
    Sequence cause;         // which event brought this about; 0: none
    EventKind kind;
    std::uint8_t extra;   // how many slots of text follow
    std::uint8_t detail;  // one of the small enumerations above
    std::uint32_t a;
    std::uint64_t b;
};
static_assert(sizeof(Event) == 32 && std::is_trivially_copyable_v<Event>);

// A task that was given no name is called Task-N; its name is told as kDefaultName | N, so
// that a million of them need no strings.
inline constexpr StringId kDefaultName = 0x80000000;

inline constexpr std::uint64_t kForever = ~std::uint64_t{0};
inline constexpr std::size_t kSlotBytes = sizeof(Event);
inline constexpr std::size_t kMaxTextBytes = 255 * kSlotBytes;

// The loop has nothing to run: everybody waits, and the clock is about to move.
constexpr bool waits(const Event& event) { return event.kind == EventKind::poll_begin && event.b != 0; }
constexpr bool is_definition(EventKind kind) { return static_cast<std::uint16_t>(kind) < 16; }
constexpr std::uint32_t low(std::uint64_t b) { return static_cast<std::uint32_t>(b); }
constexpr std::uint32_t high(std::uint64_t b) { return static_cast<std::uint32_t>(b >> 32); }
constexpr std::uint64_t pack(std::uint32_t low_half, std::uint32_t high_half) {
    return low_half | std::uint64_t{high_half} << 32;
}

}  // namespace loopscope
