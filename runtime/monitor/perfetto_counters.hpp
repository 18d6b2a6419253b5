// The counters of a Perfetto file: what is in each primitive, as it changes.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/recording.hpp"
#include "monitor/trace_json.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace loopscope {

class PerfettoCounters {
public:
    PerfettoCounters(const Recording& recording, TraceJson& trace);

    // Event `index` stands at `at`; indexes ascend by one.
    void follow(std::size_t index, std::uint64_t at);
    void finish(std::uint64_t at);  // a last point for each
    // How many wait for that object.
    std::int64_t waiters(ObjectId id) const;

private:
    struct Gauge {
        std::string name;
        ObjectKind kind = ObjectKind::unknown;
        std::int64_t value = 0;  // free permits ..., as told
        std::int64_t held = 0;
        std::int64_t size = 0;
        std::int64_t waiters = 0;
        std::int64_t getters = 0;
        std::int64_t putters = 0;
    };
    struct Place {
        ObjectId object = 0;
        WaitReason reason = WaitReason::object;
    };
    Gauge* gauge(ObjectId id);
    void stand_in_line(const Event& event, std::uint64_t at);
    void leave_line(TaskId task, std::uint64_t at);
    void change(const Event& event, std::uint64_t at);
    void watch(const Event& event, std::string_view text, std::uint64_t at);
    void loop(std::uint64_t at);
    void write(const Gauge& gauge, std::uint64_t at);
    void write(const std::string& name, const char* key, double value, std::uint64_t at);
    static std::int64_t& in_line(Gauge& gauge, WaitReason reason);

    const Recording& recording_;
    TraceJson& trace_;
    World world_;
    std::unordered_map<std::string, int> namesakes_;
    std::map<ObjectId, Gauge> gauges_;  // of what lives
    std::unordered_map<TaskId, Place> lines_;
    std::map<std::string, double> watched_;
    std::size_t ready_ = 0;
    std::size_t timers_ = 0;
};

}  // namespace loopscope
