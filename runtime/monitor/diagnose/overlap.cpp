// Coroutines awaited one after the other that could have run together, with the time it would save.
//
// Looked at is one coroutine's frame: the coroutines that it awaits with nothing between them. Whether
// the second call needed what the first one gave does not show in the events, so a finding here is
// never more than possible, and much has to hold before there is one:
//  - they are calls of the same function: to open, to use and to close do not come in any order;
//  - the function is not enter or exit: scopes are entered and left in a given order;
//  - each returned, so that it is no retry;
//  - each waited for time, for a thread, or for I/O on a connection of its own. One that waited for
//    others, held something, or put or got something has an order with others; so has the
//    traffic of one connection, and one that never connects may be a part of that. What the call made
//    itself, such as the lock within a stream that it opened, nobody else knows;
//  - between them the frame itself awaited nothing, got nothing, changed nothing that others wait on.
//    A loop that sleeps between its calls is paced on purpose.
// A run of such calls is judged when something else follows it. One that ends with an exception is let
// pass: a loop that goes on until it is cancelled has no end to wait for together.
// It is said once for each line: a function that a thousand tasks call is one thing to mend.
#include "monitor/diagnose/detector.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace loopscope {
namespace {

// A coroutine that was awaited to its end.
struct Call {
    CoroId coro = 0;
    SiteId site = 0;           // of the co_await
    std::size_t first = 0;     // its coro_enter
    std::size_t last = 0;      // its coro_exit
    std::uint64_t waited = 0;  // loop time, ns
};

// Calls of one function with nothing between them. Only the first lines are kept: a loop may be long.
struct Run {
    SiteId function = 0;
    std::vector<Call> calls;  // the first few
    std::size_t count = 0;
    std::size_t last = 0;
    std::uint64_t sum = 0;
    std::uint64_t longest = 0;
    bool one_line = true;
};

constexpr std::size_t kNone = ~std::size_t{0};

struct Frame {
    CoroId coro = 0;
    SiteId site = 0;
    SiteId function = 0;
    std::size_t entered = 0;
    std::uint64_t waited = 0;
    std::size_t order = kNone;  // in it or below something was done to what was made at this event, or earlier
    bool does_io = false;
    bool connects = false;
    Run run;

