#include "panels/resources_picture.hpp"

#include "panels/words.hpp"

#include "monitor/kinds.hpp"
#include "monitor/wait_graph.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace viz {
using namespace loopscope;

namespace {

// So many objects, and so many in one line, are looked at; what is behind them is counted.
constexpr std::size_t kMostLooked = 1000;
constexpr std::size_t kMostInLine = 200;
constexpr std::size_t kMostItems = 24;

bool has_children(ObjectKind kind) {
    return kind == ObjectKind::gather || kind == ObjectKind::wait || kind == ObjectKind::as_completed ||
           kind == ObjectKind::task_group || kind == ObjectKind::shield;
}

bool is_queue(ObjectKind kind) {
    return kind == ObjectKind::queue || kind == ObjectKind::priority_queue || kind == ObjectKind::lifo_queue;
}

// Not a line in which one is served after the other: whoever awaits it has what comes out of it.
bool is_awaited(ObjectKind kind) {
    return has_children(kind) || kind == ObjectKind::future || kind == ObjectKind::generator;
}

bool lends_permits(ObjectKind kind) {
    return kind == ObjectKind::semaphore || kind == ObjectKind::bounded_semaphore || kind == ObjectKind::rate_limiter ||
           kind == ObjectKind::pool;
}

// Makes the words for one object.
class Describing {
public:
    Describing(const View& view, const ObjectNow& object, std::size_t most)
        : view_(view), world_(view.world), object_(object), most_(most) {}

    Resource describe() {
        out_.id = object_.id;
        out_.kind = object_.kind;
        out_.selected = view_.selection.object == object_.id;
        out_.done = object_.done;
        out_.value = object_.value;
        out_.capacity = object_.capacity;
        out_.children_all = object_.children;
        out_.children_done = std::min(object_.children, object_.children_done);
        name_it();
        holders();
        children();
        items();
        waiters();
        tell_state();
        tell_notes();
        return std::move(out_);
    }

private:
    const char* word(const char* key) const { return view_.language->text(key); }
    std::string number(const char* key, std::int64_t count) const {
        return fill(word(key), {{"count", std::to_string(count)}});
    }
    std::string of(std::int64_t count, std::int64_t all, const char* key) const {
        return fill(word(key), {{"count", std::to_string(count)}, {"all", std::to_string(all)}});
    }

    void name_it() {
        const std::string noun = word(("words.kind." + kind_key(object_.kind)).c_str());
        const std::string_view name = view_.recording.string(object_.name);
        // The name of a gather is its kind again, with a number.
        const bool own_name = !name.empty() && !name.starts_with(noun + "(");
        out_.title = own_name ? std::string(name) : noun;
        const auto add = [this](const std::string& more) {
            if (more.empty()) return;
            if (!out_.about.empty()) out_.about += ", ";
            out_.about += more;
        };
        if (own_name && name != noun) add(noun);
        if (object_.owner != 0 && (has_children(object_.kind) || object_.kind == ObjectKind::timeout))
            add(fill(word("resources.in"), {{"task", view_.recording.task_name(object_.owner)}}));
        add(line_words(view_, object_.site));
    }

    ResourceTask about_task(TaskId task) const {
        ResourceTask one;
        one.task = task;
        one.name = task != 0 ? view_.recording.task_name(task) : std::string(word("resources.callback"));
        const TaskNow* now = world_.task(task);
        if (now != nullptr)
            one.state = now->state;
        else if (task != 0)
            one.state = view_.recording.state(world_, view_.cursor, task).value_or(TaskState::done);
        return one;
    }

    void place_and_time(ResourceTask& one, SiteId site, Sequence since) const {
        one.line = line_words(view_, site);
        const auto index = view_.recording.index_of(since);
        if (since != 0 && index)
            one.since = fill(word("resources.since"), {{"time", seconds_fixed(view_.recording.loop_time_at(*index))}});
    }

