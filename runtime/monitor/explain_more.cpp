// What there is to say about one task beside the chain that it hangs on.
#include "monitor/explain_parts.hpp"
#include "monitor/kinds.hpp"
#include "monitor/narrate_parts.hpp"

#include <algorithm>
#include <iterator>

namespace loopscope {
namespace {

constexpr std::size_t kMostNamed = 4;       // tasks in one sentence
constexpr std::size_t kMostWaiters = 1000;  // in a line, counted
constexpr std::size_t kMostReady = 10'000;  // in the ready queue, looked at for one
// Events between the callback in which a gather ends and the task_ready that follows from it.
constexpr std::size_t kMostBetween = 64;

// The wait that a wake-up ended; null if it is not known.
const Span* wait_before(const Recording& recording, const WakeEdge& wake) {
    const Lane* lane = recording.lane(wake.task);
    if (lane == nullptr) return nullptr;
    const auto ready = std::ranges::lower_bound(lane->spans, wake.ready, {}, &Span::begin);
    if (ready == lane->spans.begin()) return nullptr;
    const Span& before = *(ready - 1);
    return before.state == TaskState::waiting ? &before : nullptr;
}

// The wake-up by which a task was ready in a span of its lane: at its beginning, or soon after its creation.
const WakeEdge* wake_in(const Recording& recording, TaskId task, const Span& span) {
    const auto wakes = recording.wakes();
    auto at = std::ranges::lower_bound(wakes, span.begin, {}, &WakeEdge::ready);
    for (std::size_t looked = 0; at != wakes.end() && at->ready < span.end && looked < kMostBetween; ++at, ++looked) {
        if (at->task == task) return &*at;
    }
    return nullptr;
}

// The child whose end was the last that an object was missing; 0 if there is none.
TaskId last_child(const Recording& recording, const WakeEdge& wake, ObjectId object) {
    const std::size_t stop = std::min<std::size_t>(wake.ready, recording.size());
    for (std::size_t at = stop; at > 0 && stop - at < kMostBetween; --at) {
        const Event& event = recording[at - 1];
        if (event.kind == EventKind::object_child_done && event.subject == object) return event.a;
    }
    return 0;
}

std::string reason_name(WaitReason reason) {
    return kind_shape(EventKind::task_wait)->details[static_cast<std::uint8_t>(reason)];
}

// Why a wait for an object was over.
Sentence say_object_wake(const Scene& scene, const WakeEdge& wake, const Span& wait) {
    const ObjectId object = low(wait.wait_on);
    Wording wording = scene.wording();
    wording.with_object(object);
    const Event* cause = wake.cause < scene.recording.size() ? &scene.recording[wake.cause] : nullptr;
    if (cause != nullptr && cause->kind == EventKind::object_close && cause->subject == object)
        return wording.tell("why.woken.closed");
    const ObjectInfo* info = scene.recording.object(object);
    if (info != nullptr && info->children > 0) {
        const TaskId child = last_child(scene.recording, wake, object);
        if (child != 0) return wording.with_other(child).tell("why.woken.child");
    }
    const std::string key = "why.woken." + reason_name(wait.wait_reason);
    if (wake.by == 0 || wake.by == wake.task) return wording.tell(key);
    return wording.with_other(wake.by).tell(key + "_by");
}

// A task's place in the ready queue, counted from 1; 0: it is none of the first kMostReady.
struct Place {
    std::uint64_t number = 0;
    bool this_turn = false;
};
Place place_in_queue(const World& world, TaskId task) {
    Place place;
    for (const ReadyEntry& entry : world.ready().first(kMostReady)) {
        ++place.number;
        place.this_turn = entry.this_turn;
        if (entry.kind == HandleKind::task && entry.id == task) return place;
    }
    return {};
}

Sentence say_ready(const Scene& scene, TaskId task) {
    Wording wording = scene.wording();
    if (Sentence by = say_last_wake(scene, task); !by.empty())
        wording.with("by", scene.wording().with("said", std::move(by)).tell("why.ready.by"));
    const Place place = place_in_queue(scene.world, task);
    if (place.number == 0) return wording.tell("why.ready.somewhere");
    wording.with("place", std::to_string(place.number)).with_count(scene.world.ready().size());
    return wording.tell(place.this_turn ? "why.ready.this_turn" : "why.ready.next_turn");
}

Sentence say_end(const Scene& scene, TaskId task, TaskState state) {
    const TaskInfo* info = scene.recording.task(task);
    Wording wording = scene.wording();
    if (info == nullptr || !info->finished) return wording.tell("why.gone");
    wording.with("time", scene.loop_time_after(*info->finished));
    if (state == TaskState::done) return wording.tell("why.done");
    if (state == TaskState::cancelled) return wording.tell("why.cancelled");
    const std::string_view error = scene.recording.string(info->error);
    if (error.empty()) return wording.tell("why.failed_unknown");
    return wording.with("text", std::string(error)).tell("why.failed");
}

// A queue's latest object_put before `index`, as far as one looks back; nullptr: none there.
const Event* last_put(const Scene& scene, ObjectId object) {
    constexpr std::size_t kLookBack = 2000;
    for (std::size_t at = std::min(scene.index, scene.recording.size()), looked = 0; at > 0 && looked < kLookBack;
         --at, ++looked) {
        const Event& event = scene.recording[at - 1];
        if (event.kind == EventKind::object_create && event.subject == object) break;
        if (event.kind == EventKind::object_put && event.subject == object) return &event;
    }
    return nullptr;
}

// Items that others stand before, or that there are none, and who put the last.
Sentence say_items(const Scene& scene, ObjectId object) {
    Wording wording = scene.wording();
    const std::size_t items = scene.world.items(object).size();
    if (items > 0) return wording.with_count(items).tell(counted_key("why.lack.get", items));
    const Event* put = last_put(scene, object);
    if (put == nullptr || put->a == 0) return wording.tell("why.lack.get_none");
    wording.with_count(put->a).with_other(low(put->b)).with_place(high(put->b));
    return wording.tell(counted_key("why.lack.get_put", put->a));
}

Sentence say_signal_lack(const Scene& scene, const ObjectNow& object) {
    Wording wording = scene.wording();
    const std::int64_t value = object.value.value_or(0);
    if (object.kind == ObjectKind::event && value == 0) return wording.tell("why.lack.event");
    if (object.kind != ObjectKind::barrier || !object.capacity || value < 0 || *object.capacity < 0) return {};
    wording.with_count(static_cast<std::uint64_t>(value)).with("all", std::to_string(*object.capacity));
    return wording.tell("why.lack.barrier");
}

}  // namespace

ObjectKind Scene::kind_of(ObjectId id) const {
    const ObjectInfo* object = recording.object(id);
    return object != nullptr ? object->kind : ObjectKind::unknown;
}

std::string Scene::loop_time_after(std::size_t event) const {
    return format_loop_time(recording.loop_time_at(std::min(event + 1, recording.size())));
}

std::string counted_key(std::string key, std::uint64_t count) { return key + (count == 1 ? ".one" : ".many"); }

Sentence say_doing(const Scene& scene, TaskId task) {
    const auto state = scene.state(task);
    const TaskNow* now = scene.world.task(task);
    if (!state) return scene.wording().tell("why.not_created");
    Wording wording = scene.wording();
    switch (*state) {
        case TaskState::waiting: {
            if (now == nullptr) return wording.tell("why.waits_unknown");
            wording.with_place(now->site);
            const std::string key = name_wait({now->wait_reason, now->wait_on}, wording);
            return wording.tell("why.waits." + key);
        }
        case TaskState::ready:
            return say_ready(scene, task);
        case TaskState::running:
            wording.with_place(scene.world.running_site()).with_count(now != nullptr ? now->steps : 1);
            return wording.tell("why.runs");
        default:
            return say_end(scene, task, *state);
    }
}

Sentence say_lack(const Scene& scene, ObjectId id, WaitReason reason) {
    const ObjectNow* object = scene.world.object(id);
    Wording wording = scene.wording();
    if (object == nullptr) return wording.tell("why.lack.gone");
    switch (reason) {
        case WaitReason::signal:
            return say_signal_lack(scene, *object);
        case WaitReason::get:
            return object->kind == ObjectKind::as_completed ? Sentence{} : say_items(scene, id);
        case WaitReason::put: {
            const std::size_t items = scene.world.items(id).size();
            if (!object->capacity || *object->capacity <= 0) return {};
            return wording.with_count(items).with("all", std::to_string(*object->capacity)).tell("why.lack.put");
        }
        case WaitReason::join:
            return wording.with_count(object->unfinished).tell(counted_key("why.lack.join", object->unfinished));
        case WaitReason::acquire: {
            if (!may_be_held(object->kind)) return {};
            return wording.tell(scene.world.holders(id).empty() ? "why.lack.acquire" : "why.lack.acquire_loop");
        }
        default:
            return object->kind == ObjectKind::future && !object->done ? wording.tell("why.lack.future") : Sentence{};
    }
}

const WakeEdge* last_wake(const Scene& scene, TaskId task) {
    const Lane* lane = scene.recording.lane(task);
    if (lane == nullptr) return nullptr;
    auto span = std::ranges::lower_bound(lane->spans, scene.index, {}, &Span::begin);
    while (span != lane->spans.begin()) {
        --span;
        if (span->state != TaskState::ready) continue;
        const WakeEdge* wake = wake_in(scene.recording, task, *span);
        if (wake != nullptr && wake->ready < scene.index) return wake;
    }
    return nullptr;
}

Sentence say_last_wake(const Scene& scene, TaskId task) {
    const WakeEdge* last = last_wake(scene, task);
    if (last == nullptr) return {};
    const WakeEdge& wake = *last;
    const Span* wait = wait_before(scene.recording, wake);
    Wording wording = scene.wording();
    switch (wake.reason) {
        case WakeReason::created: {
            const TaskInfo* info = scene.recording.task(task);
            if (info == nullptr || info->parent == 0) return wording.tell("why.woken.created_first");
            return wording.with_other(info->parent).tell("why.woken.created");
        }
        case WakeReason::task_done:
            // The end of a task reaches its awaiter through a callback; what was awaited is known all the same.
            if (wait == nullptr || wait->wait_reason != WaitReason::task) return {};
            return wording.with_other(low(wait->wait_on)).tell("why.woken.task_done");
        case WakeReason::cancelled:
            return wording.with_other(wake.by).tell("why.woken.cancelled");
        case WakeReason::object:
            if (wait == nullptr || !waits_on_object(wait->wait_reason)) return {};
            return say_object_wake(scene, wake, *wait);
        default:
            return wording.tell(std::string("why.woken.") + detail_name(scene.recording[wake.ready]));
    }
}

namespace {

// The further sentences about one task, in the order in which they are told.
class MoreMaker {
public:
    MoreMaker(const Scene& scene, TaskId task)
        : scene_(scene), task_(task), info_(scene.recording.task(task)), now_(scene.world.task(task)) {}

