// The tree for people and for programs.
#include "monitor/await_tree.hpp"
#include "monitor/explain_parts.hpp"
#include "monitor/function_name.hpp"
#include "monitor/kinds.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

// Cut where the width ends: characters, not bytes.
void add_line(std::string& text, const std::string& line, std::size_t width) {
    std::size_t columns = 0, end = 0, last = 0;
    for (; end < line.size(); ++end) {
        if ((static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) continue;
        if (width != 0 && columns == width) break;
        last = end;
        ++columns;
    }
    text += end < line.size() ? line.substr(0, last) + "\u2026" : line;
    text += '\n';
}

// Whom a task waits for to give something back: the first, and how many.
struct Holders {
    TaskId first = 0;
    std::size_t all = 0;
};
Holders holders_for(const Scene& scene, TaskId id) {
    const TaskNow* task = scene.world.task(id);
    const bool acquires = task != nullptr && task->state == TaskState::waiting &&
                          task->wait_reason == WaitReason::acquire && may_be_held(scene.kind_of(low(task->wait_on)));
    if (!acquires) return {};
    const auto holders = scene.world.holders(low(task->wait_on));
    return holders.empty() ? Holders{} : Holders{holders.front().task, holders.size()};
}

// "waits for the lock db (bank.cpp:31), held by worker-1".
std::string doing(const Scene& scene, TaskId task) {
    std::string text = plain(say_doing(scene, task));
    const Holders holders = holders_for(scene, task);
    if (holders.first == 0) return text;
    Wording wording = scene.wording();
    wording.with_other(holders.first).with_count(holders.all - 1);
    return text + wording.say(holders.all > 1 ? "tree.held_more" : "tree.held");
}

class TextMaker {
public:
    TextMaker(const Scene& scene, const AwaitTree& tree, std::size_t width)
        : scene_(scene), tree_(tree), width_(width), below_(tree.nodes.size(), 0), last_(tree.nodes.size(), 0) {
        for (std::size_t at = tree.nodes.size(); at-- > 0;) {
            const auto parent = tree.nodes[at].parent;
            if (!parent) continue;
            below_[*parent] += below_[at] + 1;
            last_[*parent] = std::max(last_[*parent], at);
        }
    }

    std::string make() {
        for (std::size_t at = 0; at < tree_.nodes.size();) {
            node(at);
            const bool deep = below_[at] > 0 && depth(at) + 1 >= kMostTreeDepth;
            if (deep) line(rest(at) + "\u2514\u2500 ", scene_.wording().with_count(below_[at]).say("tree.deeper"));
            at += deep ? below_[at] + 1 : 1;
        }
        for (const std::vector<WaitEdge>& ring : tree_.rings) line("", ring_words(ring));
        return std::move(text_);
    }

private:
    void line(const std::string& prefix, const std::string& words) { add_line(text_, prefix + words, width_); }

    std::size_t depth(std::size_t at) const {
        std::size_t levels = 0;
        for (auto parent = tree_.nodes[at].parent; parent; parent = tree_.nodes[*parent].parent) ++levels;
        return levels;
    }
    bool is_last(std::size_t at) const { return last_[*tree_.nodes[at].parent] == at; }

    // What stands in front of the lines below a node.
    std::string rest(std::size_t at) const {
        std::vector<const char*> columns;
        for (std::size_t node = at; tree_.nodes[node].parent; node = *tree_.nodes[node].parent) {
            columns.push_back(is_last(node) ? "   " : "\u2502  ");
        }
        std::string prefix;
        for (auto column = columns.rbegin(); column != columns.rend(); ++column) prefix += *column;
        return prefix;
    }

    void node(std::size_t at) {
        const TreeNode& node = tree_.nodes[at];
        std::string prefix;
        if (node.parent) prefix = rest(*node.parent) + (is_last(at) ? "\u2514\u2500 " : "\u251c\u2500 ");
        line(prefix, words(node));
        if (node.task == 0 || node.again) return;
        const std::string behind = rest(at) + (below_[at] > 0 ? "\u2502   " : "    ");
        for (const StackLine& frame : async_stack(scene_.recording, scene_.world, node.task)) {
            Wording wording = scene_.wording();
            wording.with("name", coroutine_name(scene_.recording, frame, scene_.phrases)).with_place(frame.stands_at);
            line(behind, wording.say("tree.frame"));
        }
    }

    std::string words(const TreeNode& node) const {
        Wording wording = scene_.wording();
        if (node.task != 0) {
            wording.with_task(node.task);
        } else {
            wording.with("task", {wording.object(node.object), Piece::About::object, node.object});
        }
        if (node.again) return plain(capitalised(wording.tell(node.ring ? "tree.ring_closed" : "tree.again")));
        wording.with("doing", node.task != 0 ? doing(scene_, node.task) : scene_.wording().say("why.part.alone"));
        return plain(capitalised(wording.tell("why.sentence")));
    }

    std::string ring_words(const std::vector<WaitEdge>& ring) const {
        std::string way;
        for (const WaitEdge& edge : ring)
            way += plain(name_of(scene_.recording, edge.from, scene_.phrases)) + " \u2192 ";
        if (!ring.empty()) way += plain(name_of(scene_.recording, ring.front().from, scene_.phrases));
        return scene_.wording().with("list", way).say("tree.ring");
    }

    const Scene& scene_;
    const AwaitTree& tree_;
    std::size_t width_;
    std::vector<std::size_t> below_;  // how many nodes stand below each
    std::vector<std::size_t> last_;   // the last child of each
    std::string text_;
};

Json place_json(const Recording& recording, SiteId id) {
    const Site site = recording.site(id);
    if (site.line == 0) return nullptr;
    return {{"file", recording.string(site.file)}, {"line", site.line}};
}

Json waited_json(const Scene& scene, const WaitNode& node) {
    constexpr const char* kKinds[] = {"task", "object", "timer", "operation"};
    return {{"kind", kKinds[static_cast<std::size_t>(node.kind)]},
            {"id", node.id},
            {"name", plain(name_of(scene.recording, node, scene.phrases))}};
}

Json node_json(const Scene& scene, const TreeNode& node) {
    Json json{{"parent", node.parent ? Json(*node.parent) : Json(nullptr)}};
    if (node.task == 0) {
        json["object"] = node.object;
        json["name"] = scene.wording().object(node.object);
        json["again"] = node.again;
        return json;
    }
    const auto state = scene.state(node.task);
    json["task"] = node.task;
    json["name"] = scene.recording.task_name(node.task);
    json["again"] = node.again;
    if (node.again) return json;
    json["state"] = state ? to_string(*state) : "unknown";
    json["doing"] = doing(scene, node.task);
    const TaskNow* now = scene.world.task(node.task);
    if (now != nullptr && now->state == TaskState::waiting) {
        const auto reason = static_cast<std::uint8_t>(now->wait_reason);
        json["reason"] = kind_shape(EventKind::task_wait)->details[reason];
        json["at"] = place_json(scene.recording, now->site);
        if (const auto on = waits_on(scene.world, node.task)) json["waits_for"] = waited_json(scene, *on);
        if (now->wait_reason == WaitReason::acquire) {
            Json holders = Json::array();
            for (const HoldNow& hold : scene.world.holders(low(now->wait_on))) holders.push_back(hold.task);
            json["held_by"] = holders;
        }
    }
    Json stack = Json::array();
    for (const StackLine& frame : async_stack(scene.recording, scene.world, node.task)) {
        stack.push_back({{"function", short_function(scene.recording.string(frame.function))},
                         {"at", place_json(scene.recording, frame.stands_at)}});
    }
    json["stack"] = stack;
    return json;
}

}  // namespace

std::string tree_text(const Recording& recording, const World& world, std::size_t index, const AwaitTree& tree,
                      std::size_t width, const Phrases& phrases) {
    const Scene scene{recording, world, index, phrases};
    return TextMaker(scene, tree, width).make();
}

std::string tree_json(const Recording& recording, const World& world, std::size_t index, const AwaitTree& tree,
                      const Phrases& phrases) {
    const Scene scene{recording, world, index, phrases};
    Json nodes = Json::array(), rings = Json::array();
    for (const TreeNode& node : tree.nodes) nodes.push_back(node_json(scene, node));
    for (const std::vector<WaitEdge>& ring : tree.rings) {
        Json way = Json::array();
        for (const WaitEdge& edge : ring) way.push_back(waited_json(scene, edge.from));
        rings.push_back(way);
    }
    const Json all{{"index", index},
                   {"time", static_cast<double>(recording.loop_time_at(index)) / 1e9},
                   {"nodes", nodes},
                   {"rings", rings}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace loopscope
