#include "monitor/await_tree.hpp"

#include "monitor/explain.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace loopscope {
namespace {

// Of a node, what stands below it; by its kind and id.
class Builder {
public:
    Builder(const Recording& recording, const World& world, std::size_t index)
        : recording_(recording), world_(world), index_(index) {}

    std::vector<TreeNode> by_awaits() {
        for (const TaskNow& task : world_.tasks()) members_.push_back(task.id);
        std::unordered_set<std::uint64_t> awaited, objects;
        std::vector<TreeNode> open;
        for (const TaskId id : members_) open.push_back({.task = id});
        while (!open.empty()) {
            const TreeNode node = open.back();
            open.pop_back();
            for (const TreeNode& below : awaited_by(node)) {
                awaited.insert(key(below));
                if (below.task == 0 && objects.insert(below.object).second) open.push_back(below);
            }
        }
        below_ = [this](const TreeNode& node) { return awaited_by(node); };
        return grow([&](TaskId task) { return !awaited.contains(key({.task = task})); });
    }

    std::vector<TreeNode> by_creation() {
        std::unordered_set<TaskId> in_it;
        for (const TaskNow& task : world_.tasks()) {
            for (TaskId id = task.id; id != 0 && in_it.insert(id).second; id = parent_of(id)) members_.push_back(id);
        }
        std::ranges::sort(members_);
        std::unordered_map<TaskId, std::vector<TreeNode>> made;
        for (const TaskId id : members_) made[parent_of(id)].push_back({.task = id});
        below_ = [made](const TreeNode& node) {
            const auto found = made.find(node.task);
            return found != made.end() ? found->second : std::vector<TreeNode>{};
        };
        return grow([&](TaskId task) { return parent_of(task) == 0; });
    }

private:
    static std::uint64_t key(const TreeNode& node) {
        return pack(node.task != 0 ? node.task : node.object, node.task != 0);
    }

    // 0 also for one who is not known.
    TaskId parent_of(TaskId id) const {
        const TaskInfo* info = recording_.task(id);
        const TaskInfo* parent = info != nullptr ? recording_.task(info->parent) : nullptr;
        return parent != nullptr && parent->created < index_ ? parent->id : 0;
    }

    std::vector<TreeNode> awaited_by(const TreeNode& node) const {
        ObjectId object = node.object;
        if (node.task != 0) {
            const auto on = waits_on(world_, node.task);
            if (!on) return {};
            if (on->kind == WaitNode::Kind::task)
                return world_.task(on->id) != nullptr ? std::vector<TreeNode>{{.task = on->id}}
                                                      : std::vector<TreeNode>{};
            if (on->kind != WaitNode::Kind::object) return {};
            object = on->id;
        }
        std::vector<TreeNode> below;
        for (const ChildNow& child : world_.children(object)) {
            const bool alive =
                child.task != 0 ? world_.task(child.task) != nullptr : world_.object(child.other) != nullptr;
            if (alive) below.push_back({.task = child.task, .object = child.task != 0 ? 0 : child.other});
        }
        return below;
    }

    // From the roots, and from the first of each ring that no root leads to.
    template <typename IsRoot>
    std::vector<TreeNode> grow(IsRoot is_root) {
        for (const TaskId id : members_) {
            if (is_root(id)) grow_from(id);
        }
        for (const TaskId id : members_) {
            if (!seen_.contains(key({.task = id}))) grow_from(id);
        }
        return std::move(nodes_);
    }

    // Chains of tasks may be long: what is still to do is kept in a list, and nothing calls itself.
    void grow_from(TaskId root) {
        std::vector<TreeNode> open{{.task = root}};
        while (!open.empty()) {
            TreeNode node = open.back();
            open.pop_back();
            const std::size_t place = nodes_.size();
            const auto [first, fresh] = seen_.try_emplace(key(node), place);
            node.again = !fresh;
            node.ring = node.again && is_above(first->second, node.parent);
            nodes_.push_back(node);
            if (node.again) continue;
            std::vector<TreeNode> below = below_(node);
            for (auto child = below.rbegin(); child != below.rend(); ++child) {
                child->parent = place;
                open.push_back(*child);
            }
        }
    }

    bool is_above(std::size_t upper, std::optional<std::size_t> lower) const {
        while (lower && *lower > upper) lower = nodes_[*lower].parent;
        return lower == upper;
    }

    const Recording& recording_;
    const World& world_;
    std::size_t index_;
    std::vector<TaskId> members_;  // by id
    std::function<std::vector<TreeNode>(const TreeNode&)> below_;
    std::unordered_map<std::uint64_t, std::size_t> seen_;  // where
    std::vector<TreeNode> nodes_;
};

}  // namespace

AwaitTree await_tree(const Recording& recording, const World& world, std::size_t index, TreeBy by) {
    AwaitTree tree;
    Builder builder(recording, world, index);
    tree.nodes = by == TreeBy::awaits ? builder.by_awaits() : builder.by_creation();
    tree.rings = rings(world);
    return tree;
}

namespace {

// Just before the last wait of all was over; nullopt: nobody ever waited.
std::optional<std::size_t> last_wait(const Recording& recording) {
    std::optional<std::size_t> last;
    for (const TaskInfo& task : recording.tasks()) {
        const Lane* lane = recording.lane(task.id);
        if (lane == nullptr) continue;
        const auto wait = std::ranges::find(lane->spans.rbegin(), lane->spans.rend(), TaskState::waiting, &Span::state);
        if (wait == lane->spans.rend() || wait->end == kOpen) continue;
        last = std::max<std::size_t>(last.value_or(0), wait->end);
    }
    return last;
}

}  // namespace

std::optional<std::size_t> telling_moment(const Recording& recording) {
    if (!recording.now().tasks().empty()) return recording.size();
    // When a loop stops it asks whoever is left to cancel, between its turns; a step or a callback asks within them.
    bool in_handle = false;
    std::optional<std::size_t> last_step, stop;
    for (std::size_t at = 0; at < recording.size(); ++at) {
        const Event& event = recording[at];
        switch (event.kind) {
            case EventKind::step_begin:
                last_step = at;
                [[fallthrough]];
            case EventKind::callback_begin:
                in_handle = true;
                break;
            case EventKind::step_end:
            case EventKind::callback_end:
                in_handle = false;
                break;
            case EventKind::cancel_request:
                if (!in_handle) return at;
                break;
            case EventKind::loop_stop:
                stop = at;
                break;
            default:
                break;
        }
    }
    const bool failed = !stop || outcome_of(recording[*stop].detail) != Outcome::returned;
    if (const auto wait = last_wait(recording); !failed && wait) return wait;
    return last_step ? std::optional(*last_step + 1) : std::nullopt;
}

}  // namespace loopscope
