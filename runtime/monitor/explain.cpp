#include "monitor/explain.hpp"

#include "monitor/explain_parts.hpp"
#include "monitor/function_name.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <iterator>

namespace loopscope {
namespace {

// Children that are looked at for one that is still alive: those of a group may be very many.
constexpr std::size_t kMostChildren = 64;

// A link of the chain, and how the one before it leads here.
struct Step {
    enum class By : std::uint8_t { start, awaited, held, child };
    TaskId task = 0;
    ObjectId object = 0;  // where task is 0
    By by = By::start;
    std::size_t others = 0;  // that the one before it waits for as well

    bool same(const Step& other) const { return task == other.task && object == other.object; }
};

// The way down, and where it ends.
struct Walk {
    std::vector<Step> steps;
    std::optional<Step> closes;  // what the last one waits for stands in the chain already
    bool cut = false;            // there is more
};

class Walker {
public:
    Walker(const Scene& scene, TaskId task) : scene_(scene), ring_(ring_through(scene.world, task)) {}

    Walk walk(TaskId task) const {
        Walk way;
        for (std::optional<Step> at = Step{task}; at; at = next(way.steps.back())) {
            if (std::ranges::any_of(way.steps, [&](const Step& step) { return step.same(*at); })) {
                way.closes = at;
                break;
            }
            way.cut = way.steps.size() == kMostWhyLinks;
            if (way.cut) break;
            way.steps.push_back(*at);
        }
        return way;
    }

private:
    std::optional<Step> next(const Step& step) const {
        if (step.task == 0) return next_of_object(step.object, WaitReason::object);
        const TaskNow* task = scene_.world.task(step.task);
        if (task == nullptr || task->state != TaskState::waiting || task->wait_on == 0) return std::nullopt;
        if (task->wait_reason == WaitReason::task) return Step{low(task->wait_on), 0, Step::By::awaited};
        if (!waits_on_object(task->wait_reason)) return std::nullopt;
        return next_of_object(low(task->wait_on), task->wait_reason);
    }

    std::optional<Step> next_of_object(ObjectId id, WaitReason reason) const {
        return reason == WaitReason::acquire ? holder(id) : child(id);
    }

    // Where a ring leads, if the object is in one; zeros otherwise.
    WaitNode in_ring(ObjectId id) const {
        const WaitNode from{WaitNode::Kind::object, id};
        const auto edge = std::ranges::find(ring_, from, &WaitEdge::from);
        return edge != ring_.end() ? edge->to : WaitNode{};
    }

    std::optional<Step> holder(ObjectId id) const {
        if (!may_be_held(scene_.kind_of(id))) return std::nullopt;
        const auto holders = scene_.world.holders(id);
        TaskId first = in_ring(id).id;
        for (const HoldNow& hold : holders.first(kMostChildren)) {
            if (first == 0) first = hold.task;
        }
        if (first == 0) return std::nullopt;
        return Step{first, 0, Step::By::held, holders.size() - 1};
    }

    // The first one that is not over: the end of one that is may still be on its way.
    std::optional<Step> child(ObjectId id) const {
        const auto children = scene_.world.children(id);
        if (children.empty()) return std::nullopt;
        const auto some = children.first(kMostChildren);
        const WaitNode ring = in_ring(id);
        const ChildNow* chosen = &children.front();
        for (const ChildNow& one : some) {
            const bool alive =
                one.task != 0 ? scene_.world.task(one.task) != nullptr : scene_.world.object(one.other) != nullptr;
            const bool wanted = ring.id == 0
                                    ? alive
                                    : ring == WaitNode{one.task != 0 ? WaitNode::Kind::task : WaitNode::Kind::object,
                                                       one.task != 0 ? one.task : one.other};
            if (!wanted) continue;
            chosen = &one;
            break;
        }
        if (chosen->task == 0 && chosen->other == 0) return std::nullopt;
        return Step{chosen->task, chosen->task != 0 ? 0 : chosen->other, Step::By::child, children.size() - 1};
    }

    const Scene& scene_;
    std::vector<WaitEdge> ring_;
};

void append(Sentence& to, Sentence more) { std::ranges::move(more, std::back_inserter(to)); }

// Makes one sentence of the way down, from its end.
class Teller {
public:
    Teller(const Scene& scene, const Walk& walk, bool ring) : scene_(scene), walk_(walk), ring_(ring) {}

