#include "panels/graph_picture.hpp"

#include "panels/resources_picture.hpp"
#include "panels/stops.hpp"
#include "panels/words.hpp"

#include "ui/text.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>

namespace viz {
using namespace loopscope;

namespace {

using Kind = WaitNode::Kind;

// With more tasks than this, only what the selection leads to is followed, not everything.
constexpr std::size_t kMostTasks = 500;
constexpr std::size_t kMostWaiters = 8;  // of one object, on the way back

class Choosing {
public:
    Choosing(const View& view, std::size_t most) : view_(view), world_(view.world), most_(most) {}

    GraphPicture choose() {
        small_ = world_.tasks().size() <= kMostTasks && world_.objects().size() <= 4 * kMostTasks;
        const std::vector<std::vector<WaitEdge>> rings = find_rings();
        if (!rings.empty()) {
            show_ring(rings, "graph.ring");
        } else if (const Finding* broken = just_broken()) {
            show_ring({broken->edges}, "graph.ring_was");
        } else {
            show_neighbours();
        }
        for (std::size_t at = 0; at < out_.nodes.size(); ++at) {
            if (is_selected(out_.nodes[at].node)) out_.chosen = at;
        }
        if (!out_.chosen) tell_chosen();
        return std::move(out_);
    }

private:
    const char* word(const char* key) const { return view_.language->text(key); }

    std::vector<std::vector<WaitEdge>> find_rings() const {
        if (small_) return rings(world_);
        // To look at everybody costs too much here; the findings have been through it once.
        std::vector<std::vector<WaitEdge>> found;
        for (const Finding& finding : view_.findings) {
            if (finding.kind != FindingKind::deadlock || finding.last >= view_.cursor || finding.tasks.empty())
                continue;
            auto ring = ring_through(world_, finding.tasks.front());
            if (!ring.empty()) found.push_back(std::move(ring));
        }
        return found;
    }

    // Where nothing is left to do, the loop cancels everybody at once: who goes from step to step would
    // never see the ring that closed in between.
    const Finding* just_broken() const {
        const std::size_t since = stop_before(view_.recording, view_.cursor);
        for (const Finding& finding : view_.findings) {
            if (finding.kind == FindingKind::deadlock && finding.last >= since && finding.last < view_.cursor &&
                !finding.edges.empty())
                return &finding;
        }
        return nullptr;
    }

    std::size_t index_of(WaitNode node) {
        const auto [at, fresh] = places_.try_emplace(node, out_.nodes.size());
        if (fresh) out_.nodes.push_back(describe(node));
        return at->second;
    }

    std::string noun(const ObjectInfo& object) const { return word(("words.kind." + kind_key(object.kind)).c_str()); }

    GraphNode describe(WaitNode node) const {
        GraphNode out{node, {}, {}, {}};
        const Recording& recording = view_.recording;
        switch (node.kind) {
            case Kind::task:
                out.name = recording.task_name(node.id);
                out.state = recording.state(world_, view_.cursor, node.id);
                out.below = word("graph.task");
                if (const TaskNow* task = world_.task(node.id)) {
                    const std::string line = line_words(view_, task->site);
                    out.below = std::string(state_word(*view_.language, task->state));
                    if (!line.empty()) out.below += ", " + line;
                }
                break;
            case Kind::object: {
                const ObjectInfo* object = recording.object(node.id);
                out.name = object_words(view_, node.id);
                if (object == nullptr) break;
                const std::string_view name = recording.string(object->name);
                if (!name.empty()) out.name = name;
                out.below = noun(*object);
                const std::string line = line_words(view_, object->site);
                if (!line.empty()) out.below += ", " + line;
                break;
            }
            case Kind::timer: {
                const TimerInfo* timer = recording.timer(node.id);
                out.name = word("words.timer");
                if (timer != nullptr) out.below = fill(word("graph.due"), {{"time", seconds_fixed(timer->due)}});
                break;
            }
            case Kind::operation: {
                const OperationInfo* operation = recording.operation(node.id);
                const bool thread = operation != nullptr && operation->kind == OperationKind::thread;
                out.below = word(thread ? "words.thread" : "words.io");
                out.name = operation != nullptr ? std::string(recording.string(operation->label)) : std::string();
                if (out.name.empty()) out.name = out.below;
                break;
            }
        }
        return out;
    }

