// Why, of an object and of a line.
#include "panels/line_history.hpp"
#include "panels/why_parts.hpp"
#include "panels/words.hpp"

#include "monitor/kinds.hpp"
#include "monitor/narrate.hpp"
#include "monitor/statistics_words.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kLookBack = 200'000;  // events; takes less than a millisecond
constexpr std::size_t kMostMoments = 6;
constexpr std::size_t kMostNames = 6;
constexpr std::size_t kMostHolders = 4;
constexpr std::size_t kMostTasks = 10'000;  // that are asked where they stand

bool same_line(const Recording& recording, SiteId one, const Site& line) {
    const Site site = recording.site(one);
    return site.line == line.line && site.file == line.file;
}

class ThingMaker {
public:
    ThingMaker(const View& view, ObjectId id) : view_(view), id_(id), now_(view.world.object(id)) {}

    Why make() {
        const ObjectInfo* info = view_.recording.object(id_);
        why_.about.object = id_;
        why_.name = object_words(view_, id_);
        if (info != nullptr && info->owner != 0) {
            Wording made = wording();
            why_.sentences.push_back(made.with_task(info->owner).with_place(info->site).tell("why.object.made"));
        }
        if (now_ == nullptr) {
            say(info != nullptr && info->created >= view_.cursor ? "why.object.not_made" : "why.object.gone");
        } else {
            add_value();
            if (now_->closed) say(*now_->closed == CloseKind::aborted ? "why.object.aborted" : "why.object.closed");
            add_holders();
            add_waiters();
        }
        why_.history = latest(view_, [this](const Event& event) { return is_about(event); });
        return std::move(why_);
    }

private:
    Wording wording() const { return {view_.recording, view_.language->phrases}; }
    void say(const char* key) { why_.sentences.push_back(wording().tell(key)); }
    void say(const char* key, std::uint64_t count, std::uint64_t all) {
        why_.sentences.push_back(wording().with_count(count).with("all", std::to_string(all)).tell(key));
    }

    bool is_about(const Event& event) const {
        const auto kind = static_cast<std::uint16_t>(event.kind);
        constexpr std::uint16_t kObjects = 80, kOutside = 96;
        if (kind >= kObjects && kind < kOutside) return event.subject == id_;
        return event.kind == EventKind::task_wait && waits_on_object(wait_reason_of(event.detail)) &&
               low(event.b) == id_;
    }

    bool is_queue() const {
        return now_->kind == ObjectKind::queue || now_->kind == ObjectKind::priority_queue ||
               now_->kind == ObjectKind::lifo_queue;
    }

    void add_value() {
        const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(0, now_->value.value_or(0)));
        const auto capacity = static_cast<std::uint64_t>(std::max<std::int64_t>(0, now_->capacity.value_or(0)));
        if (is_queue()) {
            say(capacity > 0 ? "why.object.items" : "why.object.items_unlimited", view_.world.items(id_).size(),
                capacity);
            if (now_->unfinished > 0) say("why.object.unfinished", now_->unfinished, 0);
        } else if (now_->children > 0) {
            say("why.object.children", now_->children_done, now_->children);
            WhyList left(view_);
            for (const ChildNow& child : view_.world.children(id_)) left.add(child.task);
            if (!left.empty()) why_.sentences.push_back(wording().with("list", left.said()).tell("why.object.left"));
        } else if (now_->kind == ObjectKind::event) {
            say(value != 0 ? "why.object.set" : "why.object.not_set");
        } else if (now_->kind == ObjectKind::barrier) {
            say("why.object.arrived", value, capacity);
        } else if (has_permits(now_->kind) && now_->value) {
            say("why.object.permits", value, capacity);
        } else if (now_->kind == ObjectKind::future) {
            say(now_->done ? "why.object.done" : "why.object.not_done");
        } else if (now_->kind == ObjectKind::timeout && now_->deadline >= 0) {
            const std::string due = format_loop_time(static_cast<std::uint64_t>(now_->deadline));
            why_.sentences.push_back(wording().with("time", due).tell("why.object.due"));
        }
    }

    void add_holders() {
        std::size_t shown = 0, more = 0;
        for (const HoldNow& hold : view_.world.holders(id_)) {
            if (shown == kMostHolders) {
                ++more;
                continue;
            }
            ++shown;
            const auto since = view_.recording.index_of(hold.since);
            const std::uint64_t time = since ? view_.recording.loop_time_at(*since) : 0;
            Wording said = wording();
            said.with_task(hold.task).with_count(hold.count).with("time", format_loop_time(time));
            said.with_place(hold.site);
            why_.sentences.push_back(said.tell(hold.count > 1 ? "why.object.held_many" : "why.object.held"));
        }
        if (more > 0) say("why.object.held_more", more, 0);
        if (shown == 0 && (now_->kind == ObjectKind::lock || has_permits(now_->kind))) say("why.object.free");
    }

    void add_waiters() {
        WhyList line(view_);
        for (const WaiterNow& waiter : view_.world.waiters(id_)) line.add(waiter.task);
        // Not every object keeps a line.
        if (line.empty()) {
            const auto tasks = view_.world.tasks();
            for (const TaskNow& task : tasks.first(std::min(tasks.size(), kMostTasks))) {
                if (task.state == TaskState::waiting && waits_on_object(task.wait_reason) && low(task.wait_on) == id_)
                    line.add(task.id);
            }
        }
        if (line.empty()) return say("why.object.nobody");
        why_.sentences.push_back(wording().with("list", line.said()).tell("why.object.line"));
    }

    const View& view_;
    ObjectId id_;
    const ObjectNow* now_;
    Why why_;
};

