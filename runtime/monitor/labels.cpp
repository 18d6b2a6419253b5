#include "monitor/labels.hpp"

#include "monitor/kinds.hpp"
#include "monitor/wording.hpp"

#include <algorithm>

namespace loopscope {
namespace {

bool is_counted(ObjectKind kind) {
    return kind == ObjectKind::gather || kind == ObjectKind::wait || kind == ObjectKind::as_completed;
}

std::string sleep_label(const Recording& recording, TimerId id, Wording& wording) {
    const TimerInfo* timer = recording.timer(id);
    if (timer == nullptr) return wording.say("label.sleep_unknown");
    const std::uint64_t from = recording.loop_time_at(timer->armed);
    return wording.with("duration", format_duration(timer->due > from ? timer->due - from : 0)).say("label.sleep");
}

std::string operation_label(const Span& span, Wording& wording) {
    const std::string key = span.wait_reason == WaitReason::io ? "label.io" : "label.thread";
    const std::string name = wording.operation(low(span.wait_on));
    return name.empty() ? wording.say(key + "_unknown") : wording.with("name", name).say(key);
}

}  // namespace

std::string object_label(const Recording& recording, ObjectId id, const Phrases& phrases) {
    const ObjectInfo* info = recording.object(id);
    Wording wording(recording, phrases);
    if (info == nullptr) return wording.with("number", std::to_string(id)).say("label.object_unknown");
    if (is_counted(info->kind)) return wording.object(id);
    const auto kind = object_kind_of(static_cast<std::uint8_t>(info->kind));
    const char* word = kind_shape(EventKind::object_create)->details[static_cast<std::uint8_t>(kind)];
    wording.with("thing", wording.say(std::string("label.thing.") + word));
    const std::string_view name = recording.string(info->name);
    const Site site = recording.site(info->site);
    if (!name.empty()) return wording.with("name", std::string(name)).say("what.named");
    if (site.line == 0) return wording.with("name", std::to_string(id)).say("what.named");
    const std::string place = std::string(file_name(recording.string(site.file))) + ":" + std::to_string(site.line);
    return wording.with("name", place).say("what.named");
}

std::string wait_label(const Recording& recording, const Span& span, const Phrases& phrases) {
    Wording wording(recording, phrases);
    if (waits_on_object(span.wait_reason)) wording.with("what", object_label(recording, low(span.wait_on), phrases));
    switch (span.wait_reason) {
        case WaitReason::yield:
            return wording.say("label.yield");
        case WaitReason::sleep:
            return sleep_label(recording, low(span.wait_on), wording);
        case WaitReason::task:
            return wording.with_other(low(span.wait_on)).say("label.task");
        case WaitReason::get:
            return wording.say("label.get");
        case WaitReason::put:
            return wording.say("label.put");
        case WaitReason::join:
            return wording.say("label.join");
        case WaitReason::io:
        case WaitReason::thread:
            return operation_label(span, wording);
        default:
            return wording.say("label.object");
    }
}

const char* outcome_label(const TaskInfo& task) {
    if (!task.finished) return "";
    return task.outcome == Outcome::raised ? "raised" : task.outcome == Outcome::cancelled ? "cancelled" : "returned";
}

std::vector<TreeRow> task_tree(const Recording& recording) {
    std::vector<TreeRow> tree;
    tree.reserve(recording.tasks().size());
    std::vector<bool> placed(recording.tasks().size());
    std::vector<TreeRow> open;
    const auto place_below = [&](TreeRow root) {
        open.push_back(root);
        while (!open.empty()) {
            const TreeRow row = open.back();
            open.pop_back();
            const TaskInfo* info = recording.task(row.task);
            const std::size_t place = info ? static_cast<std::size_t>(info - recording.tasks().data()) : placed.size();
            // A damaged file can make a task its own ancestor.
            if (place == placed.size() || placed[place]) continue;
            placed[place] = true;
            tree.push_back(row);
            const auto children = recording.children(row.task);
            std::for_each(children.rbegin(), children.rend(),
                          [&](TaskId child) { open.push_back({child, row.depth + 1}); });
        }
    };
    for (const TaskId root : recording.children(0)) place_below({root, 0});
    // Those whose parents were lost stand at the end.
    for (std::size_t place = 0; place < placed.size(); ++place) {
        if (!placed[place]) place_below({recording.tasks()[place].id, 0});
    }
    return tree;
}

}  // namespace loopscope
