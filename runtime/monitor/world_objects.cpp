// What a World knows of locks, queues and their like: who holds them, who waits for them, what
// is in them; and what goes on outside of the loop. Each list is sorted by object, so that the
// entries of one object lie beside each other and are found by halving.
#include "monitor/kinds.hpp"
#include "monitor/world.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace loopscope {
namespace {

template <typename T>
using Place = typename SharedList<T>::Place;

template <typename T>
Place<T> first_of(const SharedList<T>& list, ObjectId id) {
    return list.find_first([&](const T& item) { return item.object < id; });
}

template <typename T>
typename SharedList<T>::View all_of(const SharedList<T>& list, ObjectId id) {
    return list.between(first_of(list, id), list.find_first([&](const T& item) { return item.object <= id; }));
}

template <typename T>
void forget_all_of(SharedList<T>& list, ObjectId id) {
    for (auto at = first_of(list, id); list.holds(at) && list[at].object == id; at = first_of(list, id)) list.erase(at);
}

// The entry of an object with that number, or where it would be. REQUIRES: the list is sorted by both.
template <typename T>
Place<T> find_in(const SharedList<T>& list, ObjectId id, std::uint32_t T::* number, std::uint32_t wanted) {
    return list.find_first([&](const T& item) { return std::tie(item.object, item.*number) < std::tie(id, wanted); });
}

template <typename T>
bool is_at(const SharedList<T>& list, Place<T> at, ObjectId id, std::uint32_t T::* number, std::uint32_t wanted) {
    return list.holds(at) && list[at].object == id && list[at].*number == wanted;
}

Place<ChildNow> find_child(const SharedList<ChildNow>& list, const ChildNow& wanted) {
    return list.find_first([&](const ChildNow& child) {
        return std::tie(child.object, child.task, child.other) < std::tie(wanted.object, wanted.task, wanted.other);
    });
}

bool is_child_at(const SharedList<ChildNow>& list, Place<ChildNow> at, const ChildNow& child) {
    return list.holds(at) && list[at].object == child.object && list[at].task == child.task &&
           list[at].other == child.other;
}

// Where a task is named, the rest is not about the child.
ChildNow child_of(const Event& event) { return {event.subject, event.a, event.a != 0 ? 0 : low(event.b)}; }

// A recorder that tells of no number means one.
std::uint32_t count_of(const Event& event) { return std::max<std::uint32_t>(1, high(event.b)); }

}  // namespace

void World::apply_object(const Event& event, Sequence sequence) {
    if (event.kind == EventKind::object_create) return create_object(event);
    const auto at = objects_.find_number(&ObjectNow::id, event.subject);
    if (!objects_.holds(at) || objects_[at].id != event.subject) return;
    switch (event.kind) {
        case EventKind::object_destroy:
            objects_.erase(at);
            return destroy_object(event.subject);
        case EventKind::object_take:
            return take(event, sequence, objects_[at].kind);
        case EventKind::object_give:
            return give(event);
        case EventKind::object_put:
            return put(event, sequence, objects_.edit(at));
        case EventKind::object_get:
            return get(event);
        case EventKind::object_notify:
            return reached(low(event.b), event.a);
        default:
            return change_object(event, objects_.edit(at));
    }
}

void World::create_object(const Event& event) {
    const auto at = objects_.find_number(&ObjectNow::id, event.subject);
    if (event.subject == 0 || (objects_.holds(at) && objects_[at].id == event.subject)) return;
    ObjectNow object;
    object.id = event.subject;
    object.kind = object_kind_of(event.detail);
    object.name = event.a;
    object.site = high(event.b);
    object.owner = low(event.b);
    objects_.insert(at, object);
    reached(low(event.b), high(event.b));
}

// Tasks that wait for it stay in its line: each leaves when it runs.
void World::destroy_object(ObjectId id) {
    forget_all_of(holds_, id);
    forget_all_of(holds_by_task_, id);
    forget_all_of(items_, id);
    forget_all_of(children_, id);
}