    void holders() {
        const auto all = world_.holders(object_.id);
        if (all.empty()) return;
        ResourceGroup group{word("resources.held_by"), {}, 0, true, false};
        for (const HoldNow& hold : all.first(most_)) {
            ResourceTask one = about_task(hold.task);
            one.count = hold.count;
            place_and_time(one, hold.site, hold.since);
            group.tasks.push_back(std::move(one));
        }
        group.more = all.size() - group.tasks.size();
        held_ = all.size();
        out_.groups.push_back(std::move(group));
    }

    void children() {
        if (!has_children(object_.kind)) return;
        const auto left = world_.children(object_.id);
        ResourceGroup group{word("resources.to_come"), {}, 0, false, false};
        for (const ChildNow& child : left.first(most_)) {
            if (child.task != 0) {
                group.tasks.push_back(about_task(child.task));
                continue;
            }
            ResourceTask one;
            one.object = child.other;
            one.name = object_words(view_, child.other);
            group.tasks.push_back(std::move(one));
        }
        group.more = left.size() - group.tasks.size();
        if (!left.empty()) out_.groups.push_back(std::move(group));
    }

    void items() {
        if (!is_queue(object_.kind)) return;
        const auto all = world_.items(object_.id);
        out_.items_all = all.size();
        const auto add = [this](const ItemNow& item) {
            const auto put = view_.recording.index_of(item.put);
            const std::string_view text = put ? view_.recording.text(*put) : std::string_view{};
            out_.items.push_back(text.empty() ? std::string(word("resources.item")) : std::string(text));
        };
        if (object_.kind != ObjectKind::lifo_queue) {
            for (const ItemNow& item : all.first(kMostItems)) add(item);
        } else {
            for (std::size_t at = 0; at < std::min(all.size(), kMostItems); ++at) add(all[all.size() - 1 - at]);
        }
    }

    const char* waiting_label(WaitReason reason) const {
        switch (reason) {
            case WaitReason::put:
                return word("resources.waits_put");
            case WaitReason::get:
                return word("resources.waits_get");
            case WaitReason::join:
                return word("resources.waits_join");
            default:
                break;
        }
        if (object_.kind == ObjectKind::barrier) return word("resources.arrived");
        return word(is_awaited(object_.kind) ? "resources.awaited_by" : "resources.waits");
    }

    ResourceTask about_waiter(const WaiterNow& waiter) const {
        ResourceTask one = about_task(waiter.task);
        one.woken = waiter.woken;
        const TaskNow* task = world_.task(waiter.task);
        place_and_time(one, task != nullptr ? task->site : 0, waiter.since);
        return one;
    }

    // Those whose turn has come wait no more: they stand in the ready queue, and are in this line only until they run.
    void woken() {
        if (woken_ == 0) return;
        ResourceGroup group{word("resources.woken"), {}, 0, false, false};
        for (const WaiterNow& waiter : world_.waiters(object_.id)) {
            if (group.tasks.size() >= most_) break;
            if (waiter.woken) group.tasks.push_back(about_waiter(waiter));
        }
        group.more = woken_ - group.tasks.size();
        out_.groups.push_back(std::move(group));
    }

    // One line of tasks for each reason. A line is in order of arrival, so its first ones tell who is next.
    void waiters() {
        const auto all = world_.waiters(object_.id);
        woken_ = static_cast<std::size_t>(std::ranges::count(all, true, &WaiterNow::woken));
        waiting_ = all.size() - woken_;
        woken();
        if (waiting_ == 0) return;
        std::size_t seen = 0;
        constexpr std::array<WaitReason, 3> kQueue{WaitReason::put, WaitReason::get, WaitReason::join};
        std::vector<std::pair<WaitReason, ResourceGroup>> groups;
        for (const WaiterNow& waiter : all) {
            if (waiter.woken) continue;
            if (seen == kMostInLine) break;
            ++seen;
            const bool of_queue = std::ranges::find(kQueue, waiter.reason) != kQueue.end();
            const WaitReason reason = of_queue ? waiter.reason : WaitReason::object;
            auto group = std::ranges::find(groups, reason, &std::pair<WaitReason, ResourceGroup>::first);
            if (group == groups.end()) {
                groups.push_back({reason, {waiting_label(reason), {}, 0, false, true}});
                group = groups.end() - 1;
            }
            if (group->second.tasks.size() >= most_) {
                ++group->second.more;
                continue;
            }
            group->second.tasks.push_back(about_waiter(waiter));
        }
        // Of those far back nobody asks why they wait: most likely as those before them.
        groups.back().second.more += waiting_ - seen;
        for (auto& group : groups) out_.groups.push_back(std::move(group.second));
    }

