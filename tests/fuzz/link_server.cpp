// What a program does with what a viewer, or something that pretends to be one, sends.
#include "everything.hpp"
#include "fuzz.hpp"

#include "monitor/link.hpp"
#include "monitor/link_wire.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <exception>
#include <thread>

namespace {

using namespace loopscope;

// The program: comes to its gates until the viewer is gone, which lets it go.
void run(int socket) {
    try {
        Control control;
        LinkServer server(socket, control, "fuzzed", std::chrono::seconds(60));
        control.on_standing([&](bool standing) { server.tell_standing(standing, 1); });
        const std::vector<Event> slots(3, Event{1, 1, 0, EventKind::mark, 0, 0, 0, 0});
        for (int i = 0; i < 20; ++i) {
            control.at_step();
            server.write(slots);
            control.at_checkpoint();
            control.before_time_moves(std::chrono::nanoseconds(1));
        }
    } catch (const std::exception& error) {
        fuzz::insist(*error.what() != '\0');
    }
}

void put_command(std::vector<unsigned char>& out, CommandKind kind, std::uint32_t count, Pace pace = {}) {
    wire::put(out, std::uint32_t{wire::kCommand});
    wire::put(out, static_cast<std::uint32_t>(wire::kCommandBytes));
    wire::put(out, static_cast<std::uint32_t>(kind));
    wire::put(out, count);
    wire::put(out, pace.step_ns);
    wire::put(out, pace.time_scale);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    int both[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) return 0;
    std::thread program(run, both[0]);
    for (std::size_t at = 0; at < size;) {
        const ssize_t sent = ::send(both[1], data + at, std::min<std::size_t>(size - at, 100), MSG_NOSIGNAL);
        if (sent <= 0) break;
        at += static_cast<std::size_t>(sent);
    }
    ::shutdown(both[1], SHUT_RDWR);
    program.join();
    ::close(both[1]);
    return 0;
}

std::vector<std::string> fuzz::good_inputs() {
    std::vector<std::string> inputs;
    for (const std::uint32_t flags : {0u, wire::kFlagPaused}) {
        std::vector<unsigned char> bytes;
        wire::put(bytes, std::uint32_t{wire::kHello});
        wire::put(bytes, static_cast<std::uint32_t>(wire::kViewerHelloBytes));
        wire::put_magic(bytes);
        wire::put(bytes, kLinkVersion);
        wire::put(bytes, flags);
        wire::put(bytes, std::uint64_t{0});
        wire::put(bytes, 0.0);
        put_command(bytes, CommandKind::pause, 1);
        put_command(bytes, CommandKind::pace, 1, {.step_ns = 1000, .time_scale = 0.5});
        put_command(bytes, CommandKind::step, 3);
        put_command(bytes, CommandKind::run_to_checkpoint, 1);
        put_command(bytes, CommandKind::go_on, 1);
        put_command(bytes, CommandKind::quit, 1);
        inputs.emplace_back(bytes.begin(), bytes.end());
    }
    return inputs;
}