void World::change_object(const Event& event, ObjectNow& object) {
    switch (event.kind) {
        case EventKind::object_name:
            object.name = event.a;
            break;
        case EventKind::object_child:
            ++object.children;
            add_child(event);
            break;
        case EventKind::object_child_done:
            child_done(event, object);
            break;
        case EventKind::object_done:
            object.done = true;
            break;
        case EventKind::object_value:
            set_value(event, object);
            break;
        case EventKind::object_close:
            object.closed = close_kind_of(event.detail);
            if (object.closed == CloseKind::at_once) forget_all_of(items_, object.id);
            if (object.closed == CloseKind::reset) object.closed.reset();
            reached(low(event.b), high(event.b));
            break;
        default:
            break;
    }
}

void World::set_value(const Event& event, ObjectNow& object) {
    const ValueKind kind = value_kind_of(event.detail);
    if (event.detail != static_cast<std::uint8_t>(kind)) return;  // a newer version's: nobody knows which number it is
    const auto value = static_cast<std::int64_t>(event.b);
    switch (kind) {
        case ValueKind::value:
            object.value = value;
            break;
        case ValueKind::capacity:
            object.capacity = value;
            break;
        case ValueKind::unfinished:
            object.unfinished = static_cast<std::uint32_t>(
                std::clamp<std::int64_t>(value, 0, std::numeric_limits<std::uint32_t>::max()));
            break;
        case ValueKind::deadline:
            object.deadline = std::max<std::int64_t>(value, -1);
            break;
    }
}

void World::add_child(const Event& event) {
    const ChildNow child = child_of(event);
    const auto at = find_child(children_, child);
    if (!is_child_at(children_, at, child)) children_.insert(at, child);
}

void World::child_done(const Event& event, ObjectNow& object) {
    if (object.children_done < object.children) ++object.children_done;
    const ChildNow child = child_of(event);
    const auto at = find_child(children_, child);
    if (is_child_at(children_, at, child)) children_.erase(at);
}

void World::take(const Event& event, Sequence sequence, ObjectKind kind) {
    const ObjectId object = event.subject;
    const TaskId task = low(event.b);
    const std::uint32_t count = count_of(event);
    reached(task, event.a);
    // One task at most holds a lock: whoever seems to hold it has given it back, and that was lost.
    if (kind == ObjectKind::lock) {
        forget_all_of(holds_, object);
        forget_all_of(holds_by_task_, object);
    }
    const auto by_task = find_in(holds_by_task_, object, &HoldOf::task, task);
    if (!is_at(holds_by_task_, by_task, object, &HoldOf::task, task)) {
        holds_by_task_.insert(by_task, {object, task, sequence});
        holds_.insert(find_in(holds_, object, &HoldNow::since, sequence), {object, task, count, event.a, sequence});
        return;
    }
    const auto at = find_in(holds_, object, &HoldNow::since, holds_by_task_[by_task].since);
    HoldNow& hold = holds_.edit(at);
    hold.count += std::min(count, std::numeric_limits<std::uint32_t>::max() - hold.count);
    hold.site = event.a;
}

// Whoever gives back need not be who took: then the oldest hold is over.
void World::give(const Event& event) {
    const ObjectId object = event.subject;
    const TaskId task = low(event.b);
    std::uint32_t left = count_of(event);
    reached(task, event.a);
    const auto by_task = find_in(holds_by_task_, object, &HoldOf::task, task);
    if (is_at(holds_by_task_, by_task, object, &HoldOf::task, task)) {
        left -= reduce(find_in(holds_, object, &HoldNow::since, holds_by_task_[by_task].since), left);
    }
    while (left > 0) {
        const auto oldest = first_of(holds_, object);
        if (!holds_.holds(oldest) || holds_[oldest].object != object) return;
        left -= reduce(oldest, left);
    }
}

// Takes up to so many away from a hold, which ends with its last one; returns how many.
std::uint32_t World::reduce(SharedList<HoldNow>::Place place, std::uint32_t count) {
    const HoldNow hold = holds_[place];
    if (count < hold.count) {
        holds_.edit(place).count -= count;
        return count;
    }
    holds_.erase(place);
    holds_by_task_.erase(find_in(holds_by_task_, hold.object, &HoldOf::task, hold.task));
    return hold.count;
}