    const char* label_of(const WaitEdge& edge) const {
        switch (edge.kind) {
            case WaitEdge::Kind::waits:
                return word("graph.waits_for");
            case WaitEdge::Kind::held_by:
                return word("graph.held_by");
            case WaitEdge::Kind::child:
                return word("graph.needs");
        }
        return "";
    }

    void add(const WaitEdge& edge) {
        const std::size_t from = index_of(edge.from);
        const std::size_t to = index_of(edge.to);
        out_.edges.push_back({from, to, edge.kind, label_of(edge), line_words(view_, edge.site)});
    }

    // The one in which the selection is, or the first.
    void show_ring(const std::vector<std::vector<WaitEdge>>& all, const char* title) {
        const auto chosen = std::ranges::find_if(all, [this](const std::vector<WaitEdge>& ring) {
            return std::ranges::any_of(ring, [this](const WaitEdge& edge) { return is_selected(edge.from); });
        });
        const std::vector<WaitEdge>& ring = chosen != all.end() ? *chosen : all.front();
        out_.ring = true;
        out_.other_rings = all.size() - 1;
        for (const WaitEdge& edge : ring) add(edge);
        out_.title = word(title);
        for (const GraphEdge& edge : out_.edges) {
            if (out_.nodes[edge.from].node.kind == Kind::task) tell(edge);
        }
        if (stands_still(world_)) out_.sentences.emplace_back(word("graph.nothing_left"));
        if (!small_) return;
        std::set<WaitNode> others;
        for (const WaitEdge& edge : wait_edges(world_)) {
            for (const WaitNode node : {edge.from, edge.to}) {
                if (!places_.contains(node)) others.insert(node);
            }
        }
        out_.more = others.size();
    }

    // "alice-to-bob holds alice and waits for bob (line 11)."
    void tell(const GraphEdge& waits) {
        std::string held;
        for (const GraphEdge& edge : out_.edges) {
            if (edge.to == waits.from && edge.kind == WaitEdge::Kind::held_by) held = out_.nodes[edge.from].name;
        }
        const std::string at = waits.line.empty() ? std::string() : " (" + waits.line + ")";
        out_.sentences.push_back(fill(
            word(held.empty() ? "graph.tell_waits" : "graph.tell_holds"),
            {{"task", out_.nodes[waits.from].name}, {"held", held}, {"what", out_.nodes[waits.to].name}, {"at", at}}));
    }

    // The selection is not in the picture: beside a ring, or because it has no part in any wait.
    void tell_chosen() {
        WaitNode node{Kind::task, view_.selection.task};
        if (node.id == 0) node = {Kind::object, view_.selection.object};
        if (node.id == 0 || (node.kind == Kind::task ? world_.task(node.id) == nullptr : !world_.object(node.id)))
            return;
        const std::vector<WaitEdge> edges = edges_around(node);
        if (edges.empty() && !out_.ring && small_) {
            out_.alone = fill(word("graph.alone"), {{"name", describe(node).name}});
        } else if (out_.ring && !edges.empty() && edges.front().from == node) {
            const GraphNode from = describe(node);
            const std::string line = line_words(view_, edges.front().site);
            out_.sentences.push_back(fill(word("graph.tell_waits"), {{"task", from.name},
                                                                     {"what", describe(edges.front().to).name},
                                                                     {"at", line.empty() ? "" : " (" + line + ")"}}));
        }
    }

    bool is_selected(WaitNode node) const {
        if (node.kind == Kind::task) return node.id == view_.selection.task;
        return node.kind == Kind::object && node.id == view_.selection.object;
    }

