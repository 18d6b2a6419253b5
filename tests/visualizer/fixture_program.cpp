// A program that tells what a lesson tells, with no coroutine and no lesson in it.
//
// It runs `steps` steps of one task; each prints a line. The knobs say what goes wrong:
// what happens before its end is chosen by `end`, see below.
#include "monitor/control.hpp"
#include "monitor/link.hpp"
#include "monitor/stream_builder.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <span>
#include <string>

using namespace loopscope;
using loopscope::testing::StreamBuilder;

namespace {

enum End {
    well = 0,
    crash = 1,
    killed = 2,
    status_3 = 3,
    broken_link = 4,
    lost_link = 5,
    noise = 6,
    crash_after_bye = 7
};
enum Start { normally = 0, fails = 1, never = 2, wrong_peer = 3 };

struct Arguments {
    int link = -1;
    std::map<std::string, double> knobs;
    bool real_time = false;
    std::string seed;

    double knob(const std::string& name, double fallback) const {
        const auto found = knobs.find(name);
        return found == knobs.end() ? fallback : found->second;
    }
};

Arguments read(int argc, char** argv) {
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--real-time") arguments.real_time = true;
        if (i + 1 == argc) break;
        const std::string value = argv[i + 1];
        if (word == "--link") arguments.link = std::atoi(value.c_str());
        if (word == "--seed") arguments.seed = value;
        if (word == "--knob")
            arguments.knobs[value.substr(0, value.find('='))] = std::atof(value.substr(value.find('=') + 1).c_str());
    }
    return arguments;
}

// As it happens without a sanitizer, which would end the program in its own way.
void crash_now() {
    std::signal(SIGSEGV, SIG_DFL);
    std::raise(SIGSEGV);
}

void end_badly(int how, int link) {
    const std::string noise_bytes(100, 'x');
    switch (how) {
        case crash:
            crash_now();
            break;
        case killed:
            std::raise(SIGKILL);
            break;
        case status_3:
            std::fputs("I give up.\nNo use.\n\n", stderr);
            std::_Exit(3);
        case lost_link:
            ::shutdown(link, SHUT_RDWR);
            for (;;) ::pause();
        case noise:
            (void)!::write(link, noise_bytes.data(), noise_bytes.size());
            for (;;) ::pause();
        default:
            break;
    }
}

// The loop, and the telling: each time it may have to stand, all that was recorded goes out.
class Loop {
public:
    Loop(const Arguments& arguments, LinkServer& server, Control& control)
        : arguments_(arguments), server_(server), control_(control) {
        control_.on_standing([this](bool standing) { server_.tell_standing(standing, told_); });
    }
    void run();

private:
    void step(std::uint32_t number, bool last);
    void tell() {
        server_.write(std::span(stream_.slots()).subspan(told_));
        told_ = stream_.slots().size();
    }

    const Arguments& arguments_;
    LinkServer& server_;
    Control& control_;
    StreamBuilder stream_;
    std::size_t told_ = 0;
    Sequence cause_ = 0;
};

void Loop::run() {
    const auto steps = static_cast<std::uint32_t>(arguments_.knob("steps", 3));
    const auto outcome = static_cast<std::uint8_t>(arguments_.knob("outcome", 0));
    const auto clock = arguments_.real_time ? ClockKind::real : ClockKind::virtual_time;
    stream_.add(EventKind::loop_start, 0, {.detail = static_cast<std::uint8_t>(clock), .a = stream_.string("fixture")});
    cause_ = stream_.add(EventKind::task_create, 1, {.a = stream_.string("main")});
    for (std::uint32_t number = 1; number <= steps; ++number) step(number, number == steps);
    const auto reports = static_cast<int>(arguments_.knob("reports", 0));
    for (int i = 0; i < reports; ++i) {
        const auto kind = static_cast<std::uint8_t>(ReportKind::never_retrieved);
        stream_.add_text(EventKind::report, 1, {.detail = kind}, "nobody looked");
    }
    stream_.add(EventKind::loop_stop, 0, {.detail = outcome});
    tell();
}

void Loop::step(std::uint32_t number, bool last) {
    stream_.add(EventKind::task_ready, 1, {.cause = cause_});
    stream_.add(EventKind::turn_begin, 0, {.b = number});
    stream_.add(EventKind::run_begin, 0, {.a = 1});
    cause_ = stream_.add(EventKind::step_begin, 1, {.a = number});
    tell();
    control_.at_step();
    stream_.add_text(EventKind::print, 1, {.cause = cause_}, "line " + std::to_string(number) + arguments_.seed);
    if (number == arguments_.knob("checkpoint_at", 2)) {
        stream_.add(EventKind::checkpoint, 1, {.cause = cause_, .a = stream_.string("middle")});
        tell();
        control_.at_checkpoint();
    }
    if (!last) stream_.add(EventKind::task_wait, 1);
    const auto result = last ? StepResult::finished : StepResult::suspended;
    stream_.add(EventKind::step_end, 1, {.detail = static_cast<std::uint8_t>(result)});
    if (last)
        stream_.add(EventKind::task_done, 1, {.detail = static_cast<std::uint8_t>(arguments_.knob("outcome", 0))});
    stream_.add(EventKind::turn_end, 0, {.b = number});
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments = read(argc, argv);
    const int start = static_cast<int>(arguments.knob("start", normally));
    if (start == fails) return std::fputs("There is no such knob.\n", stderr), 2;
    if (start == wrong_peer) end_badly(noise, arguments.link);
    if (start == never || arguments.link < 0)
        for (;;) ::pause();
    const int end = static_cast<int>(arguments.knob("end", well));
    std::puts("said on stdout");
    {
        Control control;
        LinkServer server(arguments.link, control, "fixture");
        Loop(arguments, server, control).run();
        end_badly(end, arguments.link);
    }
    if (end == crash_after_bye) crash_now();
    return static_cast<int>(arguments.knob("status", 0));
}
