#include "monitor/diagnose.hpp"

#include "monitor/diagnose/detector.hpp"
#include "monitor/diagnose/waits_told.hpp"
#include "monitor/wording.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace loopscope {
namespace {

using Make = std::unique_ptr<Detector> (*)();
constexpr Make kDetectors[] = {
    make_told_detector,       make_blocked_loop_detector,   make_unbounded_queue_detector,  make_busy_polling_detector,
    make_overlap_detector,    make_cancellation_detector,   make_deadlock_detector,         make_starvation_detector,
    make_standstill_detector, make_never_released_detector, make_held_across_wait_detector,
};

struct Row {
    FindingKind kind;
    const char* name;
    Severity severity;
    const char* lesson;
};

using K = FindingKind;
constexpr Row kRows[] = {
    {K::never_awaited, "never_awaited", Severity::error, "coroutine"},
    {K::blocked_loop, "blocked_loop", Severity::warning, "event_loop"},
    {K::deadlock, "deadlock", Severity::error, "deadlock"},
    {K::starvation, "starvation", Severity::warning, "semaphore"},
    {K::lost_wake_up, "lost_wake_up", Severity::error, "event"},
    {K::nobody_left, "nobody_left", Severity::error, "deadlock"},
    {K::destroyed_pending, "destroyed_pending", Severity::error, "task"},
    {K::never_retrieved, "never_retrieved", Severity::error, "gather_errors"},
    {K::swallowed_cancellation, "swallowed_cancellation", Severity::warning, "cancellation"},
    {K::cancelled_before_start, "cancelled_before_start", Severity::hint, "cancellation"},
    {K::held_across_wait, "held_across_wait", Severity::warning, "lock"},
    {K::sequential_awaits, "sequential_awaits", Severity::hint, "sequential"},
    {K::await_in_loop, "await_in_loop", Severity::hint, "gather"},
    {K::busy_polling, "busy_polling", Severity::hint, "event"},
    {K::unbounded_queue, "unbounded_queue", Severity::warning, "queue"},
    {K::never_released, "never_released", Severity::error, "lock"},
};

const Row& row(FindingKind kind) { return kRows[static_cast<std::size_t>(kind)]; }

}  // namespace

const char* to_string(FindingKind kind) { return row(kind).name; }
Severity severity_of(FindingKind kind) { return row(kind).severity; }
Severity severity_of(const Finding& finding) {
    const bool sure = finding.kind == FindingKind::busy_polling && finding.confidence != Confidence::possible;
    return sure ? Severity::warning : severity_of(finding.kind);
}
std::string_view lesson_of(FindingKind kind) { return row(kind).lesson; }

std::span<const FindingKind> finding_kinds() {
    static const auto kinds = [] {
        std::array<FindingKind, std::size(kRows)> all{};
        std::ranges::transform(kRows, all.begin(), &Row::kind);
        return all;
    }();
    return kinds;
}

const char* to_string(Confidence confidence) {
    constexpr const char* kNames[] = {"possible", "likely", "certain"};
    return kNames[static_cast<std::size_t>(confidence)];
}

const char* to_string(Severity severity) {
    constexpr const char* kNames[] = {"hint", "warning", "error"};
    return kNames[static_cast<std::size_t>(severity)];
}

Diagnosis::Diagnosis(const Recording& recording, FindingLimits limits)
    : recording_(&recording), limits_(limits), world_(std::make_unique<World>()) {
    for (const Make make : kDetectors) detectors_.push_back(make());
}
Diagnosis::~Diagnosis() = default;
Diagnosis::Diagnosis(Diagnosis&&) noexcept = default;
Diagnosis& Diagnosis::operator=(Diagnosis&&) noexcept = default;