    std::vector<Sentence> make() {
        if (!scene_.state(task_)) return {};
        if (now_ != nullptr) say_state();
        if (now_ != nullptr && now_->cancel_requests > 0) add(scene_.wording().tell("why.more.cancel"));
        say_origin();
        if (now_ != nullptr) say_woken();
        return std::move(said_);
    }

private:
    void add(Sentence sentence) {
        if (!sentence.empty()) said_.push_back(std::move(sentence));
    }
    void add(const char* key) { add(scene_.wording().tell(key)); }

    void say_state() {
        if (now_->state == TaskState::running) return add("why.more.running");
        if (now_->state == TaskState::ready) return add("why.more.ready");
        if (now_->state != TaskState::waiting) return;
        switch (now_->wait_reason) {
            case WaitReason::sleep:
                return say_sleep();
            case WaitReason::io:
                return add("why.more.io");
            case WaitReason::thread:
                return add("why.more.thread");
            default:
                break;
        }
        if (!waits_on_object(now_->wait_reason)) return;
        say_children(low(now_->wait_on));
        say_line(low(now_->wait_on));
        if (now_->wait_reason == WaitReason::acquire) say_holders(low(now_->wait_on));
    }

    void say_sleep() {
        const TimerInfo* timer = scene_.recording.timer(low(now_->wait_on));
        if (timer == nullptr) return;
        const std::uint64_t time = scene_.world.loop_time();
        const std::uint64_t left = timer->due > time ? timer->due - time : 0;
        add(scene_.wording().with("duration", format_loop_time(left)).tell("why.more.sleep"));
    }