    // Nothing in it or below has an order with others.
    bool on_its_own() const { return order > entered; }
};

struct Stack {
    std::vector<Frame> frames;  // the innermost last
    std::uint64_t wait_begun = 0;
    bool waits = false;
};

constexpr std::size_t kCallsKept = 16;
constexpr std::uint64_t kPartThatCounts = 10;  // a call that waited for less than this part of the limit is not one

class Overlap final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::coro_enter:
                return enter(moment);
            case EventKind::coro_exit:
                return exit(moment);
            case EventKind::task_ready:
                return wait_ends(moment, event.subject);
            case EventKind::task_done:
                stacks_.erase(event.subject);
                return;
            case EventKind::report:  // a task that is gone has no task_done
                if (report_kind_of(event.detail) == ReportKind::destroyed_pending) stacks_.erase(event.subject);
                return;
            case EventKind::dropped:  // who is inside of what is not known any more
                stacks_.clear();
                return;
            default:
                return something_else(moment);
        }
    }

    static Frame* top(Stack& stack) { return stack.frames.empty() ? nullptr : &stack.frames.back(); }

    Stack* running(const Moment& moment) {
        const auto at = stacks_.find(moment.world.running());
        return moment.world.running() != 0 && at != stacks_.end() && !at->second.frames.empty() ? &at->second : nullptr;
    }

    void enter(const Moment& moment) {
        const Event& event = moment.event;
        Stack& stack = stacks_[low(event.b)];
        if (Frame* outer = top(stack)) {
            if (outer->run.count > 0 && is_generator(*outer, event)) outer->run = {};
        }
        Frame frame;
        frame.coro = event.subject;
        frame.site = event.a;
        frame.function = high(event.b);
        frame.entered = moment.index;
        stack.frames.push_back(std::move(frame));
    }

    // A generator's frame is entered once for each of its values, which come in order.
    bool is_generator(const Frame& outer, const Event& event) {
        const auto& calls = outer.run.calls;
        if (std::ranges::find(calls, event.subject, &Call::coro) != calls.end()) generators_.insert(high(event.b));
        return generators_.contains(high(event.b));
    }

    void exit(const Moment& moment) {
        const auto at = stacks_.find(low(moment.event.b));
        if (at == stacks_.end()) return;
        std::vector<Frame>& frames = at->second.frames;
        // From the innermost outwards: a recursion may be deep.
        const auto found = std::ranges::find(frames.rbegin(), frames.rend(), moment.event.subject, &Frame::coro);
        if (found == frames.rend()) return;
        frames.erase(found.base(), frames.end());
        Frame frame = std::move(frames.back());
        frames.pop_back();
        ends(moment, frame.run);
        if (frames.empty()) return;
        Frame& outer = frames.back();
        const Outcome how = outcome_of(moment.event.detail);
        outer.waited += frame.waited;
        outer.order = std::min(outer.order, frame.order);
        outer.does_io |= frame.does_io;
        outer.connects |= frame.connects;
        if (how != Outcome::returned) {
            outer.run = {};
        } else if (!frame.on_its_own() || (frame.does_io && !frame.connects)) {
            ends(moment, outer.run);
        } else {
            add(moment, outer.run, frame);
        }
    }

    void add(const Moment& moment, Run& run, const Frame& frame) {
        if (generators_.contains(frame.function) || is_of_a_scope(moment, frame.function)) return;
        if (run.count > 0 && run.function != frame.function) ends(moment, run);
        if (frame.waited < moment.limits.overlap_ns / kPartThatCounts) return;
        run.function = frame.function;
        run.one_line &= run.count == 0 || run.calls.front().site == frame.site;
        if (run.calls.size() < kCallsKept) {
            run.calls.push_back({frame.coro, frame.site, frame.entered, moment.index, frame.waited});
        }
        ++run.count;
        run.last = moment.index;
        run.sum += frame.waited;
        run.longest = std::max(run.longest, frame.waited);
    }

    static bool is_of_a_scope(const Moment& moment, SiteId function) {
        const std::string_view name = moment.recording.string(moment.recording.site(function).function);
        return name == "enter" || name == "exit";
    }

    void ends(const Moment& moment, Run& ended) {
        const Run run = std::exchange(ended, {});
        const std::size_t enough = run.one_line ? std::max<std::size_t>(2, moment.limits.loop_awaits) : 2;
        if (run.count < enough || run.sum - run.longest < moment.limits.overlap_ns) return;
        if (!said_.insert(run.calls.front().site).second) return;
        Finding finding;
        finding.kind = run.one_line ? FindingKind::await_in_loop : FindingKind::sequential_awaits;
        finding.confidence = Confidence::possible;
        finding.first = run.calls.front().first;
        finding.last = moment.index;
        for (const Call& call : run.calls) finding.moments.push_back(call.first);
        finding.moments.push_back(run.last);
        finding.tasks = {moment.world.running()};
        finding.site = run.calls.front().site;
        finding.function = run.function;
        finding.time = run.sum - run.longest;
        finding.count = run.count;
        moment.found.push_back(finding);
    }

    void wait_ends(const Moment& moment, TaskId task) {
        const auto at = stacks_.find(task);
        if (at == stacks_.end() || !std::exchange(at->second.waits, false)) return;
        if (Frame* frame = top(at->second)) frame->waited += moment.world.loop_time() - at->second.wait_begun;
    }

    // What the running task does in its innermost frame.
    void something_else(const Moment& moment) {
        Stack* stack = running(moment);
        if (stack == nullptr) return;
        Frame& frame = stack->frames.back();
        const Event& event = moment.event;
        if (event.kind == EventKind::task_wait) {
            stack->waits = true;
            stack->wait_begun = moment.world.loop_time();
        }
        if (event.kind == EventKind::io_start) {
            frame.does_io = true;
            frame.connects |= moment.recording.string(event.a).find("connect") != std::string_view::npos;
        }
        const std::size_t order = order_of(moment);
        const bool mingles = order != kNone;
        frame.order = std::min(frame.order, order);
        if (mingles || event.kind == EventKind::task_wait || event.kind == EventKind::await_passed) {
            ends(moment, frame.run);
        }
    }

    // Whether others may see when it happens. 0: they may; kNone: they can not; else those may who knew the
    // object, which this task made at that event.
    static std::size_t order_of(const Moment& moment) {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::task_wait:
            case EventKind::await_passed: {
                const WaitReason reason = wait_reason_of(event.detail);
                if (waits_on_object(reason)) return made_at(moment, low(wait_on_of(event)));
                return reason == WaitReason::task ? 0 : kNone;
            }
            case EventKind::task_create:
            case EventKind::cancel_request:
            case EventKind::callback_ready:
                return 0;
            case EventKind::object_create:
            case EventKind::object_name:
                return kNone;
            default: {
                if (event.kind < EventKind::object_create || event.kind > EventKind::object_close) return kNone;
                const ObjectInfo* object = moment.recording.object(event.subject);
                // A timeout is about itself only.
                if (object != nullptr && object->kind == ObjectKind::timeout) return kNone;
                return made_at(moment, event.subject);
            }
        }
    }

    static std::size_t made_at(const Moment& moment, ObjectId id) {
        const ObjectInfo* object = moment.recording.object(id);
        return object != nullptr && object->owner == moment.world.running() ? object->created : 0;
    }

    std::unordered_map<TaskId, Stack> stacks_;
    std::unordered_set<SiteId> generators_;  // functions
    std::unordered_set<SiteId> said_;
};

}  // namespace

std::unique_ptr<Detector> make_overlap_detector() { return std::make_unique<Overlap>(); }

}  // namespace loopscope
