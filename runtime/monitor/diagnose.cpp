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
    {K::busy_polling, "busy_polling", Severity::warning, "event"},
    {K::unbounded_queue, "unbounded_queue", Severity::warning, "queue"},
    {K::never_released, "never_released", Severity::error, "lock"},
};

const Row& row(FindingKind kind) { return kRows[static_cast<std::size_t>(kind)]; }

}  // namespace

const char* to_string(FindingKind kind) { return row(kind).name; }
Severity severity_of(FindingKind kind) { return row(kind).severity; }
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

// What was not read before it went is gone: detectors begin anew with who lives at the first event left.
void Diagnosis::skip_what_went() {
    if (read_ >= recording_->first()) return;
    read_ = recording_->first();
    *world_ = recording_->at(read_);
    detectors_.clear();
    for (const Make make : kDetectors) detectors_.push_back(make());
}

bool Diagnosis::update(std::size_t most) {
    skip_what_went();
    const std::size_t end = read_ + std::min(most, recording_->size() - read_);
    for (; read_ < end; ++read_) {
        const Event& event = (*recording_)[read_];
        const Sequence sequence = recording_->sequence(read_);
        const Moment moment{*recording_, limits_, *world_, read_, event, sequence, findings_};
        for (const auto& detector : detectors_) detector->before(moment);
        world_->apply(event, sequence);
        for (const auto& detector : detectors_) detector->after(moment);
    }
    return read_ == recording_->size();
}

std::vector<Finding> diagnose(const Recording& recording, FindingLimits limits) {
    Diagnosis diagnosis(recording, limits);
    diagnosis.update();
    return {diagnosis.findings().begin(), diagnosis.findings().end()};
}

namespace {

// Where a kind is about a coroutine function.
const CoroInfo* coroutine_of(const Finding& finding, const Recording& recording) {
    switch (finding.kind) {
        case FindingKind::never_awaited:
            return recording.coroutine(recording[finding.last].subject);
        case FindingKind::sequential_awaits:
        case FindingKind::await_in_loop:
            return recording.coroutine(recording[finding.first].subject);
        default:
            return nullptr;
    }
}

// Some kinds are told differently by what is known.
const char* claim_of(const Finding& finding) {
    switch (finding.kind) {
        case FindingKind::never_retrieved:
        case FindingKind::destroyed_pending:
            return finding.tasks.empty() ? ".claim_nobody" : ".claim";
        case FindingKind::swallowed_cancellation:
            return finding.confidence == Confidence::certain ? ".claim_returned" : ".claim";
        default:
            return ".claim";
    }
}

}  // namespace

FindingText tell(const Finding& finding, const Recording& recording, const Phrases& phrases) {
    const std::string key = std::string("finding.") + to_string(finding.kind);
    Wording wording(recording, phrases);
    wording.with("duration", format_duration(finding.time)).with_count(finding.count).with_place(finding.site);
    if (!finding.tasks.empty()) wording.with_task(finding.tasks[0]);
    if (finding.tasks.size() > 1) wording.with_other(finding.tasks[1]);
    if (!finding.objects.empty()) wording.with_object(finding.objects[0]);
    if (const CoroInfo* coroutine = coroutine_of(finding, recording)) {
        wording.with("name", std::string(recording.string(recording.site(coroutine->defined_at).function)));
    }
    wording.with("text", std::string(recording.text(finding.last)));  // of a report
    with_wait_words(wording, finding, phrases);
    const Narrator narrator(recording, phrases);
    FindingText text{wording.say(key + ".title"),
                     wording.tell(key + claim_of(finding) + wait_claim(finding, recording)),
                     wording.say(key + ".why"),
                     wording.say(key + ".advice"),
                     {}};
    for (const std::size_t moment : finding.moments) {
        text.moments.push_back({{moment < recording.first() ? wording.say("what.let_go") : narrator.describe(moment)}});
    }
    return text;
}

}  // namespace loopscope
