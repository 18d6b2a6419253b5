#include "panels/why.hpp"

#include "monitor/explain.hpp"
#include "monitor/kinds.hpp"
#include "monitor/statistics_words.hpp"
#include "monitor/wording.hpp"
#include "panels/task_times.hpp"
#include "panels/why_parts.hpp"
#include "panels/words.hpp"

#include <utility>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostOuter = 4;  // tasks that await this one
constexpr std::size_t kMostOwn = 8;    // coroutines of its own

class WhyMaker {
public:
    explicit WhyMaker(const View& view)
        : view_(view), recording_(view.recording), world_(view.world), phrases_(view.language->phrases) {}

    Why make(TaskId task, TaskTimes& times) {
        const Explanation told = loopscope::why(recording_, world_, view_.cursor, task, phrases_);
        why_.about.task = task;
        why_.task = task;
        why_.name = recording_.task_name(task);
        why_.state = told.state;
        why_.status = plain(told.status);
        why_.sentences.push_back(wording().with("said", told.sentence).tell("why.full_stop"));
        why_.sentences.insert(why_.sentences.end(), told.more.begin(), told.more.end());
        for (auto link = told.chain.rbegin(); link != told.chain.rend(); ++link) add_link(*link);
        if (!told.chain.empty()) add_stack(told.chain.front().stack);
        if (world_.task(task) != nullptr) add_outer();
        if (told.state) why_.figures = figures(times.at(recording_, task, view_.cursor));
        why_.watches = watched(view_, task);
        return std::move(why_);
    }

private:
    Wording wording() const { return {recording_, phrases_}; }
    void add(WhyRow row) { why_.chain.push_back(std::move(row)); }

    // "3 steps, ran 1.2 ms, ready 0.1 ms, waited: sleep 0.5 s, locks 0.2 s"
    std::string figures(const TaskStatistics& sum) const {
        if (sum.steps == 0) return {};
        std::string waits;
        for (std::size_t reason = 0; reason < kWaitReasons; ++reason) {
            if (sum.wait_ns[reason] == 0) continue;
            if (!waits.empty()) waits += ", ";
            waits += word_of(static_cast<WaitReason>(reason), phrases_) + " " + duration_words(sum.wait_ns[reason]);
        }
        Wording said = wording();
        said.with("run", duration_words(sum.run_ns)).with("ready", duration_words(sum.ready_ns));
        return said.with("waits", waits).say(waits.empty() ? "why.figures" : "why.figures_waits");
    }

    // What it waits for, and itself if it is not the task that is spoken of.
    void add_link(const WhyLink& link) {
        const auto on = link.task != 0 ? link.on : WaitNode{WaitNode::Kind::object, link.object};
        if (on && on->kind != WaitNode::Kind::task) {
            add({.what = plain(name_of(recording_, *on, phrases_)),
                 .waited_for = true,
                 .object = on->kind == WaitNode::Kind::object ? on->id : 0});
        }
        if (link.task == 0 || link.task == why_.task) return;
        add({.what = recording_.task_name(link.task),
             .line = why_line(view_, link.site),
             .task = link.task,
             .site = link.site});
    }

    void add_stack(const std::vector<StackLine>& stack) {
        for (const StackLine& frame : stack) {
            if (&frame - stack.data() == kMostOwn) return;
            add({.what = coroutine_name(recording_, frame, phrases_),
                 .line = why_line(view_, frame.stands_at),
                 .site = frame.stands_at});
        }
    }

    // Who awaits it.
    void add_outer() {
        std::size_t outer = 0;
        for (const TaskNow& task : world_.tasks()) {
            if (outer >= kMostOuter) break;
            if (!awaits(task)) continue;
            add({.what = recording_.task_name(task.id),
                 .line = why_line(view_, task.site),
                 .task = task.id,
                 .site = task.site});
            ++outer;
        }
    }

    bool awaits(const TaskNow& task) const {
        if (task.state != TaskState::waiting) return false;
        if (task.wait_reason == WaitReason::task) return low(task.wait_on) == why_.task;
        return waits_on_object(task.wait_reason) && world_.is_child(low(task.wait_on), why_.task);
    }

    const View& view_;
    const Recording& recording_;
    const World& world_;
    const Phrases& phrases_;
    Why why_;
};

}  // namespace

// A lesson is one file, which stands beside the panel.
std::string why_line(const View& view, SiteId id) {
    const Site site = view.recording.site(id);
    if (site.line == 0) return {};
    Wording place(view.recording, view.language->phrases);
    place.with("file", std::string(file_name(view.recording.string(site.file))));
    return place.with("line", std::to_string(site.line))
        .say(view.lesson != nullptr ? "why.line_of_lesson" : "why.line");
}

Why why(const View& view, TaskTimes& times) {
    const Selection& chosen = view.selection;
    if (chosen.task == 0 && chosen.object != 0) return why_of_object(view, chosen.object);
    if (chosen.task == 0 && chosen.site != 0) return why_of_line(view, chosen.site);
    const TaskId task = chosen.task != 0 ? chosen.task : view.world.running();
    return task != 0 ? WhyMaker(view).make(task, times) : Why{};
}

Why why(const View& view) {
    TaskTimes times;
    return why(view, times);
}

std::string why_text(const View& view) {
    const Why what = why(view);
    const auto wording = [&] { return Wording(view.recording, view.language->phrases); };
    if (what.about == Selection{}) return wording().say("why.text.nobody") + "\n";
    Wording head = wording();
    head.with("task", what.name).with("status", what.status);
    std::string text = head.say(what.status.empty() ? "why.text.head_only" : "why.text.head") + "\n";
    for (const Sentence& sentence : what.sentences) text += plain(sentence) + "\n";
    if (!what.figures.empty()) text += what.figures + "\n";
    for (const Watched& value : what.watches) {
        text += wording()
                    .with("name", value.name)
                    .with("value", value.value)
                    .with("before", value.before)
                    .say(value.before.empty() ? "why.text.watch" : "why.text.watch_changed") +
                "\n";
    }
    std::string list;
    for (const WhyRow& row : what.chain) {
        std::string one = row.what;
        if (!row.line.empty()) one = wording().with("name", row.what).with("line", row.line).say("why.text.row");
        list = list.empty() ? one : wording().with("list", list).with("one", one).say("why.text.inner");
    }
    if (!list.empty()) text += wording().with("list", list).say("why.text.chain") + "\n";
    for (const WhyMoment& moment : what.history)
        text += wording().with("time", moment.time).with("said", moment.said).say("why.text.moment") + "\n";
    return text;
}

}  // namespace viz