    void tell_permits() {
        const std::int64_t free = object_.value.value_or(0);
        const bool pool = object_.kind == ObjectKind::pool;
        out_.busy = object_.value.has_value() && free <= 0 &&
                    (!pool || held_ >= static_cast<std::size_t>(object_.capacity.value_or(0)));
        if (object_.capacity) {
            out_.remark = of(free, *object_.capacity, "resources.of");
            out_.state = of(free, *object_.capacity, pool ? "resources.idle_of" : "resources.free_of");
        } else if (object_.value) {
            out_.remark = std::to_string(free);
            out_.state = number("resources.free", free);
        }
    }

    void tell_queue() {
        const auto count = static_cast<std::int64_t>(out_.items_all);
        if (object_.capacity.value_or(0) > 0) {
            out_.remark = of(count, *object_.capacity, "resources.of");
            out_.state = of(count, *object_.capacity, "resources.items_of");
            out_.busy = count >= *object_.capacity;
        } else {
            out_.remark = counted(*view_.language, out_.items_all, "resources.items");
            out_.state = out_.remark + ", " + word("resources.no_limit");
        }
        if (object_.kind == ObjectKind::priority_queue) out_.notes.emplace_back(word("resources.by_priority"));
        if (object_.kind == ObjectKind::lifo_queue) out_.notes.emplace_back(word("resources.last_first"));
        if (object_.unfinished > 0) out_.notes.push_back(number("resources.unfinished", object_.unfinished));
    }

    void tell_children() {
        const auto done = static_cast<std::int64_t>(out_.children_done);
        out_.remark = of(done, static_cast<std::int64_t>(out_.children_all), "resources.done_of");
        out_.state = out_.remark;
    }

    void tell_deadline() {
        if (object_.deadline < 0) {
            if (object_.kind == ObjectKind::timeout) out_.remark = out_.state = word("resources.no_deadline");
            return;
        }
        const auto due = static_cast<std::uint64_t>(object_.deadline);
        const std::uint64_t now = world_.loop_time();
        const ObjectInfo* info = view_.recording.object(object_.id);
        const std::uint64_t made = info != nullptr ? view_.recording.loop_time_at(info->created) : now;
        if (due > made) {
            const double over = static_cast<double>(std::clamp(now, made, due) - made);
            out_.progress = static_cast<float>(over / static_cast<double>(due - made));
        }
        const std::string left = now < due ? fill(word("resources.left"), {{"time", seconds_fixed(due - now)}})
                                           : std::string(word("resources.over"));
        const std::string deadline = fill(word("resources.deadline"), {{"time", seconds_fixed(due)}, {"left", left}});
        if (object_.kind == ObjectKind::timeout) {
            out_.remark = left;
            out_.state = deadline;
        } else {
            out_.notes.push_back(deadline);
        }
    }

    void tell_state() {
        switch (object_.kind) {
            case ObjectKind::lock:
                out_.busy = held_ > 0;
                out_.remark = out_.state = word(held_ > 0 ? "resources.held" : "resources.unlocked");
                break;
            case ObjectKind::event:
                out_.busy = object_.value.value_or(0) == 0;
                out_.remark = word(out_.busy ? "resources.not_set" : "resources.set");
                out_.state = word(out_.busy ? "resources.gate_closed" : "resources.gate_open");
                if (!out_.busy && woken_ > 0) out_.state = counted(*view_.language, woken_, "resources.gate_woken");
                break;
            case ObjectKind::condition:
                out_.remark = number("resources.wait_count", static_cast<std::int64_t>(waiting_));
                out_.state = word(waiting_ > 0 ? "resources.room" : "resources.room_empty");
                break;
            case ObjectKind::barrier:
                out_.busy = true;
                out_.remark = of(object_.value.value_or(0), object_.capacity.value_or(0), "resources.of");
                out_.state = of(object_.value.value_or(0), object_.capacity.value_or(0), "resources.arrived_of");
                break;
            default:
                tell_others();
        }
        tell_deadline();
    }

