// ObjectProgram: plays random tasks with locks, queues and their like on a StreamBuilder, and
// keeps its own account of who holds, who waits and what is where, to compare a World with.
// The account is as plain as can be: vectors, searched from their beginning.
#pragma once
#include "monitor/stream_builder.hpp"

#include <optional>

namespace loopscope::testing {

class ObjectProgram {
public:
    struct Hold {
        TaskId task;
        std::uint32_t count;
        friend bool operator==(const Hold&, const Hold&) = default;
    };
    struct Waiter {
        TaskId task;
        WaitReason reason;
        bool woken;
        friend bool operator==(const Waiter&, const Waiter&) = default;
    };
    struct Item {
        std::uint32_t number;
        TaskId task;
        Sequence put;
        friend bool operator==(const Item&, const Item&) = default;
    };
    struct Object {
        ObjectKind kind;
        std::vector<Hold> holds;
        std::vector<Waiter> waiters;
        std::vector<Item> items;
        std::vector<TaskId> children;
        std::optional<std::int64_t> value;
        std::optional<CloseKind> closed;
    };
    struct Instant {
        std::size_t events;
        std::map<ObjectId, Object> objects;
        std::vector<OperationId> operations;
    };

    ObjectProgram(std::uint32_t seed, std::size_t events) : random_(seed) {
        for (TaskId id = 1; id <= kTasks; ++id) out.add(EventKind::task_create, id);
        while (out.last() < events) {
            step(1 + below(kTasks));
            instants.push_back({out.last(), objects_, operations_});
        }
    }

    StreamBuilder out;
    std::vector<Instant> instants;

private:
    static constexpr TaskId kTasks = 12;

    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
    SiteId somewhere() { return out.site(1 + below(40)); }

    // Any task may run: one that waits was woken before, or that was lost.
    void step(TaskId task) {
        out.add(EventKind::step_begin, task, {.a = ++steps_});
        for (auto& [id, object] : objects_) std::erase_if(object.waiters, [&](auto& w) { return w.task == task; });
        for (std::uint32_t i = 1 + below(4); i > 0; --i) act(task);
        if (objects_.empty() || below(3) == 0) {
            out.add(EventKind::task_wait, task, {.detail = number(WaitReason::yield)});
        } else {
            constexpr WaitReason kReasons[] = {WaitReason::object, WaitReason::acquire, WaitReason::signal,
                                               WaitReason::get,    WaitReason::put,     WaitReason::join};
            const WaitReason reason = kReasons[below(6)];
            auto& [id, object] = any_object();
            out.add(EventKind::task_wait, task, {.detail = number(reason), .b = id});
            object.waiters.push_back({task, reason, false});
        }
        out.add(EventKind::step_end, task);
    }

    std::pair<const ObjectId, Object>& any_object() {
        return *std::next(objects_.begin(), below(static_cast<std::uint32_t>(objects_.size())));
    }

    void act(TaskId task) {
        if (objects_.empty() || below(12) == 0) return create(task);
        if (below(20) == 0) return operate(task);
        auto& [id, object] = any_object();
        switch (below(10)) {
            case 0:
            case 1:
                return take(id, object, task);
            case 2:
                return give(id, object, task);
            case 3:
            case 4:
                return put(id, object, task);
            case 5:
                return get(id, object, task);
            case 6:
                return wake(object);
            case 7:
                object.value = static_cast<std::int64_t>(below(9)) - 4;
                out.add(EventKind::object_value, id, {.b = static_cast<std::uint64_t>(*object.value)});
                return;
            case 8:
                return close(id, object);
            default:
                return below(3) == 0 ? destroy(id) : children(id, object);
        }
    }

    void create(TaskId task) {
        constexpr ObjectKind kKinds[] = {ObjectKind::lock, ObjectKind::semaphore, ObjectKind::queue, ObjectKind::event,
                                         ObjectKind::task_group};
        const ObjectKind kind = kKinds[below(5)];
        objects_[++last_object_] = {kind, {}, {}, {}, {}, {}, {}};
        const SiteId where = somewhere();
        out.add(EventKind::object_create, last_object_, {.detail = number(kind), .b = pack(task, where)});
    }