    std::vector<WaitEdge> edges_around(WaitNode node) const {
        std::vector<WaitEdge> found = wait_edges_from(world_, node);
        if (found.size() > 2 * kMostWaiters) found.resize(2 * kMostWaiters);
        if (node.kind != Kind::object) return found;
        for (const WaiterNow& waiter : world_.waiters(node.id).first(kMostWaiters)) {
            for (const WaitEdge& edge : wait_edges_from(world_, {Kind::task, waiter.task})) {
                if (edge.to == node) found.push_back(edge);
            }
        }
        return found;
    }

    // From the selection outwards, both ways, until there is enough.
    std::set<WaitNode> neighbourhood(WaitNode start, const std::map<WaitNode, std::vector<WaitEdge>>& known) const {
        std::set<WaitNode> found{start};
        std::deque<WaitNode> open{start};
        while (!open.empty() && found.size() < most_) {
            const WaitNode node = open.front();
            open.pop_front();
            const auto at = known.find(node);
            for (const WaitEdge& edge :
                 small_ ? (at != known.end() ? at->second : std::vector<WaitEdge>{}) : edges_around(node)) {
                const WaitNode other = edge.from == node ? edge.to : edge.from;
                if (found.size() < most_ && found.insert(other).second) open.push_back(other);
            }
        }
        return found;
    }

    // The selection, or who runs; of those who have no part in any wait, the one with most around it instead.
    WaitNode start(const std::map<WaitNode, std::vector<WaitEdge>>& around) const {
        const std::array<WaitNode, 3> wanted{WaitNode{Kind::task, view_.selection.task},
                                             WaitNode{Kind::object, view_.selection.object},
                                             WaitNode{Kind::task, world_.running()}};
        for (const WaitNode node : wanted) {
            if (node.id != 0 && (!small_ || around.contains(node))) return node;
        }
        if (!around.empty()) {
            const auto size = [](const auto& one) { return one.second.size(); };
            return std::ranges::max_element(around, {}, size)->first;
        }
        return {Kind::task, world_.tasks().empty() ? 0 : world_.tasks().front().id};
    }

    void show_neighbours() {
        std::vector<WaitEdge> edges = small_ ? wait_edges(world_) : std::vector<WaitEdge>{};
        std::map<WaitNode, std::vector<WaitEdge>> around;
        for (const WaitEdge& edge : edges) {
            around[edge.from].push_back(edge);
            around[edge.to].push_back(edge);
        }
        std::set<WaitNode> shown;
        if (small_ && around.size() <= most_) {
            for (const auto& [node, unused] : around) shown.insert(node);
        } else if (const WaitNode from = start(around); from.id != 0) {
            shown = neighbourhood(from, around);
        }
        out_.cut = !small_;
        out_.more = small_ ? around.size() - std::min(around.size(), shown.size()) : 0;
        if (!small_) {
            for (const WaitNode node : shown) {
                for (const WaitEdge& edge : edges_around(node)) {
                    if (std::ranges::find(edges, edge) == edges.end()) edges.push_back(edge);
                }
            }
        }
        // In the order of their ids, so that a node keeps its place.
        const auto has_edge = [&](WaitNode node) {
            return std::ranges::any_of(edges,
                                       [&](const WaitEdge& edge) { return edge.from == node || edge.to == node; });
        };
        for (const WaitNode node : shown) {
            if (has_edge(node)) index_of(node);
        }
        for (const WaitEdge& edge : edges) {
            if (shown.contains(edge.from) && shown.contains(edge.to)) add(edge);
        }
    }

    const View& view_;
    const World& world_;
    std::size_t most_;
    bool small_ = true;
    std::map<WaitNode, std::size_t> places_;
    GraphPicture out_;
};

}  // namespace

GraphPicture graph_picture(const View& view, std::size_t most_nodes) { return Choosing(view, most_nodes).choose(); }

std::string edge_words(const GraphPicture& picture, const GraphEdge& edge) {
    std::string words = picture.nodes[edge.from].name + " " + edge.label + " " + picture.nodes[edge.to].name;
    if (!edge.line.empty()) words += ", " + edge.line;
    return words;
}

}  // namespace viz
