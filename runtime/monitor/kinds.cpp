#include "monitor/kinds.hpp"

#include <algorithm>

namespace loopscope {
namespace {

constexpr const char* kClocks[] = {"real", "virtual"};
constexpr const char* kHandles[] = {"task", "callback", "timer"};
constexpr const char* kSteps[] = {"suspended", "finished"};
constexpr const char* kOutcomes[] = {"returned", "raised", "cancelled"};
constexpr const char* kWakes[] = {"created", "yielded", "timer", "task_done", "object", "cancelled", "io", "thread"};
constexpr const char* kWaits[] = {"yield", "sleep", "task", "object", "acquire", "signal",
                                  "get",   "put",   "join", "io",     "thread"};
constexpr const char* kObjects[] = {
    "unknown", "future",    "gather",         "lock",       "event",      "condition", "semaphore", "bounded_semaphore",
    "barrier", "queue",     "priority_queue", "lifo_queue", "task_group", "timeout",   "wait",      "as_completed",
    "shield",  "generator", "rate_limiter",   "pool"};
constexpr const char* kValues[] = {"value", "capacity", "unfinished", "deadline"};
constexpr const char* kCloses[] = {"shut_down", "at_once", "aborted", "reset"};
constexpr const char* kReports[] = {"other", "never_retrieved", "destroyed_pending", "callback_raised",
                                    "shutdown_raised"};
constexpr const char* kWatches[] = {"text", "number"};

constexpr Field kTask{"task", Meaning::task};
constexpr Field kTimer{"timer", Meaning::number};
constexpr Field kCallback{"callback", Meaning::number};
constexpr Field kCoro{"coroutine", Meaning::number};
constexpr Field kObject{"object", Meaning::number};
constexpr Field kOperation{"operation", Meaning::number};
constexpr Field kItem{"item", Meaning::number};
constexpr Field kError{"error", Meaning::string};
constexpr Field kName{"name", Meaning::string};
constexpr Field kLabel{"label", Meaning::string};
constexpr Field kSite{"site", Meaning::site};
constexpr Field kDue{"due_ns", Meaning::nanoseconds};
constexpr Field kTaskSite{"task", Meaning::task_site, "site"};
constexpr Field kTaskCount{"task", Meaning::task_count, "count"};
constexpr Field kOther{"child_object", Meaning::number};
constexpr Field kTurn{"turn", Meaning::number};

using K = EventKind;
constexpr KindShape kShapes[] = {
    {K::loop_start, "loop_start", {}, "clock", kClocks, {"program", Meaning::string}, {}},
    {K::loop_stop, "loop_stop", {}, "outcome", kOutcomes, {"error", Meaning::string}, {}},
    {K::turn_begin, "turn_begin", {}, "", {}, {}, kTurn},
    {K::turn_end, "turn_end", {}, "", {}, {}, kTurn},
    {K::poll_begin, "poll_begin", {}, "", {}, {"outstanding", Meaning::number}, {"limit_ns", Meaning::nanoseconds}},
    {K::poll_end, "poll_end", {}, "", {}, {"completions", Meaning::number}, {}},
    {K::run_begin, "run_begin", {}, "", {}, {"handles", Meaning::number}, {}},
    {K::time_moves, "time_moves", {}, "", {}, {}, {"now_ns", Meaning::nanoseconds}},
    {K::dropped, "dropped", {}, "", {}, {}, {"lost", Meaning::number}},
    {K::held, "held", {}, "", {}, {}, {"held_ns", Meaning::nanoseconds}},
    {K::choice,
     "choice",
     {"", Meaning::handle},
     "handle",
     kHandles,
     {"place", Meaning::number},
     {"out_of", Meaning::number}},
    {K::report, "report", kTask, "what", kReports, kError, {}},
    {K::callback_ready, "callback_ready", kCallback, "", {}, kLabel, kObject},
    {K::callback_begin, "callback_begin", {"", Meaning::handle}, "handle", kHandles, {}, {}},
    {K::callback_end, "callback_end", {"", Meaning::handle}, "handle", kHandles, {}, {}},
    {K::callback_cancelled, "callback_cancelled", kCallback, "", {}, {}, {}},
    {K::timer_arm, "timer_arm", kTimer, "", {}, kLabel, kDue},
    {K::timer_fire, "timer_fire", kTimer, "", {}, {}, kDue},
    {K::timer_cancel, "timer_cancel", kTimer, "", {}, {}, kDue},
    {K::task_create, "task_create", kTask, "", {}, kName, {"parent", Meaning::task_site, "site"}},
    {K::task_name, "task_name", kTask, "", {}, kName, {}},
    {K::task_ready, "task_ready", kTask, "reason", kWakes, {}, {}},
    {K::step_begin, "step_begin", kTask, "", {}, {"step", Meaning::number}, {}},
    {K::task_wait, "task_wait", kTask, "reason", kWaits, kSite, {"on", Meaning::number}},
    {K::step_end, "step_end", kTask, "result", kSteps, {}, {}},
    {K::task_done, "task_done", kTask, "outcome", kOutcomes, kError, {}},
    {K::cancel_request, "cancel_request", kTask, "", {}, kSite, {"by", Meaning::task_text, "message"}},
    {K::cancel_delivered, "cancel_delivered", kTask, "", {}, kSite, {}},
    {K::await_passed, "await_passed", kTask, "reason", kWaits, kSite, {"on", Meaning::number}},
    {K::uncancel, "uncancel", kTask, "", {}, {}, {"left", Meaning::number}},
    {K::coro_create, "coro_create", kCoro, "", {}, {"defined_at", Meaning::site}, kTask},
    {K::coro_enter,
     "coro_enter",
     kCoro,
     "",
     {},
     {"awaited_at", Meaning::site},
     {"task", Meaning::task_site, "defined_at"}},
    {K::coro_exit, "coro_exit", kCoro, "outcome", kOutcomes, {}, kTask},
    {K::coro_never_awaited,
     "coro_never_awaited",
     kCoro,
     "",
     {},
     {"defined_at", Meaning::site},
     {"task", Meaning::task_text, "function"}},
    {K::object_create, "object_create", kObject, "object_kind", kObjects, kName, kTaskSite},
    {K::object_name, "object_name", kObject, "", {}, kName, {}},
    {K::object_destroy, "object_destroy", kObject, "", {}, {}, {}},
    {K::object_child, "object_child", kObject, "", {}, kTask, kOther},
    {K::object_child_done, "object_child_done", kObject, "outcome", kOutcomes, kTask, kOther},
    {K::object_done, "object_done", kObject, "outcome", kOutcomes, {}, {}},
    {K::object_take, "object_take", kObject, "", {}, kSite, kTaskCount},
    {K::object_give, "object_give", kObject, "", {}, kSite, kTaskCount},
    {K::object_value, "object_value", kObject, "what", kValues, kTask, {"value", Meaning::signed_number}},
    {K::object_put, "object_put", kObject, "", {}, kItem, kTaskSite},
    {K::object_get, "object_get", kObject, "", {}, kItem, kTaskSite},
    {K::object_notify, "object_notify", kObject, "", {}, kSite, kTaskCount},
    {K::object_close, "object_close", kObject, "how", kCloses, {}, kTaskSite},
    {K::io_start, "io_start", kOperation, "", {}, kLabel, kTaskSite},
    {K::io_done, "io_done", kOperation, "outcome", kOutcomes, kError, {}},
    {K::thread_start, "thread_start", kOperation, "", {}, kLabel, kTaskSite},
    {K::thread_done, "thread_done", kOperation, "outcome", kOutcomes, kError, {}},
    {K::print, "print", kTask, "", {}, {}, kSite},
    {K::checkpoint, "checkpoint", kTask, "", {}, kName, kSite},
    {K::knob, "knob", {}, "", {}, kName, {"value", Meaning::real}},
    {K::mark, "mark", kTask, "", {}, kName, kSite},
    {K::watch, "watch", kTask, "type", kWatches, kName, kSite},
};

}  // namespace

std::span<const KindShape> kind_shapes() { return kShapes; }

const KindShape* kind_shape(EventKind kind) {
    const auto* found = std::lower_bound(std::begin(kShapes), std::end(kShapes), kind,
                                         [](const KindShape& shape, EventKind wanted) { return shape.kind < wanted; });
    return found != std::end(kShapes) && found->kind == kind ? found : nullptr;
}

const char* kind_name(EventKind kind) {
    if (kind == EventKind::define_string) return "define_string";
    if (kind == EventKind::define_site) return "define_site";
    const KindShape* shape = kind_shape(kind);
    return shape ? shape->name : "unknown";
}

const char* detail_name(const Event& event) {
    const KindShape* shape = kind_shape(event.kind);
    return shape && event.detail < shape->details.size() ? shape->details[event.detail] : "";
}

}  // namespace loopscope
