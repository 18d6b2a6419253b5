#include "monitor/wait_graph.hpp"

#include "monitor/kinds.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace loopscope {
namespace {

using NodeKind = WaitNode::Kind;

// What a waiting task waits for; nothing if it only gives way, or if nobody knows.
std::optional<WaitNode> waits_for(const TaskNow& task) {
    const std::uint32_t id = low(task.wait_on);
    if (task.state != TaskState::waiting || id == 0) return std::nullopt;
    switch (task.wait_reason) {
        case WaitReason::yield:
            return std::nullopt;
        case WaitReason::sleep:
            return WaitNode{NodeKind::timer, id};
        case WaitReason::task:
            return WaitNode{NodeKind::task, id};
        case WaitReason::io:
        case WaitReason::thread:
            return WaitNode{NodeKind::operation, id};
        default:
            return WaitNode{NodeKind::object, id};
    }
}

void append_edge_of(std::vector<WaitEdge>& edges, const TaskNow& task) {
    const auto to = waits_for(task);
    if (!to) return;
    const Sequence since = task.in_line != 0 ? task.in_line : task.since;
    edges.push_back({{NodeKind::task, task.id}, *to, WaitEdge::Kind::waits, task.wait_reason, task.site, since});
}

void append_edges_of(std::vector<WaitEdge>& edges, const World& world, const ObjectNow& object) {
    if (object.done) return;
    const WaitNode from{NodeKind::object, object.id};
    for (const HoldNow& hold : world.holders(object.id)) {
        if (hold.task == 0) continue;
        edges.push_back({from, {NodeKind::task, hold.task}, WaitEdge::Kind::held_by, {}, hold.site, hold.since});
    }
    for (const ChildNow& child : world.children(object.id)) {
        const WaitNode to =
            child.task != 0 ? WaitNode{NodeKind::task, child.task} : WaitNode{NodeKind::object, child.other};
        if (to.id != 0) edges.push_back({from, to, WaitEdge::Kind::child, {}, 0, 0});
    }
}

void append_edges_from(std::vector<WaitEdge>& edges, const World& world, WaitNode node) {
    if (node.kind == NodeKind::task) {
        if (const TaskNow* task = world.task(node.id)) append_edge_of(edges, *task);
    } else if (node.kind == NodeKind::object) {
        if (const ObjectNow* object = world.object(node.id)) append_edges_of(edges, world, *object);
    }
}

// Something that may run by itself, sooner or later.
bool moves(const TaskNow& task) {
    if (task.state != TaskState::waiting || low(task.wait_on) == 0) return true;
    return task.wait_reason == WaitReason::yield || task.wait_reason == WaitReason::sleep ||
           task.wait_reason == WaitReason::io || task.wait_reason == WaitReason::thread;
}

// Of many holders of permits one that moves settles it: there is no ring through them. Where they are few, the
// ring that may come of it is worth following.
bool is_passable(const World& world, const ObjectNow& object) {
    constexpr std::size_t kFew = 8;
    if (!has_permits(object.kind)) return true;
    std::size_t looked = 0;
    bool some_move = false;
    for (const HoldNow& hold : world.holders(object.id)) {
        const TaskNow* holder = world.task(hold.task);
        some_move = some_move || (holder != nullptr && moves(*holder));
        if (++looked > kFew && some_move) return false;
    }
    return true;
}

bool wakes_by_deadline(const ObjectNow& object) { return !object.done && object.deadline >= 0; }

std::unordered_set<TaskId> tasks_with_timeout(const World& world) {
    std::unordered_set<TaskId> tasks;
    for (const ObjectNow& object : world.objects()) {
        if (object.kind == ObjectKind::timeout && wakes_by_deadline(object)) tasks.insert(object.owner);
    }
    return tasks;
}

// All permits there were are with tasks: none is free, on its way to somebody, or a callback's.
bool all_permits_held(const World& world, const ObjectNow& object) {
    if (object.capacity.value_or(0) <= 0) return false;
    // Of a pool the value is what lies idle, which may be in no place.
    if (object.kind != ObjectKind::pool && object.value.value_or(0) > 0) return false;
    std::int64_t held = 0;
    for (const HoldNow& hold : world.holders(object.id)) {
        if (hold.task == 0) return false;
        held += hold.count;
    }
    return held >= *object.capacity;
}

// What can be reached from some nodes, and which of it is stuck: it waits for what is stuck itself.
class Graph {
public:
    explicit Graph(const World& world) : world_(world), still_(stands_still(world)) {}

