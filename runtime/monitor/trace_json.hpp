// TraceJson: writes Chrome trace events, one at a time.
//
//     trace.event("B", 101, at).text("name", "task worker-2").arguments().text("site", "bank.cpp:12").end();
//
// Times are given in ns and written in us with three digits, as the format wants them.
//
// Thread rule: one thread, the stream's.
#pragma once
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace loopscope {

class TraceJson {
public:
    explicit TraceJson(std::ostream& out);

    TraceJson& event(std::string_view phase, std::uint32_t lane);
    TraceJson& event(std::string_view phase, std::uint32_t lane, std::uint64_t at);
    TraceJson& lasts(std::uint64_t ns);  // "dur"
    TraceJson& text(std::string_view key, std::string_view value);
    TraceJson& number(std::string_view key, std::int64_t value);
    TraceJson& real(std::string_view key, double value);  // REQUIRES: finite
    // What follows, up to end(), are the event's arguments.
    TraceJson& arguments();
    void end();
    void finish();  // of the whole file

private:
    void key(std::string_view name);
    void time(std::uint64_t ns);

    std::ostream& out_;
    std::string line_;
    bool first_ = true;
    bool comma_ = false;
    bool in_arguments_ = false;
};

}  // namespace loopscope