    // The tasks of a gather or a group that are not done yet, by name.
    void say_children(ObjectId id) {
        const ObjectNow* object = scene_.world.object(id);
        if (object == nullptr || object->children == 0) return;
        const auto open = scene_.world.children(id);
        Sentence list;
        for (const ChildNow& child : open.first(kMostNamed)) {
            const WaitNode node = child.task != 0 ? WaitNode{WaitNode::Kind::task, child.task}
                                                  : WaitNode{WaitNode::Kind::object, child.other};
            Sentence one = name_of(scene_.recording, node, scene_.phrases);
            list = list.empty()
                       ? std::move(one)
                       : scene_.wording().with("list", std::move(list)).with("one", std::move(one)).tell("why.list");
        }
        if (open.size() > kMostNamed)
            list = scene_.wording()
                       .with("list", std::move(list))
                       .with_count(open.size() - kMostNamed)
                       .tell("why.list_more");
        const char* key = list.empty() ? "why.more.children_none" : "why.more.children";
        Wording wording = scene_.wording();
        wording.with_count(object->children_done).with("all", std::to_string(object->children));
        add(wording.with("list", std::move(list)).tell(key));
    }

    // Where it stands among those that wait for the same.
    void say_line(ObjectId id) {
        const auto waiters = scene_.world.waiters(id);
        std::uint64_t place = 0, all = 0;
        for (const WaiterNow& waiter : waiters.first(kMostWaiters)) {
            if (waiter.reason != now_->wait_reason) continue;
            ++all;
            if (waiter.task == task_) place = all;
        }
        if (all <= 1 || place == 0 || waiters.size() > kMostWaiters) return;
        Wording wording = scene_.wording();
        wording.with("place", std::to_string(place)).with("all", std::to_string(all)).with_object(id);
        add(wording.tell("why.more.line"));
    }