    // Each node once; those that it leads to follow.
    std::size_t add(WaitNode node) {
        const auto [at, fresh] = places_.try_emplace(key(node), nodes_.size());
        if (fresh) nodes_.push_back({node, 0, 0, false});
        return at->second;
    }
    void explore() {
        for (std::size_t at = 0; at < nodes_.size(); ++at) {
            nodes_[at].first = edges_.size();
            const WaitNode node = nodes_[at].id;
            const ObjectNow* object = node.kind == NodeKind::object ? world_.object(node.id) : nullptr;
            if (object == nullptr || is_passable(world_, *object)) append_edges_from(edges_, world_, node);
            for (std::size_t edge = nodes_[at].first; edge < edges_.size(); ++edge) {
                targets_.push_back(add(edges_[edge].to));
            }
            nodes_[at].end = edges_.size();
        }
    }
    bool leads_to(std::size_t node) const {
        for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
            if (targets_[edge] == node && !is_own_permit(edge)) return true;
        }
        return false;
    }
    // Takes everything for stuck, and then out whatever can move, until nothing more can.
    void find_stuck(const TimeoutsOf* timeouts = nullptr);
    // The shortest way from a node back to it, along what is stuck; empty if there is none.
    std::vector<WaitEdge> ring(std::size_t from) const;
    // Of each knot its smallest task.
    std::vector<std::size_t> knots() const;

private:
    struct Node {
        WaitNode id;
        std::size_t first = 0;  // its edges: [first, end)
        std::size_t end = 0;
        bool stuck = false;
    };
    static std::uint64_t key(WaitNode node) { return pack(node.id, static_cast<std::uint32_t>(node.kind)); }

    std::unordered_set<TaskId> with_timeout(const TimeoutsOf& known) const;
    bool may_be_stuck(WaitNode node, const std::unordered_set<TaskId>& timeouts) const;
    bool is_stuck(std::size_t at) const;
    bool is_held_back(std::size_t edge) const;
    bool is_own_permit(std::size_t edge) const;
    bool is_way(std::size_t edge) const;
    std::optional<std::size_t> smallest_task(std::span<const std::size_t> nodes) const;

    const World& world_;
    bool still_;
    std::vector<Node> nodes_;
    std::vector<WaitEdge> edges_;
    std::vector<std::size_t> targets_;  // beside edges_
    std::unordered_map<std::uint64_t, std::size_t> places_;
};

bool Graph::may_be_stuck(WaitNode node, const std::unordered_set<TaskId>& timeouts) const {
    if (node.kind == NodeKind::task) {
        const TaskNow* task = world_.task(node.id);
        return task != nullptr && waits_for(*task) && !timeouts.contains(node.id);
    }
    const ObjectNow* object = node.kind == NodeKind::object ? world_.object(node.id) : nullptr;
    if (object == nullptr || object->done || object->deadline >= 0) return false;
    return !has_permits(object->kind) || all_permits_held(world_, *object);
}

// Whoever holds something and is gone will not give it back either.
bool Graph::is_held_back(std::size_t edge) const {
    const WaitEdge& held = edges_[edge];
    return nodes_[targets_[edge]].stuck || (held.kind == WaitEdge::Kind::held_by && world_.task(held.to.id) == nullptr);
}

bool Graph::is_stuck(std::size_t at) const {
    const Node& node = nodes_[at];
    if (!node.stuck || node.first == node.end) return false;
    const ObjectNow* object = node.id.kind == NodeKind::object ? world_.object(node.id.id) : nullptr;
    const bool needs_all =
        object != nullptr && (object->kind == ObjectKind::gather || object->kind == ObjectKind::task_group);
    bool some = false;
    bool all = true;
    for (std::size_t edge = node.first; edge < node.end; ++edge) {
        // A child that is done, of which its gather has not heard yet: nobody knows what comes of it.
        const WaitEdge& to = edges_[edge];
        if (to.kind == WaitEdge::Kind::child && to.to.kind == NodeKind::task && !world_.task(to.to.id)) return false;
        const bool held_back = is_held_back(edge);
        some = some || held_back;
        all = all && held_back;
    }
    return needs_all ? some : all;
}

