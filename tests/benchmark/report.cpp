#include "report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bench {

const std::vector<Row>& rows() {
    static const std::vector<Row> all = {
        {"switch", "one switch (1,000 tasks), no monitor", "ns", 12, ""},
        {"switch_alone", "one switch (1 task: a turn each), no monitor", "ns", 0, "switch"},
        {"switch_recorded", "one switch (1,000 tasks), recording", "ns", 30, "switch"},
        {"task", "create, run and finish a task", "ns", 80, ""},
        {"task_recorded", "create, run and finish a task, recording", "ns", 0, "task"},
        {"await", "co_await a coroutine that does not wait", "ns", 0, ""},
        {"sleeps", "1,000 tasks that sleep 1 ms", "ms", 1.5, ""},
        {"memory", "a sleeping task, of a million", "bytes", 320, ""},
        {"event", "an event recorded", "ns", 12, ""},
        {"open", "open a recording of 1,000,000 events", "ms", 300, ""},
        {"jump", "jump to any instant of 1,000,000 events", "ms", 5, ""},
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

std::string number(double value) { return value < 10 ? fmt::format("{:.2f}", value) : fmt::format("{:.1f}", value); }

const std::vector<std::string>& peers() {
    static const std::vector<std::string> all = {"asio", "cpython", "uvloop"};
    return all;
}

}  // namespace

std::string as_table(const Values& values) {
    std::string out = fmt::format("{:<46}{:>14}{:>14}{:>8}", "", "Loopscope", "budget", "met");
    for (const auto& peer : peers()) out += fmt::format("{:>22}", peer == "asio" ? "Asio awaitable" : peer);
    out += "\n";
    for (const Row& row : rows()) {
        const auto ours = find(values, row.id, "");
        if (!ours) continue;
        out += fmt::format("{:<46}{:>14}", row.what, number(*ours) + " " + row.unit);
        out += row.budget > 0
                   ? fmt::format("{:>14}{:>8}", "<= " + number(row.budget), *ours <= row.budget ? "yes" : "NO")
                   : fmt::format("{:>14}{:>8}", "", "");
        for (const auto& peer : peers()) {
            const auto theirs = find(values, row.peer_of.empty() ? row.id : row.peer_of, peer);
            out += fmt::format("{:>22}", theirs ? fmt::format("{} ({:.1f}x)", number(*theirs), *theirs / *ours) : "-");
        }
        out += "\n";
    }
    return out;
}

std::string as_json(const Values& values) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const Row& row : rows()) {
        const auto ours = find(values, row.id, "");
        if (!ours) continue;
        nlohmann::ordered_json entry{{"id", row.id}, {"what", row.what}, {"unit", row.unit}, {"value", *ours}};
        if (row.budget > 0) {
            entry["budget"] = row.budget;
            entry["met"] = *ours <= row.budget;
        }
        for (const auto& peer : peers()) {
            const auto theirs = find(values, row.peer_of.empty() ? row.id : row.peer_of, peer);
            if (theirs) entry["peers"][peer] = {{"value", *theirs}, {"ratio", *theirs / *ours}};
        }
        out.push_back(entry);
    }
    return out.dump(2);
}

}  // namespace bench
