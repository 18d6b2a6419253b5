#include "monitor/diagnose/waits_told.hpp"

#include "monitor/kinds.hpp"

#include <algorithm>
#include <utility>

namespace loopscope {
namespace {

constexpr std::string_view kRing = "finding.deadlock.";

Sentence tell_edge(const std::vector<WaitEdge>& ring, std::size_t at, const Recording& recording,
                   const Phrases& phrases) {
    const WaitEdge& edge = ring[at];
    Wording wording(recording, phrases);
    if (edge.from.kind == WaitNode::Kind::task) wording.with_task(edge.from.id);
    wording.with_place(edge.site);
    const bool to_task = edge.to.kind == WaitNode::Kind::task;
    to_task ? wording.with_other(edge.to.id) : wording.with_object(edge.to.id);
    std::string key(kRing);
    switch (edge.kind) {
        case WaitEdge::Kind::waits:
            key += at == 0 ? "waits" : "which_waits";
            break;
        case WaitEdge::Kind::held_by:
            // Two edges: a task and what it holds itself.
            return wording.tell(key + (ring.size() == 2 ? "held_by_itself" : "held_by"));
        case WaitEdge::Kind::child:
            key += "needs";
            break;
    }
    return wording.tell(key + (to_task ? "_task" : ""));
}

Sentence tell_ring(const Finding& finding, const Recording& recording, const Phrases& phrases) {
    Sentence all;
    for (std::size_t at = 0; at < finding.edges.size(); ++at) {
        Sentence edge = tell_edge(finding.edges, at, recording, phrases);
        std::ranges::move(edge, std::back_inserter(all));
    }
    return all;
}

// The first of its moments that is an event of that kind and not yet another.
const Event* moment_of(const Finding& finding, const Recording& recording, EventKind kind) {
    for (const std::size_t index : finding.moments) {
        if (recording[index].kind == kind) return &recording[index];
    }
    return nullptr;
}

std::string by_reason(WaitReason reason, ObjectKind kind) {
    switch (reason) {
        case WaitReason::signal:
            if (kind == ObjectKind::event) return "_event";
            if (kind == ObjectKind::condition) return "_condition";
            return kind == ObjectKind::barrier ? "_barrier" : "";
        case WaitReason::acquire:
            return has_permits(kind) ? "_permit" : "_acquire";
        case WaitReason::get:
            return kind == ObjectKind::as_completed ? "" : "_get";
        case WaitReason::put:
            return "_put";
        case WaitReason::join:
            return "_join";
        default:
            return "";
    }
}

// What somebody waited for while he held something.
std::string by_holders_wait(const Finding& finding, const Recording& recording) {
    for (const std::size_t index : finding.moments) {
        const Event& event = recording[index];
        if (event.kind != EventKind::task_wait) continue;
        switch (wait_reason_of(event.detail)) {
            case WaitReason::sleep:
                return "_sleep";
            case WaitReason::io:
                return "_io";
            case WaitReason::thread:
                return "_thread";
            default:
                return finding.objects.size() > 1 ? "_object" : "";
        }
    }
    return "";
}

ObjectKind kind_of(const Finding& finding, const Recording& recording) {
    const ObjectInfo* object = finding.objects.empty() ? nullptr : recording.object(finding.objects.front());
    return object != nullptr ? object->kind : ObjectKind::unknown;
}

}  // namespace

void with_wait_words(Wording& wording, const Finding& finding, const Phrases& phrases) {
    const Recording& recording = wording.recording();
    const std::string key = std::string("finding.") + to_string(finding.kind);
    switch (finding.kind) {
        case FindingKind::deadlock:
            wording.with("ring", tell_ring(finding, recording, phrases));
            break;
        case FindingKind::lost_wake_up:
            if (const Event* told = moment_of(finding, recording, EventKind::object_notify)) {
                wording.with_place(told->a, "told_at");
            }
            [[fallthrough]];
        case FindingKind::nobody_left:
            if (finding.count == 0) break;
            wording.with("more", wording.tell(key + (finding.count == 1 ? ".more_one" : ".more")));
            break;
        case FindingKind::held_across_wait:
            wording.with("more", wording.tell(key + (finding.count == 1 ? ".more_one" : ".more")));
            if (finding.objects.size() > 1) {
                wording.with("blocker",
                             Piece{wording.object(finding.objects[1]), Piece::About::object, finding.objects[1]});
            }
            break;
        default:
            break;
    }
}

std::string wait_claim(const Finding& finding, const Recording& recording) {
    switch (finding.kind) {
        case FindingKind::nobody_left: {
            const Event* wait = moment_of(finding, recording, EventKind::task_wait);
            return wait != nullptr ? by_reason(wait_reason_of(wait->detail), kind_of(finding, recording)) : "";
        }
        case FindingKind::lost_wake_up:
            return kind_of(finding, recording) == ObjectKind::event ? "_event" : "";
        case FindingKind::held_across_wait:
            return by_holders_wait(finding, recording);
        case FindingKind::never_released:
            return has_permits(kind_of(finding, recording)) ? finding.count == 1 ? "_permit" : "_permits" : "";
        default:
            return "";
    }
}

}  // namespace loopscope
