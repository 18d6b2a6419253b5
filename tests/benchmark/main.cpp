// loopscope bench: measures ours and the peers in one run, and sets them side by side.
#include "report.hpp"

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace {

// Google Benchmark reports every repetition; the shortest is the least disturbed.
class Collect final : public benchmark::BenchmarkReporter {
public:
    explicit Collect(bench::Values& values) : values_(values) {}
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
            const std::string& name = run.run_name.function_name;
            const auto slash = name.find('/');
            const std::string id = name.substr(0, slash);
            const auto counted = run.counters.find(bench::kOperations);
            const double operations = counted == run.counters.end() ? 1.0 : counted->second.value;
            const double seconds = run.real_accumulated_time / static_cast<double>(run.iterations) / operations;
            const auto& all = bench::rows();
            const auto row = std::find_if(all.begin(), all.end(), [&](const bench::Row& one) { return one.id == id; });
            const double value = seconds * (row != all.end() && row->unit == "ms" ? 1e3 : 1e9);
            auto& slot = values_[id][name.substr(slash + 1)];
            slot = slot == 0 ? value : std::min(slot, value);
        }
    }

private:
    bench::Values& values_;
};

constexpr const char* kHelp =
    "Usage: loopscope bench [--json] [--window]\n\n"
    "Measures the runtime, the monitor and the window, with Boost.Asio's coroutines and python3's asyncio\n"
    "(and uvloop, if installed) beside them in the same run. Takes about two minutes.\n"
    "--window measures the window alone, and tells each frame that it built.\n"
    "docs/performance.md says how each figure is measured.\n";

}  // namespace

int main(int argc, char** argv) {
    bool json = false;
    bool window_only = false;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--json") {
            json = true;
        } else if (argument == "--window") {
            window_only = true;
        } else if (argument == "--help" || argument == "-h") {
            fmt::print("{}", kHelp);
            return 0;
        } else {
            fmt::print(stderr, "loopscope bench: there is no option '{}'. Try: loopscope bench --help\n", argument);
            return 2;
        }
    }
    bench::Values values;
    if (window_only) {
        bench::measure_window(values, true);
        fmt::print("{}\n", json ? bench::as_json(values) : bench::as_table(values));
        return 0;
    }
    if (!json) fmt::print(stderr, "Measuring; close what else is busy on this machine.\n");
    values["memory"][""] = bench::bytes_per_sleeping_task();  // first: nothing is pooled yet

    const char* options[] = {argv[0], "--benchmark_repetitions=5", "--benchmark_min_time=0.2"};
    int count = 3;
    benchmark::Initialize(&count, const_cast<char**>(options));
    bench::register_runtime();
    bench::register_asio();
    bench::register_echo();
    bench::register_monitor();
    Collect collect(values);
    benchmark::RunSpecifiedBenchmarks(&collect);
    bench::measure_python(values);
    bench::measure_window(values);
    values["slow_down"][""] = values["switch_recorded"][""] / values["switch"][""];
    fmt::print("{}\n", json ? bench::as_json(values) : bench::as_table(values));
    return 0;
}