// What happens at a line: whether a task gives way there, and for what.
const char* line_does(bool waits, bool passes) {
    if (waits && passes) return "why.site.both";
    return waits ? "why.site.waits" : passes ? "why.site.passes" : "why.site.plain";
}

}  // namespace

void WhyList::add(TaskId task) {
    if (task == 0 || ++count_ > kMostNames) return;
    if (count_ > 1) list_.push_back({", "});
    list_.push_back({view_.recording.task_name(task), Piece::About::task, task});
}

Sentence WhyList::said() const {
    if (count_ <= kMostNames) return list_;
    Wording more(view_.recording, view_.language->phrases);
    return more.with("list", list_).with_count(count_ - kMostNames).tell("why.list_more");
}

std::vector<WhyMoment> latest(const View& view, const std::function<bool(const Event&)>& wanted) {
    const Recording& recording = view.recording;
    const Narrator narrator(recording, view.language->phrases);
    std::vector<WhyMoment> moments;
    const std::size_t end = std::max(recording.first(), view.cursor - std::min(view.cursor, kLookBack));
    for (std::size_t at = view.cursor; at-- > end && moments.size() < kMostMoments;) {
        if (!wanted(recording[at])) continue;
        moments.push_back({at, format_loop_time(recording.loop_time_at(at + 1)), narrator.describe(at)});
    }
    return moments;
}

Why why_of_object(const View& view, ObjectId object) { return ThingMaker(view, object).make(); }

Why why_of_line(const View& view, SiteId site) {
    const Recording& recording = view.recording;
    const Site line = recording.site(site);
    const auto wording = [&] { return Wording(recording, view.language->phrases); };
    Why why;
    why.about.site = site;
    why.name = why_line(view, site);
    if (const std::string function = function_words(recording.string(line.function)); !function.empty())
        why.status = wording().with("name", function).say("why.site.in");
    bool waits = false, passes = false;
    std::string reason;
    std::size_t looked = 0;
    why.history = latest(view, [&](const Event& event) {
        const SiteId at = site_of(event);
        if (at == 0 || !same_line(recording, at, line)) return false;
        passes = passes || event.kind == EventKind::await_passed;
        if (event.kind == EventKind::task_wait && !std::exchange(waits, true))
            reason = word_of(wait_reason_of(event.detail), view.language->phrases);
        ++looked;
        return true;
    });
    if (looked == 0) why.sentences.push_back(wording().tell("why.site.not_yet"));
    if (looked > 0) why.sentences.push_back(wording().with("name", reason).tell(line_does(waits, passes)));
    WhyList here(view);
    const auto tasks = view.world.tasks();
    for (const TaskNow& task : tasks.first(std::min(tasks.size(), kMostTasks))) {
        const bool runs = task.state == TaskState::running && view.world.running_site() != 0;
        if (same_line(recording, runs ? view.world.running_site() : task.site, line)) here.add(task.id);
    }
    if (!here.empty()) why.sentences.push_back(wording().with("list", here.said()).tell("why.site.standing"));
    return why;
}

}  // namespace viz
