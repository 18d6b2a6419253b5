#include "monitor/diagnose/waits_told.hpp"

#include "monitor/kinds.hpp"

#include <algorithm>
#include <utility>

namespace loopscope {
namespace {

constexpr std::string_view kRing = "finding.deadlock.";

Sentence tell_edge(const Finding& finding, std::size_t at, const Recording& recording, const Phrases& phrases) {
    const WaitEdge& edge = finding.edges[at];
    Wording wording(recording, phrases);
    wording.knowing(finding.names);
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
            return wording.tell(key + "held_by");
        case WaitEdge::Kind::child:
            key += "needs";
            break;
    }
    return wording.tell(key + (to_task ? "_task" : ""));
}

Sentence tell_ring(const Finding& finding, const Recording& recording, const Phrases& phrases) {
    Sentence all;
    for (std::size_t at = 0; at < finding.edges.size(); ++at) {
        Sentence edge = tell_edge(finding, at, recording, phrases);
        std::ranges::move(edge, std::back_inserter(all));
    }
    return all;
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
std::string by_holders_wait(const Finding& finding) {
    switch (finding.reason) {
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

ObjectKind kind_of(const Finding& finding) {
    return finding.names.objects.empty() ? ObjectKind::unknown : finding.names.objects.front().kind;
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
            wording.with_place(finding.told_at, "told_at");
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

std::string wait_claim(const Finding& finding) {
    switch (finding.kind) {
        case FindingKind::deadlock:
            if (!is_own_deadlock(finding)) return "";
            return has_permits(kind_of(finding)) ? "_itself_permit" : "_itself";
        case FindingKind::nobody_left:
            return by_reason(finding.reason, kind_of(finding));
        case FindingKind::lost_wake_up:
            return kind_of(finding) == ObjectKind::event ? "_event" : "";
        case FindingKind::held_across_wait:
            return by_holders_wait(finding);
        case FindingKind::never_released:
            return has_permits(kind_of(finding)) ? finding.count == 1 ? "_permit" : "_permits" : "";
        default:
            return "";
    }
}

bool is_own_deadlock(const Finding& finding) {
    return finding.kind == FindingKind::deadlock && finding.edges.size() == 2 && finding.tasks.size() == 1 &&
           finding.objects.size() == 1;
}

}  // namespace loopscope