    // What the link does, and what that leads to, without its name.
    Sentence clause(std::size_t link) const {
        const Step& step = walk_.steps[link];
        Sentence said = step.task != 0 ? say_doing(scene_, step.task) : Sentence{};
        append(said, tail(link));
        return said;
    }

    Sentence sentence() const { return sentence_of(walk_.steps.front(), clause(0)); }

    // The same of one link alone.
    Sentence alone(std::size_t link) const {
        const Step& step = walk_.steps[link];
        Sentence doing = step.task != 0 ? say_doing(scene_, step.task) : scene_.wording().tell("why.part.alone");
        const bool last = link + 1 == walk_.steps.size() && !walk_.closes && !walk_.cut;
        if (last && step.task != 0) append(doing, end(step));
        return sentence_of(step, std::move(doing));
    }

private:
    Sentence sentence_of(const Step& step, Sentence doing) const {
        Wording wording = scene_.wording();
        return name(step, wording, "task").with("doing", std::move(doing)).tell("why.sentence");
    }

    static Wording& name(const Step& step, Wording& wording, std::string_view word) {
        const Piece piece = step.task != 0
                                ? Piece{wording.recording().task_name(step.task), Piece::About::task, step.task}
                                : Piece{wording.object(step.object), Piece::About::object, step.object};
        return wording.with(word, piece);
    }

    Sentence tail(std::size_t link) const {
        const bool last = link + 1 == walk_.steps.size();
        if (last && !walk_.closes && !walk_.cut) return end(walk_.steps[link]);
        if (last && walk_.cut) return scene_.wording().tell(walk_.steps[link].task != 0 ? "why.cut" : "why.part.cut");
        const Step& next = last ? *walk_.closes : walk_.steps[link + 1];
        Wording wording = scene_.wording();
        name(next, wording, "other").with_count(next.others);
        std::string key = "why." + relation(walk_.steps[link], next);
        if (!last) {
            wording.with("next", clause(link + 1));
            key += ".one";
        } else {
            wording.with("ring", scene_.wording().tell(ring_ ? "why.ring" : "why.open_ring"));
            key += next.same(walk_.steps.front()) ? ".self" : ".again";
        }
        return wording.tell(next.others > 0 ? key + "_more" : key);
    }

    static std::string relation(const Step& from, const Step& next) {
        if (next.by == Step::By::awaited) return "awaited";
        if (next.by == Step::By::held) return "held";
        return from.task != 0 ? "child" : "part";
    }

    // The last link: what it lacks, and whether there is anybody left who could help.
    Sentence end(const Step& step) const {
        if (step.task == 0) return scene_.wording().tell("why.part.none");
        const TaskNow* task = scene_.world.task(step.task);
        if (task != nullptr && task->state != TaskState::waiting) return {};
        Sentence said;
        const bool on_object = task != nullptr && waits_on_object(task->wait_reason);
        if (on_object) said = say_lack(scene_, low(task->wait_on), task->wait_reason);
        if (task != nullptr && !on_object) return said;
        if (may_go_on(scene_.world, walk_.steps.front().task)) return said;
        append(said, nobody_left());
        return said;
    }

    // Nobody is left who could do what the last one that waits needs.
    Sentence nobody_left() const {
        for (auto step = walk_.steps.rbegin(); step != walk_.steps.rend(); ++step) {
            const TaskNow* task = step->task != 0 ? scene_.world.task(step->task) : nullptr;
            if (task == nullptr || task->state != TaskState::waiting) continue;
            if (!waits_on_object(task->wait_reason)) return {};
            const ObjectKind kind = scene_.kind_of(low(task->wait_on));
            const bool counted = kind == ObjectKind::semaphore || kind == ObjectKind::bounded_semaphore;
            const char* who = kind == ObjectKind::event       ? "set"
                              : kind == ObjectKind::condition ? "notify"
                              : kind == ObjectKind::barrier   ? "arrive"
                              : counted                       ? "permit"
                                                              : nullptr;
            if (who != nullptr) return scene_.wording().tell(std::string("why.nobody.") + who);
            const auto reason = static_cast<std::uint8_t>(task->wait_reason);
            return scene_.wording().tell(std::string("why.nobody.") +
                                         kind_shape(EventKind::task_wait)->details[reason]);
        }
        return {};
    }