    // The line in front of an object that is gone is not looked at any more.
    void destroy(ObjectId id) {
        out.add(EventKind::object_destroy, id);
        objects_.erase(id);
    }

    void take(ObjectId id, Object& object, TaskId task) {
        const std::uint32_t count = object.kind == ObjectKind::lock ? 1 : 1 + below(3);
        out.add(EventKind::object_take, id, {.b = pack(task, count)});
        if (object.kind == ObjectKind::lock) object.holds.clear();
        const auto own = std::ranges::find(object.holds, task, &Hold::task);
        if (own == object.holds.end()) {
            object.holds.push_back({task, count});
        } else {
            own->count += count;
        }
    }

    void give(ObjectId id, Object& object, TaskId task) {
        std::uint32_t count = 1 + below(3);
        out.add(EventKind::object_give, id, {.b = pack(task, count)});
        const auto own = std::ranges::find(object.holds, task, &Hold::task);
        for (; own != object.holds.end() && own->count > 0 && count > 0; --count) --own->count;
        for (Hold& hold : object.holds) {
            for (; hold.count > 0 && count > 0; --count) --hold.count;
        }
        std::erase_if(object.holds, [](const Hold& hold) { return hold.count == 0; });
    }

    void put(ObjectId id, Object& object, TaskId task) {
        const std::string text = "item " + std::to_string(++last_item_);
        const Sequence put = out.add_text(EventKind::object_put, id, {.a = last_item_, .b = task}, text);
        object.items.push_back({last_item_, task, put});
    }

    void get(ObjectId id, Object& object, TaskId task) {
        if (object.items.empty()) return;
        const auto item = object.items.begin() + below(static_cast<std::uint32_t>(object.items.size()));
        out.add(EventKind::object_get, id, {.a = item->number, .b = task});
        object.items.erase(item);
    }

    void wake(Object& object) {
        if (object.waiters.empty()) return;
        Waiter& waiter = object.waiters[below(static_cast<std::uint32_t>(object.waiters.size()))];
        if (waiter.woken) return;
        out.add(EventKind::task_ready, waiter.task, {.cause = out.last(), .detail = number(WakeReason::object)});
        waiter.woken = true;
    }

    void close(ObjectId id, Object& object) {
        const auto how = static_cast<CloseKind>(below(4));
        out.add(EventKind::object_close, id, {.detail = number(how)});
        object.closed = how;
        if (how == CloseKind::at_once) object.items.clear();
        if (how == CloseKind::reset) object.closed.reset();
    }

    void children(ObjectId id, Object& object) {
        const TaskId child = 100 + below(6);
        const auto there = std::ranges::find(object.children, child);
        if (there == object.children.end()) {
            out.add(EventKind::object_child, id, {.a = child});
            object.children.insert(std::ranges::lower_bound(object.children, child), child);
        } else {
            out.add(EventKind::object_child_done, id, {.a = child});
            object.children.erase(there);
        }
    }

    void operate(TaskId task) {
        if (operations_.empty() || below(2) == 0) {
            operations_.push_back(++last_operation_);
            out.add(below(2) == 0 ? EventKind::io_start : EventKind::thread_start, last_operation_, {.b = task});
            return;
        }
        const auto done = operations_.begin() + below(static_cast<std::uint32_t>(operations_.size()));
        out.add(below(2) == 0 ? EventKind::io_done : EventKind::thread_done, *done);
        operations_.erase(done);
    }

    std::mt19937 random_;
    std::map<ObjectId, Object> objects_;
    std::vector<OperationId> operations_;
    std::uint32_t steps_ = 0, last_object_ = 0, last_item_ = 0, last_operation_ = 0;
};

}  // namespace loopscope::testing