// Each item that goes in has to be finished; how many are left is told when one is.
void World::put(const Event& event, Sequence sequence, ObjectNow& object) {
    reached(low(event.b), high(event.b));
    if (object.unfinished < std::numeric_limits<std::uint32_t>::max()) ++object.unfinished;
    const auto at = find_in(items_, event.subject, &ItemNow::number, event.a);
    if (is_at(items_, at, event.subject, &ItemNow::number, event.a)) return;
    items_.insert(at, {event.subject, event.a, low(event.b), high(event.b), sequence});
}

void World::get(const Event& event) {
    reached(low(event.b), high(event.b));
    const auto at = find_in(items_, event.subject, &ItemNow::number, event.a);
    if (is_at(items_, at, event.subject, &ItemNow::number, event.a)) items_.erase(at);
}

void World::stand_in_line(TaskNow& task, Sequence sequence) {
    const ObjectId object = low(task.wait_on);
    task.in_line = sequence;
    waiters_.insert(find_in(waiters_, object, &WaiterNow::since, sequence),
                    {object, task.id, sequence, task.wait_reason, task.queued});
}

void World::leave_line(const TaskNow& task) {
    waiters_.erase(find_in(waiters_, low(task.wait_on), &WaiterNow::since, task.in_line));
}

void World::mark_woken(const TaskNow& task) {
    waiters_.edit(find_in(waiters_, low(task.wait_on), &WaiterNow::since, task.in_line)).woken = true;
}

void World::apply_operation(const Event& event, Sequence sequence) {
    const auto at = operations_.find_number(&OperationNow::id, event.subject);
    const bool known = operations_.holds(at) && operations_[at].id == event.subject;
    switch (event.kind) {
        case EventKind::io_start:
        case EventKind::thread_start: {
            if (event.subject == 0 || known) return;
            const auto kind = event.kind == EventKind::io_start ? OperationKind::io : OperationKind::thread;
            operations_.insert(at, {event.subject, kind, event.a, low(event.b), high(event.b), sequence});
            return reached(low(event.b), high(event.b));
        }
        case EventKind::io_done:
        case EventKind::thread_done:
            if (known) operations_.erase(at);
            return;
        default:
            return;
    }
}

const ObjectNow* World::object(ObjectId id) const {
    const auto at = objects_.find_number(&ObjectNow::id, id);
    return objects_.holds(at) && objects_[at].id == id ? &objects_[at] : nullptr;
}

World::Items<HoldNow> World::holders(ObjectId id) const { return all_of(holds_, id); }
const HoldNow* World::hold(ObjectId id, TaskId task) const {
    const auto by_task = find_in(holds_by_task_, id, &HoldOf::task, task);
    if (!is_at(holds_by_task_, by_task, id, &HoldOf::task, task)) return nullptr;
    return &holds_[find_in(holds_, id, &HoldNow::since, holds_by_task_[by_task].since)];
}

World::Items<WaiterNow> World::waiters(ObjectId id) const { return all_of(waiters_, id); }
World::Items<ItemNow> World::items(ObjectId id) const { return all_of(items_, id); }
World::Items<ChildNow> World::children(ObjectId id) const { return all_of(children_, id); }

bool World::is_child(ObjectId id, TaskId task) const {
    const ChildNow child{id, task, 0};
    return is_child_at(children_, find_child(children_, child), child);
}

const ItemNow* World::item(ObjectId id, std::uint32_t number) const {
    const auto at = find_in(items_, id, &ItemNow::number, number);
    return is_at(items_, at, id, &ItemNow::number, number) ? &items_[at] : nullptr;
}

const OperationNow* World::operation(OperationId id) const {
    const auto at = operations_.find_number(&OperationNow::id, id);
    return operations_.holds(at) && operations_[at].id == id ? &operations_[at] : nullptr;
}

}  // namespace loopscope
