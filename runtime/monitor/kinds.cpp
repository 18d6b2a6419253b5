#include "monitor/kinds.hpp"

#include <algorithm>

namespace loopscope {
namespace {

constexpr const char* kClocks[] = {"real", "virtual"};
constexpr const char* kHandles[] = {"task", "callback", "timer"};
constexpr const char* kSteps[] = {"suspended", "finished"};
constexpr const char* kOutcomes[] = {"returned", "raised", "cancelled"};
constexpr const char* kWakes[] = {"created", "yielded", "timer", "task_done", "object", "cancelled"};
constexpr const char* kWaits[] = {"yield", "sleep", "task", "object"};
constexpr const char* kObjects[] = {"unknown", "future", "gather"};

constexpr Field kTask{"task", Meaning::task};
constexpr Field kTimer{"timer", Meaning::number};
constexpr Field kCallback{"callback", Meaning::number};
constexpr Field kCoro{"coroutine", Meaning::number};
constexpr Field kObject{"object", Meaning::number};
constexpr Field kName{"name", Meaning::string};
constexpr Field kLabel{"label", Meaning::string};
constexpr Field kSite{"site", Meaning::site};
constexpr Field kDue{"due_ns", Meaning::nanoseconds};
constexpr Field kTurn{"turn", Meaning::number};

using K = EventKind;
constexpr KindShape kShapes[] = {
    {K::loop_start, "loop_start", {}, "clock", kClocks, {"program", Meaning::string}, {}},
    {K::loop_stop, "loop_stop", {}, "outcome", kOutcomes, {}, {}},
    {K::turn_begin, "turn_begin", {}, "", {}, {}, kTurn},
    {K::turn_end, "turn_end", {}, "", {}, {}, kTurn},
    {K::poll_begin, "poll_begin", {}, "", {}, {"outstanding", Meaning::number}, {"limit_ns", Meaning::nanoseconds}},
    {K::poll_end, "poll_end", {}, "", {}, {"completions", Meaning::number}, {}},
    {K::run_begin, "run_begin", {}, "", {}, {"handles", Meaning::number}, {}},
    {K::time_moves, "time_moves", {}, "", {}, {}, {"now_ns", Meaning::nanoseconds}},
    {K::dropped, "dropped", {}, "", {}, {}, {"lost", Meaning::number}},
    {K::held, "held", {}, "", {}, {}, {"held_ns", Meaning::nanoseconds}},
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
    {K::task_done, "task_done", kTask, "outcome", kOutcomes, {"error", Meaning::string}, {}},
    {K::cancel_request, "cancel_request", kTask, "", {}, kSite, {"by", Meaning::task_text, "message"}},
    {K::cancel_delivered, "cancel_delivered", kTask, "", {}, kSite, {}},
    {K::await_passed, "await_passed", kTask, "reason", kWaits, kSite, {"on", Meaning::number}},
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
    {K::object_create, "object_create", kObject, "object_kind", kObjects, kName, {"task", Meaning::task_site, "site"}},
    {K::object_name, "object_name", kObject, "", {}, kName, {}},
    {K::object_destroy, "object_destroy", kObject, "", {}, {}, {}},
    {K::object_child, "object_child", kObject, "", {}, kTask, {}},
    {K::object_child_done, "object_child_done", kObject, "outcome", kOutcomes, kTask, {}},
    {K::object_done, "object_done", kObject, "outcome", kOutcomes, {}, {}},
    {K::print, "print", kTask, "", {}, {}, kSite},
    {K::checkpoint, "checkpoint", kTask, "", {}, kName, kSite},
    {K::knob, "knob", {}, "", {}, kName, {"value", Meaning::real}},
    {K::mark, "mark", kTask, "", {}, kName, kSite},
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