std::unordered_set<TaskId> Graph::with_timeout(const TimeoutsOf& known) const {
    std::unordered_set<TaskId> tasks;
    for (const Node& node : nodes_) {
        const auto own = node.id.kind == NodeKind::task ? known.find(node.id.id) : known.end();
        if (own == known.end()) continue;
        const bool wakes = std::ranges::any_of(own->second, [&](ObjectId id) {
            const ObjectNow* object = world_.object(id);
            return object != nullptr && wakes_by_deadline(*object);
        });
        if (wakes) tasks.insert(node.id.id);
    }
    return tasks;
}

void Graph::find_stuck(const TimeoutsOf* known) {
    const auto timeouts = known != nullptr ? with_timeout(*known) : tasks_with_timeout(world_);
    for (Node& node : nodes_) node.stuck = may_be_stuck(node.id, timeouts);
    // Mostly an edge leads to a later node, so that one pass from the end carries far.
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t at = nodes_.size(); at-- > 0;) {
            if (!nodes_[at].stuck || is_stuck(at)) continue;
            nodes_[at].stuck = false;
            changed = true;
        }
    }
}

// From a semaphore to a holder who waits for that same semaphore: there others may give permits.
bool Graph::is_own_permit(std::size_t edge) const {
    const WaitEdge& held = edges_[edge];
    if (still_ || held.kind != WaitEdge::Kind::held_by) return false;
    const ObjectNow* object = world_.object(held.from.id);
    const TaskNow* holder = world_.task(held.to.id);
    return object != nullptr && has_permits(object->kind) && holder != nullptr && waits_for(*holder) == held.from;
}

bool Graph::is_way(std::size_t edge) const { return nodes_[targets_[edge]].stuck && !is_own_permit(edge); }

std::vector<WaitEdge> Graph::ring(std::size_t from) const {
    if (!nodes_[from].stuck) return {};
    constexpr std::size_t kNone = ~std::size_t{0};
    std::vector<std::size_t> came_by(nodes_.size(), kNone);  // the edge
    std::vector<std::size_t> queue{from};
    for (std::size_t next = 0; next < queue.size() && came_by[from] == kNone; ++next) {
        const Node& node = nodes_[queue[next]];
        for (std::size_t edge = node.first; edge < node.end; ++edge) {
            const std::size_t to = targets_[edge];
            if (came_by[to] != kNone || !is_way(edge)) continue;
            came_by[to] = edge;
            queue.push_back(to);
        }
    }
    if (came_by[from] == kNone) return {};
    std::vector<WaitEdge> ring;
    std::size_t at = from;
    do {
        ring.push_back(edges_[came_by[at]]);
        at = places_.at(key(edges_[came_by[at]].from));
    } while (at != from);
    std::ranges::reverse(ring);
    return ring;
}

std::optional<std::size_t> Graph::smallest_task(std::span<const std::size_t> nodes) const {
    std::optional<std::size_t> smallest;
    for (const std::size_t node : nodes) {
        if (nodes_[node].id.kind != NodeKind::task) continue;
        if (!smallest || nodes_[node].id.id < nodes_[*smallest].id.id) smallest = node;
    }
    return smallest;
}

// Tarjan's strongly connected components, with a stack of its own: chains of tasks may be long.
std::vector<std::size_t> Graph::knots() const {
    struct Visit {
        std::size_t node;
        std::size_t edge;
    };
    struct Mark {
        std::size_t number = 0;  // 0: not visited yet
        std::size_t lowest = 0;
        bool open = false;
    };
    std::vector<Mark> marks(nodes_.size());
    std::vector<std::size_t> open;
    std::vector<Visit> visits;
    std::vector<std::size_t> found;
    std::size_t count = 0;
    const auto enter = [&](std::size_t node) {
        marks[node] = {++count, count, true};
        open.push_back(node);
        visits.push_back({node, nodes_[node].first});
    };
    // The nodes above `node` on the stack are one knot with it; one node alone is none.
    const auto close = [&](std::size_t node) {
        auto first = open.end();
        do {
            --first;
        } while (*first != node);
        for (auto member = first; member != open.end(); ++member) marks[*member].open = false;
        const auto smallest = smallest_task({first, open.end()});
        if (open.end() - first > 1 && smallest) found.push_back(*smallest);
        open.erase(first, open.end());
    };
    for (std::size_t start = 0; start < nodes_.size(); ++start) {
        if (!nodes_[start].stuck || marks[start].number != 0) continue;
        for (enter(start); !visits.empty();) {
            Visit& visit = visits.back();
            const std::size_t node = visit.node;
            if (visit.edge < nodes_[node].end) {
                const std::size_t edge = visit.edge++;
                const std::size_t to = targets_[edge];
                if (!is_way(edge)) continue;
                if (marks[to].number == 0) {
                    enter(to);
                } else if (marks[to].open) {
                    marks[node].lowest = std::min(marks[node].lowest, marks[to].number);
                }
                continue;
            }
            visits.pop_back();
            if (!visits.empty()) {
                Mark& outer = marks[visits.back().node];
                outer.lowest = std::min(outer.lowest, marks[node].lowest);
            }
            if (marks[node].lowest == marks[node].number) close(node);
        }
    }
    std::ranges::sort(found, {}, [this](std::size_t node) { return nodes_[node].id.id; });
    return found;
}

}  // namespace

