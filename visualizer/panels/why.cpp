#include "panels/why.hpp"

#include "monitor/explain.hpp"
#include "monitor/kinds.hpp"
#include "monitor/wording.hpp"

#include <utility>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostOuter = 4;  // tasks that await this one
constexpr std::size_t kMostOwn = 8;    // coroutines of its own

class WhyMaker {
public:
    explicit WhyMaker(const View& view)
        : recording_(view.recording),
          world_(view.world),
          cursor_(view.cursor),
          line_(view.lesson != nullptr ? "why.line_of_lesson" : "why.line") {}

    Why make(TaskId task) {
        const Explanation told = loopscope::why(recording_, world_, cursor_, task);
        why_.task = task;
        why_.name = recording_.task_name(task);
        why_.state = told.state;
        why_.status = plain(told.status);
        why_.sentences.push_back(wording().with("said", told.sentence).tell("why.full_stop"));
        why_.sentences.insert(why_.sentences.end(), told.more.begin(), told.more.end());
        for (auto link = told.chain.rbegin(); link != told.chain.rend(); ++link) add_link(*link);
        if (!told.chain.empty()) add_stack(told.chain.front().stack);
        if (world_.task(task) != nullptr) add_outer();
        return std::move(why_);
    }

private:
    Wording wording() const { return {recording_, english()}; }
    void add(WhyRow row) { why_.chain.push_back(std::move(row)); }

    std::string line(SiteId id) const {
        const Site site = recording_.site(id);
        if (site.line == 0) return {};
        Wording place = wording();
        place.with("file", std::string(file_name(recording_.string(site.file))));
        return place.with("line", std::to_string(site.line)).say(line_);
    }

    // What it waits for, and itself if it is not the task that is spoken of.
    void add_link(const WhyLink& link) {
        const auto on = link.task != 0 ? link.on : WaitNode{WaitNode::Kind::object, link.object};
        if (on && on->kind != WaitNode::Kind::task) add({.what = plain(name_of(recording_, *on)), .waited_for = true});
        if (link.task == 0 || link.task == why_.task) return;
        add({.what = recording_.task_name(link.task), .line = line(link.site), .task = link.task});
    }

    void add_stack(const std::vector<StackLine>& stack) {
        for (const StackLine& frame : stack) {
            if (&frame - stack.data() == kMostOwn) return;
            add({.what = coroutine_name(recording_, frame), .line = line(frame.stands_at)});
        }
    }

    // Who awaits it.
    void add_outer() {
        std::size_t outer = 0;
        for (const TaskNow& task : world_.tasks()) {
            if (outer >= kMostOuter) break;
            if (!awaits(task)) continue;
            add({.what = recording_.task_name(task.id), .line = line(task.site), .task = task.id});
            ++outer;
        }
    }

    bool awaits(const TaskNow& task) const {
        if (task.state != TaskState::waiting) return false;
        if (task.wait_reason == WaitReason::task) return low(task.wait_on) == why_.task;
        return waits_on_object(task.wait_reason) && world_.is_child(low(task.wait_on), why_.task);
    }

    const Recording& recording_;
    const World& world_;
    std::size_t cursor_;
    const char* line_;  // a lesson is one file, which stands beside the panel
    Why why_;
};

}  // namespace

Why why(const View& view) {
    const TaskId task = view.selection.task != 0 ? view.selection.task : view.world.running();
    return task != 0 ? WhyMaker(view).make(task) : Why{};
}

std::string why_text(const View& view) {
    const Why what = why(view);
    const auto wording = [&] { return Wording(view.recording, english()); };
    if (what.task == 0) return wording().say("why.text.nobody") + "\n";
    std::string text = wording().with("task", what.name).with("status", what.status).say("why.text.head") + "\n";
    for (const Sentence& sentence : what.sentences) text += plain(sentence) + "\n";
    std::string list;
    for (const WhyRow& row : what.chain) {
        std::string one = row.what;
        if (!row.line.empty()) one = wording().with("name", row.what).with("line", row.line).say("why.text.row");
        list = list.empty() ? one : wording().with("list", list).with("one", one).say("why.text.inner");
    }
    return list.empty() ? text : text + wording().with("list", list).say("why.text.chain") + "\n";
}

}  // namespace viz