    const Scene& scene_;
    const Walk& walk_;
    bool ring_;
};

WhyLink make_link(const Scene& scene, const Step& step, const Teller& teller, std::size_t at) {
    WhyLink link;
    link.task = step.task;
    link.object = step.object;
    link.sentence = teller.alone(at);
    if (step.task == 0) return link;
    link.state = scene.state(step.task);
    link.stack = async_stack(scene.recording, scene.world, step.task);
    if (const TaskNow* task = scene.world.task(step.task)) {
        const bool runs = task->state == TaskState::running && scene.world.running_site() != 0;
        link.site = runs ? scene.world.running_site() : task->site;
        link.on = waits_on(scene.world, step.task);
    }
    return link;
}

}  // namespace

bool may_be_held(ObjectKind kind) { return kind != ObjectKind::rate_limiter; }

std::optional<WaitNode> waits_on(const World& world, TaskId task) {
    const std::vector<WaitEdge> edges = wait_edges_from(world, {WaitNode::Kind::task, task});
    return edges.empty() ? std::nullopt : std::optional(edges.front().to);
}

Explanation why(const Recording& recording, const World& world, std::size_t index, TaskId task,
                const Phrases& phrases) {
    const Scene scene{recording, world, index, phrases};
    Explanation told;
    told.task = task;
    told.state = scene.state(task);
    const Walker walker(scene, task);
    const Walk walk = walker.walk(task);
    bool ring = false;
    if (walk.closes) {
        // The ring may begin further down the chain.
        const TaskId in_it = walk.closes->task != 0 ? walk.closes->task : walk.steps.back().task;
        ring = in_it != 0 && !ring_through(world, in_it).empty();
    }
    const Teller teller(scene, walk, ring);
    told.ring = ring;
    told.cut = walk.cut;
    told.sentence = teller.sentence();
    for (std::size_t at = 0; at < walk.steps.size(); ++at)
        told.chain.push_back(make_link(scene, walk.steps[at], teller, at));
    told.status = say_status(scene, task);
    told.more = say_more(scene, task);
    return told;
}

std::vector<StackLine> async_stack(const Recording& recording, const World& world, TaskId task) {
    const TaskNow* now = world.task(task);
    if (now == nullptr) return {};
    const bool runs = now->state == TaskState::running && world.running_site() != 0;
    SiteId stands_at = runs ? world.running_site() : now->site;
    std::vector<StackLine> stack;
    for (const FrameNow& frame : world.await_chain(task)) {
        stack.push_back({recording.site(frame.defined_at).function, frame.defined_at, stands_at});
        stands_at = frame.awaited_at;
    }
    return stack;
}

std::string coroutine_name(const Recording& recording, const StackLine& line, const Phrases& phrases) {
    Wording wording(recording, phrases);
    const std::string_view name = short_function(recording.string(line.function));
    return name.empty() ? wording.say("why.coroutine_unknown")
                        : wording.with("name", std::string(name)).say("why.coroutine");
}

Sentence name_of(const Recording& recording, WaitNode node, const Phrases& phrases) {
    Wording wording(recording, phrases);
    switch (node.kind) {
        case WaitNode::Kind::task:
            return {{recording.task_name(node.id), Piece::About::task, node.id}};
        case WaitNode::Kind::object:
            return {{wording.object(node.id), Piece::About::object, node.id}};
        case WaitNode::Kind::timer: {
            const TimerInfo* timer = recording.timer(node.id);
            if (timer == nullptr) return wording.tell("why.timer_unknown");
            return wording.with("time", format_loop_time(timer->due)).tell("why.timer");
        }
        case WaitNode::Kind::operation:
            break;
    }
    const OperationInfo* operation = recording.operation(node.id);
    const bool thread = operation != nullptr && operation->kind == OperationKind::thread;
    const std::string name = wording.operation(node.id);
    const std::string key = thread ? "why.thread" : "why.io";
    const Piece piece{wording.with("name", name).say(name.empty() ? key + "_unknown" : key), Piece::About::operation,
                      node.id};
    return {piece};
}

}  // namespace loopscope