    // Since when, and of those whom the first sentence only counts: what they do meanwhile.
    void say_holders(ObjectId id) {
        const auto holders = scene_.world.holders(id);
        for (const HoldNow& hold : holders.first(kMostNamed)) {
            if (hold.task == 0) continue;
            Wording wording = scene_.wording();
            wording.with_task(hold.task).with_object(id).with_place(hold.site);
            if (const auto taken = scene_.recording.index_of(hold.since))
                wording.with("since",
                             scene_.wording().with("time", scene_.loop_time_after(*taken)).tell("why.more.since"));
            if (holders.size() > 1) wording.with("doing", say_doing(scene_, hold.task));
            add(wording.tell(holders.size() > 1 ? "why.more.holder_of_many" : "why.more.holder"));
        }
        if (holders.size() <= kMostNamed) return;
        const std::size_t others = holders.size() - kMostNamed;
        add(scene_.wording().with_count(others).tell(counted_key("why.more.holders", others)));
    }

    void say_origin() {
        if (info_ == nullptr) return;
        if (info_->parent == 0) return add("why.more.main");
        add(scene_.wording().with_other(info_->parent).with_place(info_->site).tell("why.more.created"));
    }

    // A ready task's first sentence tells it already; that somebody created it is told as well.
    void say_woken() {
        const WakeEdge* wake = last_wake(scene_, task_);
        if (wake == nullptr || now_->state == TaskState::ready || wake->reason == WakeReason::created) return;
        Wording wording = scene_.wording();
        wording.with("time", scene_.loop_time_after(wake->ready));
        Sentence by = say_last_wake(scene_, task_);
        const char* key = by.empty() ? "why.more.woken_unknown" : "why.more.woken";
        add(wording.with("said", std::move(by)).tell(key));
    }

    const Scene& scene_;
    TaskId task_;
    const TaskInfo* info_;
    const TaskNow* now_;
    std::vector<Sentence> said_;
};

}  // namespace

std::uint64_t steps_made(const Recording& recording, TaskId task) {
    const Lane* lane = recording.lane(task);
    if (lane == nullptr) return 0;
    // Its last running span knows which step it was.
    for (auto span = lane->spans.rbegin(); span != lane->spans.rend(); ++span) {
        if (span->state == TaskState::running && span->begin < recording.size()) return recording[span->begin].a;
    }
    return 0;
}

std::vector<Sentence> say_more(const Scene& scene, TaskId task) { return MoreMaker(scene, task).make(); }

Sentence say_status(const Scene& scene, TaskId task) {
    const auto state = scene.state(task);
    if (!state) return scene.wording().tell("why.status.not_created");
    const TaskNow* now = scene.world.task(task);
    const auto counted = [&](const char* key, std::uint64_t count) {
        return scene.wording().with_count(count).say(counted_key(key, count));
    };
    Wording wording = scene.wording();
    wording.with("state", wording.say(std::string("why.state.") + to_string(*state)));
    wording.with("steps", counted("why.status.steps", now ? now->steps : steps_made(scene.recording, task)));
    const auto since = now != nullptr ? scene.recording.index_of(now->since) : std::nullopt;
    if (!since || (*state != TaskState::ready && *state != TaskState::waiting)) return wording.tell("why.status.plain");
    const std::uint64_t turn = scene.world.turn(), time = scene.world.loop_time();
    const std::uint64_t turns = turn - std::min(turn, scene.recording.turn_at(*since));
    const std::uint64_t waited = time - std::min(time, scene.recording.loop_time_at(*since));
    wording.with("turns", counted("why.status.turns", turns)).with("duration", format_loop_time(waited));
    const bool ready = *state == TaskState::ready;
    // Within one moment of the loop's time only its turns tell how long.
    if (format_loop_time(waited) == format_loop_time(0))
        return wording.tell(ready ? "why.status.ready_at_once" : "why.status.waiting_at_once");
    return wording.tell(ready ? "why.status.ready" : "why.status.waiting");
}

}  // namespace loopscope