namespace {

// Of those that its words name: of a ring all, of others the first two.
void keep_names(Finding& finding, const Recording& recording) {
    constexpr std::size_t kNamed = 2;
    const auto task = [&](TaskId id) {
        const TaskInfo* info = recording.task(id);
        const bool known = std::ranges::find(finding.names.tasks, id, &TaskInfo::id) != finding.names.tasks.end();
        if (info != nullptr && !known) finding.names.tasks.push_back(*info);
    };
    const auto object = [&](ObjectId id) {
        const ObjectInfo* info = recording.object(id);
        const bool known = std::ranges::find(finding.names.objects, id, &ObjectInfo::id) != finding.names.objects.end();
        if (info != nullptr && !known) finding.names.objects.push_back(*info);
    };
    for (std::size_t i = 0; i < std::min(finding.tasks.size(), kNamed); ++i) task(finding.tasks[i]);
    for (std::size_t i = 0; i < std::min(finding.objects.size(), kNamed); ++i) object(finding.objects[i]);
    for (const WaitEdge& edge : finding.edges) {
        if (edge.from.kind == WaitNode::Kind::task) task(edge.from.id);
        if (edge.from.kind == WaitNode::Kind::object) object(edge.from.id);
    }
    if (recording[finding.last].kind == EventKind::report) finding.names.text = recording.text(finding.last);
}

}  // namespace

// What was not read before it went is as good as lost: detectors forget whom they followed, and believe only in
// what begins with the first event left.
void Diagnosis::skip_what_went() {
    if (read_ >= recording_->first()) return;
    read_ = recording_->first();
    *world_ = recording_->at(read_);
    Event lost{};
    lost.kind = EventKind::dropped;
    const Sequence before = recording_->sequence(read_) - 1;
    const Moment moment{*recording_, limits_, *world_, read_, lost, before, findings_};
    for (const auto& detector : detectors_) detector->before(moment);
}

bool Diagnosis::update(std::size_t most) {
    skip_what_went();
    std::size_t named = findings_.size();
    const std::size_t end = read_ + std::min(most, recording_->size() - read_);
    for (; read_ < end; ++read_) {
        const Event& event = (*recording_)[read_];
        const Sequence sequence = recording_->sequence(read_);
        const Moment moment{*recording_, limits_, *world_, read_, event, sequence, findings_};
        for (const auto& detector : detectors_) detector->before(moment);
        world_->apply(event, sequence);
        for (const auto& detector : detectors_) detector->after(moment);
        for (; named < findings_.size(); ++named) keep_names(findings_[named], *recording_);
    }
    return read_ == recording_->size();
}

std::vector<Finding> diagnose(const Recording& recording, FindingLimits limits) {
    Diagnosis diagnosis(recording, limits);
    diagnosis.update();
    return {diagnosis.findings().begin(), diagnosis.findings().end()};
}

namespace {

// Some kinds are told differently by what is known.
const char* claim_of(const Finding& finding) {
    switch (finding.kind) {
        case FindingKind::never_retrieved:
        case FindingKind::destroyed_pending:
            return finding.tasks.empty() ? ".claim_nobody" : ".claim";
        case FindingKind::swallowed_cancellation:
            return finding.confidence == Confidence::certain ? ".claim_returned" : ".claim";
        case FindingKind::busy_polling:
            if (finding.reason == WaitReason::yield)
                return finding.tasks.size() > 1 ? ".claim_yields_told" : ".claim_yields";
            return finding.tasks.size() > 1 ? ".claim_told" : ".claim";
        default:
            return ".claim";
    }
}

}  // namespace

FindingText tell(const Finding& finding, const Recording& recording, const Phrases& phrases) {
    const std::string key = std::string("finding.") + to_string(finding.kind);
    Wording wording(recording, phrases);
    wording.knowing(finding.names);
    wording.with("duration", format_duration(finding.time)).with_count(finding.count).with_place(finding.site);
    if (!finding.tasks.empty()) wording.with_task(finding.tasks[0]);
    if (finding.tasks.size() > 1) wording.with_other(finding.tasks[1]);
    if (!finding.objects.empty()) wording.with_object(finding.objects[0]);
    if (finding.function != 0) {
        wording.with("name", std::string(recording.string(recording.site(finding.function).function)));
    }
    wording.with("text", finding.names.text);
    with_wait_words(wording, finding, phrases);
    const Narrator narrator(recording, phrases);
    const std::string itself = is_own_deadlock(finding) ? "_itself" : "";
    FindingText text{wording.say(key + ".title"),
                     capitalised(wording.tell(key + claim_of(finding) + wait_claim(finding))),
                     wording.say(key + ".why" + itself),
                     wording.say(key + ".advice" + itself),
                     {}};
    for (const std::size_t moment : finding.moments) {
        text.moments.push_back({{moment < recording.first() ? wording.say("what.let_go") : narrator.describe(moment)}});
    }
    return text;
}

}  // namespace loopscope