    void tell_others() {
        if (lends_permits(object_.kind)) return tell_permits();
        if (is_queue(object_.kind)) return tell_queue();
        if (has_children(object_.kind)) return tell_children();
        if (object_.kind == ObjectKind::timeout) return;
        out_.busy = !object_.done;
        out_.remark = out_.state = word(object_.done ? "resources.has_result" : "resources.pending");
    }

    void tell_notes() {
        if (!object_.closed) return;
        const bool barrier = object_.kind == ObjectKind::barrier;
        switch (*object_.closed) {
            case CloseKind::shut_down:
                out_.notes.emplace_back(word("resources.shut_down"));
                break;
            case CloseKind::at_once:
                out_.notes.emplace_back(word("resources.at_once"));
                break;
            case CloseKind::aborted:
                out_.notes.emplace_back(word(barrier ? "resources.broken" : "resources.aborted"));
                break;
            case CloseKind::reset:
                break;
        }
    }

    const View& view_;
    const World& world_;
    const ObjectNow& object_;
    std::size_t most_;
    std::size_t held_ = 0;
    std::size_t waiting_ = 0;  // in line, and not woken yet
    std::size_t woken_ = 0;
    Resource out_;
};

// Whether somebody holds it or waits for it, or the reader's choice has to do with it.
bool is_lively(const View& view, const ObjectNow& object) {
    const World& world = view.world;
    if (view.selection.object == object.id) return true;
    if (!world.waiters(object.id).empty() || !world.holders(object.id).empty()) return true;
    if (view.selection.task != 0 &&
        (object.owner == view.selection.task || world.is_child(object.id, view.selection.task)))
        return true;
    if (!world.items(object.id).empty()) return true;
    return !object.done && (object.children > object.children_done || object.deadline >= 0);
}

// What must be shown wherever it stands among all: the choice, and what the chosen task waits for.
std::set<ObjectId> wanted(const View& view) {
    std::set<ObjectId> ids;
    if (view.selection.object != 0) ids.insert(view.selection.object);
    const TaskNow* task = view.world.task(view.selection.task);
    if (task != nullptr && task->state == TaskState::waiting) {
        for (const WaitEdge& edge : wait_edges_from(view.world, {WaitNode::Kind::task, task->id})) {
            if (edge.to.kind == WaitNode::Kind::object) ids.insert(edge.to.id);
        }
    }
    return ids;
}

}  // namespace

std::string kind_key(ObjectKind kind) {
    const auto names = kind_shape(EventKind::object_create)->details;
    const auto number = static_cast<std::size_t>(kind);
    const bool known = kind != ObjectKind::unknown && number < names.size();
    return std::string(known ? names[number] : "unknown");
}

ResourcesPicture resources_picture(const View& view, std::size_t most_rows, std::size_t most_tasks) {
    ResourcesPicture picture;
    const auto objects = view.world.objects();
    picture.all = objects.size();
    std::vector<const ObjectNow*> lively;
    std::vector<const ObjectNow*> quiet;
    std::set<ObjectId> first = wanted(view);
    for (const ObjectNow& object : objects.first(kMostLooked)) {
        first.erase(object.id);
        (is_lively(view, object) || view.selection.object == object.id ? lively : quiet).push_back(&object);
    }
    for (const ObjectId id : first) {
        if (const ObjectNow* object = view.world.object(id)) lively.insert(lively.begin(), object);
    }
    const std::size_t living = lively.size();
    lively.insert(lively.end(), quiet.begin(), quiet.end());
    for (std::size_t at = 0; at < std::min(lively.size(), most_rows); ++at) {
        picture.rows.push_back(Describing(view, *lively[at], most_tasks).describe());
        picture.rows.back().lively = at < living;
    }
    picture.more = picture.all - picture.rows.size();
    return picture;
}

}  // namespace viz
