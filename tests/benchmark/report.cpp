#include "report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bench {

const std::vector<Row>& rows() {
    static const std::vector<Row> all = {
        {"switch", "one switch (1,000 tasks), no monitor", "ns", 12, 7, ""},
        {"switch_alone", "one switch (1 task: a turn each), no monitor", "ns", 0, 0, ""},
        {"switch_recorded", "one switch (1,000 tasks), recording", "ns", 30, 0, "switch"},
        {"slow_down", "what recording makes of a switch", "times", 0, 0, ""},
        {"task", "create, run and finish a task", "ns", 80, 15, ""},
        {"task_recorded", "create, run and finish a task, recording", "ns", 0, 0, "task"},
        {"join", "create a task and await its result", "ns", 0, 0, ""},
        {"await", "co_await a coroutine that does not wait", "ns", 0, 0, ""},
        {"queue", "queue put + get between two tasks (room for 64)", "ns", 40, 0, ""},
        {"queue_tight", "queue put + get between two tasks (room for 1)", "ns", 0, 0, ""},
        {"lock", "hand a lock over to the next in line (100 tasks)", "ns", 0, 0, ""},
        {"echo", "TCP echo round trip of 64 bytes, use_aio", "ns", 0, 0, ""},
        {"sleeps", "1,000 tasks that sleep 1 ms", "ms", 1.5, 0, ""},
        {"memory", "a sleeping task, of a million", "bytes", 320, 0, ""},
        {"event", "an event recorded", "ns", 12, 0, ""},
        {"open", "open a recording of 1,000,000 events", "ms", 300, 0, ""},
        {"open_file", "open a file of 1,000,000 events", "ms", 300, 0, ""},
        {"frame", "the dearest frame of 1,000,000 events, built", "ms", 3, 0, ""},
        {"frame_jump", "the slowest frame after 20 jumps in them", "ms", 0, 0, ""},
        {"frame_many", "the dearest frame of 10,000,000 events, built", "ms", 6, 0, ""},
        {"frame_many_jump", "the slowest frame after 20 jumps in them", "ms", 0, 0, ""},
        {"whole_frame", "a whole frame, 1600x900 on software GL", "ms", 10, 0, ""},
        {"first_frame", "from start to first frame", "ms", 400, 0, ""},
        {"jump", "jump to any instant of 1,000,000 events", "ms", 5, 0, ""},
        {"jump_many", "the slowest of 200 jumps in 10,000,000 events", "ms", 5, 0, ""},
        {"jump_crowd", "the same with 100,000 tasks alive", "ms", 5, 0, ""},
        {"statistics", "statistics of 1,000,000 events, for each", "ns", 0, 0, ""},
        {"critical_path", "their critical path, for each", "ns", 0, 0, ""},
        {"findings", "all findings in them, for each", "ns", 0, 0, ""},
    };
    return all;
}

namespace {

std::optional<double> find(const Values& values, const std::string& id, const std::string& peer) {
    const auto row = values.find(id);
    if (row == values.end()) return std::nullopt;
    const auto value = row->second.find(peer);
    if (value == row->second.end()) return std::nullopt;
    return value->second;
}

// Three digits that count, whatever the size.
std::string number(double value) { return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value); }

// Whether the row keeps what it promises; nullopt: it promises nothing that was measured.
std::optional<bool> met(const Values& values, const Row& row, double ours) {
    std::optional<bool> kept;
    if (row.budget > 0) kept = ours <= row.budget;
    const auto asio = find(values, row.peer_of.empty() ? row.id : row.peer_of, "asio");
    if (row.asio_ratio > 0 && asio) kept = kept.value_or(true) && *asio / ours >= row.asio_ratio;
    return kept;
}

std::string promise(const Row& row) {
    std::string text;
    if (row.budget > 0) text += "<= " + number(row.budget);
    if (row.asio_ratio > 0) text += fmt::format(", 1/{} Asio", number(row.asio_ratio));
    return text;
}

const std::vector<std::string>& peers() {
    static const std::vector<std::string> all = {"asio", "cpython", "uvloop"};
    return all;
}

}  // namespace

namespace {

// How the cost of one operation grows with the tasks that there are.
struct Growth {
    const char* id;
    const char* what;
};
constexpr Growth kGrowth[] = {{"flat_switch", "one switch"},
                              {"flat_queue", "queue put + get (room for 1)"},
                              {"flat_lock", "hand a lock over"},
                              {"flat_sleep", "a sleep (that many timers, virtual time)"}};

std::string growth_table(const Values& values) {
    std::string out = fmt::format("{:<46}", "ns an operation, with so many tasks:");
    for (const int tasks : kManyTasks) out += fmt::format("{:>14}", tasks);
    out += "\n";
    for (const Growth& growth : kGrowth) {
        out += fmt::format("{:<46}", growth.what);
        for (const int tasks : kManyTasks) {
            const auto ours = find(values, fmt::format("{}_{}", growth.id, tasks), "");
            out += fmt::format("{:>14}", ours ? number(*ours) : "-");
        }
        out += "\n";
    }
    return out;
}

}  // namespace

std::string as_table(const Values& values) {
    std::string out = fmt::format("{:<46}{:>14}{:>20}{:>6}", "", "Loopscope", "budget", "met");
    for (const auto& peer : peers()) out += fmt::format("{:>22}", peer == "asio" ? "Asio awaitable" : peer);
    out += "\n";
    for (const Row& row : rows()) {
        const auto ours = find(values, row.id, "");
        if (!ours) continue;
        out += fmt::format("{:<46}{:>14}", row.what, number(*ours) + " " + row.unit);
        const auto kept = met(values, row, *ours);
        out += fmt::format("{:>20}{:>6}", promise(row), !kept ? "" : *kept ? "yes" : "NO");
        for (const auto& peer : peers()) {
            const auto theirs = find(values, row.peer_of.empty() ? row.id : row.peer_of, peer);
            out += fmt::format("{:>22}", theirs ? fmt::format("{} ({:.1f}x)", number(*theirs), *theirs / *ours) : "-");
        }
        out += "\n";
    }
    return out + "\n" + growth_table(values);
}

std::string as_json(const Values& values) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const Row& row : rows()) {
        const auto ours = find(values, row.id, "");
        if (!ours) continue;
        nlohmann::ordered_json entry{{"id", row.id}, {"what", row.what}, {"unit", row.unit}, {"value", *ours}};
        if (row.budget > 0) entry["budget"] = row.budget;
        if (row.asio_ratio > 0) entry["asio_ratio"] = row.asio_ratio;
        if (const auto kept = met(values, row, *ours)) entry["met"] = *kept;
        for (const auto& peer : peers()) {
            const auto theirs = find(values, row.peer_of.empty() ? row.id : row.peer_of, peer);
            if (theirs) entry["peers"][peer] = {{"value", *theirs}, {"ratio", *theirs / *ours}};
        }
        out.push_back(entry);
    }
    for (const Growth& growth : kGrowth) {
        nlohmann::ordered_json entry{{"id", growth.id}, {"what", growth.what}, {"unit", "ns"}};
        for (const int tasks : kManyTasks) {
            const auto ours = find(values, fmt::format("{}_{}", growth.id, tasks), "");
            if (ours) entry["by_tasks"][std::to_string(tasks)] = *ours;
        }
        out.push_back(entry);
    }
    return out.dump(2);
}

}  // namespace bench
