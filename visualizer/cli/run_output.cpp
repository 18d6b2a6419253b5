#include "cli/run_output.hpp"

#include "cli/findings.hpp"
#include "cli/output.hpp"
#include "monitor/export_clock.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace cli {
namespace {

using loopscope::Event;
using loopscope::EventKind;
using loopscope::Outcome;
using loopscope::Recording;
using loopscope::SiteId;

constexpr double kSecond = 1e9;

std::uint32_t line_of(const Recording& recording, const Event& event) {
    return recording.site(static_cast<SiteId>(event.b)).line;
}

class Quiet final : public RunOutput {
public:
    explicit Quiet(const Recording& recording) : recording_(recording) {}
    void show(std::size_t from, std::size_t to) override {
        for (std::size_t i = from; i < to; ++i) {
            if (recording_[i].kind == EventKind::print) put(std::string(recording_.text(i)) + "\n");
        }
    }
    void end(const Ending&) override {}

private:
    const Recording& recording_;
};

class Narrated final : public RunOutput {
public:
    explicit Narrated(const Recording& recording) : recording_(recording), narrator_(recording) {}

    void show(std::size_t from, std::size_t to) override {
        for (std::size_t i = from; i < to; ++i) show_one(i);
    }

    void end(const Ending& ending) override {
        const std::size_t size = recording_.size();
        if (size == 0) return;
        const std::string summary =
            fmt::format("{} {} of loop time, {} of real time; {} {}, {} {}.",
                        ending.outcome == Outcome::returned ? "It took" : "Until then it took",
                        loopscope::format_loop_time(recording_.loop_time_at(size)),
                        loopscope::format_duration(run_time_at(recording_, size)), recording_.tasks().size(),
                        recording_.tasks().size() == 1 ? "task" : "tasks", recording_.steps().size(),
                        recording_.steps().size() == 1 ? "step" : "steps");
        put("\n" + dim(summary) + "\n");
        print_findings_briefly(recording_, loopscope::diagnose(recording_));
    }

private:
    void show_one(std::size_t i) {
        const Event& event = recording_[i];
        const loopscope::TaskId before = world_.running();
        world_.apply(event, recording_.sequence(i));
        // Who does it: the task whose step this is, also for its last event. Else it is the loop.
        const loopscope::TaskId doer = world_.running() != 0 ? world_.running() : before;
        const std::string time = fmt::format("{:>9}", loopscope::format_loop_time(world_.loop_time()));
        const std::string who = padded(doer == 0 ? "" : printable(recording_.task_name(doer)), kNameColumns);
        if (event.kind == EventKind::print) {
            const std::uint32_t line = line_of(recording_, event);
            const std::string where = line == 0 ? "" : fmt::format("line {}", line);
            put(fmt::format("{}  {}  {:<8}  {}\n", time, who, where,
                            bold(fmt::format("> {}", printable(recording_.text(i))))));
        } else if (loopscope::Narrator::significant(event)) {
            const std::string sentence = narrator_.sentence(i);
            if (!sentence.empty()) put(dim(fmt::format("{}  {}            {}", time, who, sentence)) + "\n");
        }
    }

    static constexpr std::size_t kNameColumns = 10;
    const Recording& recording_;
    loopscope::Narrator narrator_;
    loopscope::World world_;
};

class AsJson final : public RunOutput {
public:
    AsJson(const Recording& recording, std::string_view lesson) : recording_(recording), lesson_(lesson) {}
    void show(std::size_t, std::size_t) override {}

    void end(const Ending& ending) override {
        using Json = nlohmann::ordered_json;
        Json prints = Json::array();
        for (const std::uint32_t i : recording_.prints()) {
            prints.push_back({{"time", seconds(i)},
                              {"task", recording_.task_name(recording_[i].subject)},
                              {"line", line_of(recording_, recording_[i])},
                              {"text", recording_.text(i)}});
        }
        Json checkpoints = Json::array();
        for (const std::uint32_t i : recording_.checkpoints()) {
            checkpoints.push_back({{"time", seconds(i)}, {"name", recording_.string(recording_[i].a)}});
        }
        const std::size_t size = recording_.size();
        const Json all{{"lesson", lesson_},
                       {"outcome", ending.outcome_name()},
                       {"error", ending.error},
                       {"prints", prints},
                       {"checkpoints", checkpoints},
                       {"elapsed", static_cast<double>(recording_.loop_time_at(size)) / kSecond},
                       {"real", static_cast<double>(run_time_at(recording_, size)) / kSecond},
                       {"events", size},
                       {"steps", recording_.steps().size()},
                       {"tasks", recording_.tasks().size()},
                       {"dropped", recording_.dropped()},
                       {"findings", findings_as_json(recording_, loopscope::diagnose(recording_))}};
        put(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    }

private:
    double seconds(std::size_t i) const { return static_cast<double>(recording_.loop_time_at(i + 1)) / kSecond; }

    const Recording& recording_;
    std::string lesson_;
};

}  // namespace

std::string Ending::outcome_name() const {
    if (!outcome) return "lost";
    return *outcome == Outcome::returned ? "returned" : *outcome == Outcome::raised ? "raised" : "cancelled";
}

Ending ending_of(const Recording& recording, const std::string& notice) {
    if (!notice.empty()) return {std::nullopt, notice};
    // The loop tells of its stop last; little can follow it.
    for (std::size_t i = recording.size(); i > 0; --i) {
        const Event& event = recording[i - 1];
        if (event.kind != EventKind::loop_stop) continue;
        const auto outcome = event.detail == static_cast<std::uint8_t>(Outcome::returned)    ? Outcome::returned
                             : event.detail == static_cast<std::uint8_t>(Outcome::cancelled) ? Outcome::cancelled
                                                                                             : Outcome::raised;
        // A run may fail without its main task: nothing was left that could wake it.
        const loopscope::TaskInfo* main_task = recording.task(1);
        const loopscope::StringId error = event.a != 0 || main_task == nullptr ? event.a : main_task->error;
        return {outcome, std::string(recording.string(error))};
    }
    return {std::nullopt, "The recording ends without a word of how the run ended."};
}

std::unique_ptr<RunOutput> narrated(const Recording& recording) { return std::make_unique<Narrated>(recording); }
std::unique_ptr<RunOutput> quiet(const Recording& recording) { return std::make_unique<Quiet>(recording); }
std::unique_ptr<RunOutput> as_json(const Recording& recording, std::string_view lesson) {
    return std::make_unique<AsJson>(recording, lesson);
}

}  // namespace cli