std::vector<WaitEdge> wait_edges(const World& world) {
    std::vector<WaitEdge> edges;
    for (const TaskNow& task : world.tasks()) append_edge_of(edges, task);
    for (const ObjectNow& object : world.objects()) append_edges_of(edges, world, object);
    return edges;
}

std::vector<WaitEdge> wait_edges_from(const World& world, WaitNode node) {
    std::vector<WaitEdge> edges;
    append_edges_from(edges, world, node);
    return edges;
}

namespace {

std::vector<WaitEdge> find_ring(const World& world, TaskId task, const TimeoutsOf* timeouts) {
    const TaskNow* start = world.task(task);
    if (start == nullptr || !waits_for(*start)) return {};
    Graph graph(world);
    const std::size_t from = graph.add({NodeKind::task, task});
    graph.explore();
    if (!graph.leads_to(from)) return {};
    graph.find_stuck(timeouts);
    return graph.ring(from);
}

}  // namespace

std::vector<WaitEdge> ring_through(const World& world, TaskId task) { return find_ring(world, task, nullptr); }
std::vector<WaitEdge> ring_through(const World& world, TaskId task, const TimeoutsOf& timeouts) {
    return find_ring(world, task, &timeouts);
}

bool leads_back(const World& world, TaskId task) {
    const TaskNow* start = world.task(task);
    if (start == nullptr || !waits_for(*start)) return false;
    Graph graph(world);
    const std::size_t from = graph.add({NodeKind::task, task});
    graph.explore();
    return graph.leads_to(from);
}

std::vector<std::vector<WaitEdge>> rings(const World& world) {
    Graph graph(world);
    for (const TaskNow& task : world.tasks()) {
        if (waits_for(task)) graph.add({NodeKind::task, task.id});
    }
    graph.explore();
    graph.find_stuck();
    std::vector<std::vector<WaitEdge>> all;
    for (const std::size_t task : graph.knots()) all.push_back(graph.ring(task));
    return all;
}

bool may_go_on(const World& world, TaskId task) {
    const auto timeouts = tasks_with_timeout(world);
    const bool somebody_moves = !stands_still(world);
    std::vector<WaitNode> nodes{{NodeKind::task, task}};
    std::unordered_set<std::uint64_t> seen;
    std::vector<WaitEdge> edges;
    while (!nodes.empty()) {
        const WaitNode node = nodes.back();
        nodes.pop_back();
        if (!seen.insert(pack(node.id, static_cast<std::uint32_t>(node.kind))).second) continue;
        if (node.kind == NodeKind::task) {
            const TaskNow* now = world.task(node.id);
            if (now == nullptr || moves(*now) || timeouts.contains(node.id)) return true;
        }
        const ObjectNow* object = node.kind == NodeKind::object ? world.object(node.id) : nullptr;
        if (object != nullptr && (object->done || object->deadline >= 0)) return true;
        edges.clear();
        append_edges_from(edges, world, node);
        // Anybody may give a permit, and whatever leads nowhere may be done by anybody.
        const bool anybody = edges.empty() || (object != nullptr && has_permits(object->kind));
        if (anybody && somebody_moves) return true;
        for (const WaitEdge& edge : edges) {
            // A holder who is gone gives nothing back.
            if (edge.kind == WaitEdge::Kind::held_by && world.task(edge.to.id) == nullptr) continue;
            nodes.push_back(edge.to);
        }
    }
    return false;
}

bool stands_still(const World& world) {
    return world.ready().empty() && world.running() == 0 && !world.running_handle() && world.timers().empty() &&
           world.operations().empty() && world.io_outstanding() == 0;
}

}  // namespace loopscope
