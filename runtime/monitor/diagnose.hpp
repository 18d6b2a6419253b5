// Findings: what is wrong with a program, or was, or could be better, and how one knows.
//
// A Diagnosis reads a Recording's events once, as they come, and never asks the program. Each kind
// of finding has a detector of its own (runtime/monitor/diagnose/); each finding has a claim, the
// events that show it, the line, how sure it is, what to do, and the lesson that teaches it.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/event.hpp"
#include "monitor/narrate.hpp"
#include "monitor/recording.hpp"
#include "monitor/sentence.hpp"
#include "monitor/wait_graph.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

enum class FindingKind : std::uint8_t {
    never_awaited,           // a coroutine was made and nobody awaited it
    blocked_loop,            // one step ran so long that nobody else could
    deadlock,                // tasks wait for each other in a ring
    starvation,              // others that came later are served again and again, this one is not
    lost_wake_up,            // it was told before it listened, and the program stands still: nobody will tell it again
    nobody_left,             // it waits, the program stands still, and nothing that is alive can ever wake it
    destroyed_pending,       // a task was gone before it was done
    never_retrieved,         // nobody looked at an exception
    swallowed_cancellation,  // a task caught CancelledError and went on
    cancelled_before_start,  // a task was cancelled before its first step: its body never ran, nor its clean-up
    held_across_wait,        // a lock was held through a long wait while others stood in line
    sequential_awaits,       // waits one after the other that could have overlapped
    await_in_loop,           // the same, in a loop
    busy_polling,            // it sleeps and looks, again and again
    unbounded_queue,         // a queue without limit grows faster than it is emptied
    never_released,          // who held it is done, and nobody gave it back
};

enum class Confidence : std::uint8_t { possible, likely, certain };
enum class Severity : std::uint8_t { hint, warning, error };

// From where on a thing is worth a finding. Loop time where not said otherwise.
struct FindingLimits {
    std::uint64_t blocked_loop_ns = 100'000'000;  // of real time; asyncio's slow_callback_duration
    std::uint64_t held_ns = 100'000'000;          // a lock held through one wait
    std::uint64_t overlap_ns = 100'000'000;       // saved at least by overlapping
    std::uint32_t polls = 10;                     // sleeps in a row that found nothing
    std::uint32_t slow_polls = 60;                // the same where each takes a second or more
    std::uint32_t yields = 100;                   // the same with sleep(0)
    std::uint32_t loop_awaits = 3;                // awaits in a row at one line
    std::uint32_t queue_items = 100;              // in a queue without limit
    std::uint32_t overtaken = 20;                 // times that somebody who came later was served first
};

// What the words of a finding name, as it was when it was found: a recording may let go of it.
struct FindingNames {
    std::vector<TaskInfo> tasks;
    std::vector<ObjectInfo> objects;
    std::string text;  // of a report
};

struct Finding {
    FindingKind kind = FindingKind::never_awaited;
    Confidence confidence = Confidence::certain;
    std::size_t first = 0;  // evidence: events [first, last]
    std::size_t last = 0;   // the event at which it was known
    // The few events of these that tell the story, ascending; one that became surer has later ones too.
    std::vector<std::size_t> moments;
    std::vector<TaskId> tasks;  // whom it is about, the first one foremost
    std::vector<ObjectId> objects;
    std::vector<WaitEdge> edges;             // of a deadlock: the ring, from the wait of tasks[0] back to it
    SiteId site = 0;                         // the line to look at; 0: not known
    std::uint64_t time = 0;                  // ns that it took or would save, where the kind has such a figure
    std::uint64_t count = 0;                 // how often, how many, likewise
    SiteId function = 0;                     // where it is about a coroutine function: its definition
    SiteId told_at = 0;                      // of a lost wake-up: the line that told
    WaitReason reason = WaitReason::object;  // of the wait that it is about
    FindingNames names;
};

// What to tell of it, in a person's language.
struct FindingText {
    std::string title;              // "Deadlock"
    Sentence claim;                 // what happened, with names, lines and figures
    std::string why;                // why it matters
    std::string advice;             // what to do
    std::vector<Sentence> moments;  // beside Finding::moments
};

Severity severity_of(FindingKind kind);
Severity severity_of(const Finding& finding);  // of one that is surer than its kind mostly is, it may be higher
std::string_view lesson_of(FindingKind kind);  // its id, "deadlock"; the lesson may not be there yet
const char* to_string(FindingKind kind);       // "held_across_wait"
const char* to_string(Confidence confidence);  // "likely"
const char* to_string(Severity severity);      // "warning"
std::span<const FindingKind> finding_kinds();  // all of them
FindingText tell(const Finding& finding, const Recording& recording, const Phrases& phrases = english());

class Detector;

class Diagnosis {
public:
    explicit Diagnosis(const Recording& recording, FindingLimits limits = {});
    ~Diagnosis();
    Diagnosis(Diagnosis&&) noexcept;
    Diagnosis& operator=(Diagnosis&&) noexcept;

    // Reads on, at most so many events. False: there is more to read.
    bool update(std::size_t most = ~std::size_t{0});
    // By the event at which each was known. None goes, but one may become surer, with a higher count and one
    // more moment (busy polling). What shows only when a run is over (nobody left, never released) comes with
    // the loop_stop.
    std::span<const Finding> findings() const { return findings_; }
    std::size_t read() const { return read_; }  // events so far

private:
    void skip_what_went();

    const Recording* recording_;
    FindingLimits limits_;
    std::unique_ptr<World> world_;
    std::vector<std::unique_ptr<Detector>> detectors_;
    std::vector<Finding> findings_;
    std::size_t read_ = 0;
};

// All findings of a whole recording.
std::vector<Finding> diagnose(const Recording& recording, FindingLimits limits = {});

}  // namespace loopscope
