// A queue without a limit that grows although it is being emptied: who puts is faster than who gets, and
// nothing holds the first one back.
//
// The time since the first item is cut into four quarters. In each of them items were got, and in each
// the backlog rose by a good part of what it is now. So a burst is not meant, nor what is filled first
// and emptied then, nor a queue that only swings. Time is the loop's, or steps where that stands still.
#include "monitor/diagnose/detector.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace loopscope {
namespace {

constexpr std::size_t kSamples = 256;    // of a queue's past; more are thinned out
constexpr std::uint64_t kGoodPart = 10;  // of its items, by which it rose in each quarter at least
constexpr std::size_t kQuarters = 4;

// A queue, just before an item was put.
struct Sample {
    std::uint64_t time = 0;  // the loop's
    std::uint64_t step = 0;
    std::uint64_t items = 0;
    std::uint64_t gets = 0;
};

struct Past {
    std::size_t first = 0;  // the first object_put
    std::uint64_t items = 0;
    std::uint64_t gets = 0;
    std::vector<Sample> samples;
    std::uint32_t stride = 1;  // so many puts a sample
    std::uint32_t until_next = 0;
    std::uint64_t look_at = 0;  // items at which it is looked at next
};

bool is_queue(ObjectKind kind) {
    return kind == ObjectKind::queue || kind == ObjectKind::priority_queue || kind == ObjectKind::lifo_queue;
}

class UnboundedQueue final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        if (event.kind == EventKind::object_put) put(moment);
        if (event.kind == EventKind::object_destroy || event.kind == EventKind::object_close)
            pasts_.erase(event.subject);
        if (event.kind == EventKind::object_get) {
            if (const auto at = pasts_.find(event.subject); at != pasts_.end() && at->second.items > 0) {
                --at->second.items;
                ++at->second.gets;
            }
        }
        if (event.kind == EventKind::dropped) pasts_.clear();
    }

    void put(const Moment& moment) {
        const ObjectNow* queue = moment.world.object(moment.event.subject);
        if (queue == nullptr || !is_queue(queue->kind) || queue->capacity.value_or(0) > 0) return;
        Past& past = pasts_[queue->id];
        if (past.samples.empty()) {
            past.first = moment.index;
            past.look_at = std::max<std::uint64_t>(1, moment.limits.queue_items);
        }
        const Sample now{moment.world.loop_time(), moment.world.step(), past.items, past.gets};
        if (past.until_next-- == 0) sample(past, now);
        if (++past.items < past.look_at) return;
        past.look_at += 1 + past.items / 16;
        if (!rises(past, {now.time, now.step, past.items, past.gets})) return;
        found(moment, past);
        past.look_at = ~std::uint64_t{0};
    }

    static void sample(Past& past, const Sample& now) {
        past.samples.push_back(now);
        if (past.samples.size() == kSamples) {
            for (std::size_t i = 1; i < kSamples / 2; ++i) past.samples[i] = past.samples[2 * i];
            past.samples.resize(kSamples / 2);
            past.stride *= 2;
        }
        past.until_next = past.stride - 1;
    }

    static bool rises(const Past& past, const Sample& now) {
        const Sample& start = past.samples.front();
        const bool timed = now.time > start.time;
        const auto when = timed ? &Sample::time : &Sample::step;
        const std::uint64_t length = now.*when - start.*when;
        if (length < kQuarters) return false;
        Sample before = start;
        for (std::size_t quarter = 1; quarter <= kQuarters; ++quarter) {
            Sample after = now;
            if (quarter < kQuarters) {
                const std::uint64_t end = start.*when + length / kQuarters * quarter;
                after = *std::prev(std::ranges::upper_bound(past.samples, end, {}, when));
            }
            if (after.gets <= before.gets || after.items < before.items + now.items / kGoodPart) return false;
            before = after;
        }
        return true;
    }

    // Who put most and who got most lately is asked of the events once, so that nobody need count them before.
    static void found(const Moment& moment, const Past& past) {
        std::unordered_map<TaskId, std::size_t> putters;
        std::unordered_map<TaskId, std::size_t> getters;
        std::unordered_map<SiteId, std::size_t> sites;
        constexpr std::size_t kLately = 1 << 16;  // events; there may be many queues
        const std::size_t since = moment.index - std::min(moment.index, kLately);
        for (std::size_t i = std::max(past.first, since); i <= moment.index; ++i) {
            const Event& event = moment.recording[i];
            if (event.subject != moment.event.subject) continue;
            if (event.kind == EventKind::object_put) {
                ++putters[low(event.b)];
                ++sites[high(event.b)];
            } else if (event.kind == EventKind::object_get) {
                ++getters[low(event.b)];
            }
        }
        Finding finding;
        finding.kind = FindingKind::unbounded_queue;
        finding.confidence = Confidence::likely;
        finding.first = past.first;
        finding.last = moment.index;
        finding.moments = {past.first, moment.index};
        finding.tasks = {most(putters), most(getters)};
        finding.objects = {moment.event.subject};
        finding.site = most(sites);
        finding.time = moment.world.loop_time() - past.samples.front().time;
        finding.count = past.items;
        moment.found.push_back(finding);
    }

    // The lowest id where two are equal, so that it does not depend on a table's order.
    static std::uint32_t most(const std::unordered_map<std::uint32_t, std::size_t>& counts) {
        std::pair<std::size_t, std::uint32_t> best{0, 0};
        for (const auto& [id, count] : counts) {
            if (count > best.first || (count == best.first && id < best.second)) best = {count, id};
        }
        return best.second;
    }

    std::unordered_map<ObjectId, Past> pasts_;  // queues without limit
};

}  // namespace

std::unique_ptr<Detector> make_unbounded_queue_detector() { return std::make_unique<UnboundedQueue>(); }

}  // namespace loopscope
