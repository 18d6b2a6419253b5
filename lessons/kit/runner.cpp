#include "kit/arguments.hpp"
#include "kit/knobs.hpp"
#include "kit/lesson.hpp"
#include "monitor/control.hpp"
#include "monitor/link.hpp"
#include "monitor/pump.hpp"
#include "monitor/recorder.hpp"
#include "monitor/trace_file.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>

namespace kit {
namespace {

int complain(const std::string& program, const std::string& sentence, int status) {
    std::fprintf(stderr, "%s: %s\n", program.c_str(), sentence.c_str());
    return status;
}

// The runtime's own remarks ("never awaited") must not mix with the lesson's lines, which a
// parent reads from stdout, and need no date for somebody who watches.
void send_remarks_to_stderr(const std::string& program) {
    spdlog::stderr_logger_mt("aio")->set_pattern(program + ": %l: %v");
}

// Everything between the loop and those who watch it:
//   loop -> recorder -> pump -> link and file;   viewer -> link -> control -> loop.
class Monitor {
public:
    // Throws std::runtime_error if the link's peer is no viewer.
    Monitor(const Arguments& arguments, const std::string& program) {
        if (arguments.link) {
            link_ = std::make_unique<loopscope::LinkServer>(*arguments.link, control_, program);
            // The viewer may hear of the gate before the pump has carried what led to it; the
            // count of slots tells it how much more to wait for.
            control_.on_standing([this](bool standing) {
                recorder_.flush();
                link_->tell_standing(standing, recorder_.published());
            });
            sinks_.push_back(link_.get());
        }
        if (!arguments.record.empty()) {
            file_ = std::make_unique<loopscope::TraceFileWriter>(arguments.record);
            sinks_.push_back(file_.get());
        }
        if (!sinks_.empty() && error().empty()) pump_.emplace(recorder_, sinks_);
    }

    const std::string& error() const {
        static const std::string kNone;
        return file_ ? file_->error() : kNone;
    }
    loopscope::Recorder* recorder() { return pump_ ? &recorder_ : nullptr; }
    loopscope::Control* control() { return link_ ? &control_ : nullptr; }

    // Carries what is left to the file and puts the file in its place.
    void finish() {
        pump_.reset();
        if (file_) file_->finish();
    }

private:
    loopscope::Recorder recorder_;
    loopscope::Control control_;
    std::unique_ptr<loopscope::LinkServer> link_;
    std::unique_ptr<loopscope::TraceFileWriter> file_;
    std::vector<loopscope::Sink*> sinks_;
    std::optional<loopscope::Pump> pump_;  // last: it writes to the others until it is gone
};

// A knob that the program never asked for is most likely misspelled. The run was fine all the
// same, and which knobs there are is known only now, so this warns and does not fail.
void warn_of_unknown_knobs(const std::string& program) {
    const Knobs& knobs = Knobs::of_this_process();
    std::string there_are;
    for (const std::string& name : knobs.asked()) there_are += (there_are.empty() ? "" : ", ") + name;
    const std::string suggestion = there_are.empty() ? "it has none." : "it has " + there_are + ".";
    for (const std::string& name : knobs.unknown()) {
        complain(program, "warning: this lesson has no knob '" + name + "'; " + suggestion, 0);
    }
}

aio::Schedule schedule_of(const Arguments& arguments) {
    switch (arguments.schedule.kind) {
        case book::ScheduleWords::Kind::random:
            return aio::Schedule::seeded(arguments.seed);
        case book::ScheduleWords::Kind::script:
            return aio::Schedule::scripted(arguments.schedule.places);
        case book::ScheduleWords::Kind::fifo:
            break;
    }
    return aio::Schedule::fifo();
}

int run_program(const Arguments& arguments, const std::string& name, Program program, Monitor& monitor) {
    aio::RunOptions options;
    options.clock = arguments.real_time ? aio::ClockKind::real : aio::ClockKind::virtual_time;
    options.recorder = monitor.recorder();
    options.control = monitor.control();
    options.name = name;
    options.schedule = schedule_of(arguments);
    options.seed = arguments.seed;
    int status = 0;
    try {
        aio::run(program(), options);
    } catch (const std::exception& error) {
        status = complain(name, std::string("the program ended with an exception: ") + error.what(), 1);
    } catch (...) {
        status = complain(name, "the program ended with an exception of unknown type.", 1);
    }
    return status;
}

}  // namespace

int run_lesson(int argc, char** argv, Program program) {
    const std::string name = argc > 0 ? std::filesystem::path(argv[0]).filename().string() : "lesson";
    const std::span<const char* const> words(argv, static_cast<std::size_t>(argc));
    const ArgumentsResult read = read_arguments(words.subspan(argc > 0 ? 1 : 0));
    if (!read.arguments) return complain(name, read.error, 2);
    const Arguments& arguments = *read.arguments;
    if (arguments.help) {
        std::fputs(help_text(name).c_str(), stdout);
        return 0;
    }
    // A viewer reads the lines through a pipe; it must have each one even if the next step crashes.
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);

    send_remarks_to_stderr(name);

    Knobs& knobs = Knobs::of_this_process();
    for (const auto& [knob, value] : arguments.knobs) knobs.set(knob, value);
    knobs.set_seed(arguments.seed);
    try {
        Monitor monitor(arguments, name);
        if (!monitor.error().empty()) return complain(name, monitor.error(), 1);
        knobs.tell(monitor.recorder());
        const int status = run_program(arguments, name, program, monitor);
        knobs.tell(nullptr);
        monitor.finish();
        warn_of_unknown_knobs(name);
        if (!monitor.error().empty()) return complain(name, monitor.error(), 1);
        return status;
    } catch (const std::exception& error) {
        return complain(name, error.what(), 1);
    }
}

}  // namespace kit
