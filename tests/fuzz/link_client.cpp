// What a viewer does with what a program, or something that pretends to be one, sends.
#include "everything.hpp"
#include "fuzz.hpp"

#include "monitor/link.hpp"
#include "monitor/link_wire.hpp"
#include "monitor/stream_builder.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace loopscope;

struct Keep final : Sink {
    Recording recording;
    void write(std::span<const Event> slots) override { recording.append(slots); }
};

void put_header(std::vector<unsigned char>& out, std::uint32_t type, std::size_t bytes) {
    wire::put(out, type);
    wire::put(out, static_cast<std::uint32_t>(bytes));
}

std::string as_text(const std::vector<unsigned char>& bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    int both[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) return 0;
    Keep keep;
    {
        LinkClient client(both[0], {.paused = true, .pace = {}});
        // In pieces, as a socket delivers; what the socket has no room for is read first.
        for (std::size_t at = 0; at < size && client.connected();) {
            const ssize_t sent =
                ::send(both[1], data + at, std::min<std::size_t>(size - at, 777), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent > 0) at += static_cast<std::size_t>(sent);
            client.poll(keep, 500);
            client.send({.kind = CommandKind::step, .count = 1, .pace = {}});
            static_cast<void>(client.standing());
        }
        ::shutdown(both[1], SHUT_RDWR);
        while (client.connected()) client.poll(keep);
        fuzz::insist(client.said_bye() || !client.error().empty());
    }
    ::close(both[1]);
    fuzz::ask_everything(keep.recording);
    return 0;
}

std::vector<std::string> fuzz::good_inputs() {
    std::vector<std::string> inputs;
    for (std::uint32_t seed = 1; seed <= 4; ++seed) {
        const std::string name = "lesson";
        std::vector<unsigned char> bytes;
        put_header(bytes, wire::kHello, wire::kHelloBytes + name.size());
        wire::put_magic(bytes);
        wire::put(bytes, kLinkVersion);
        wire::put(bytes, std::uint32_t{4711});
        wire::put(bytes, static_cast<std::uint32_t>(name.size()));
        bytes.insert(bytes.end(), name.begin(), name.end());
        const std::vector<Event> slots = testing::RandomProgram(seed, 30).out.slots();
        for (std::size_t at = 0; at < slots.size(); at += 20) {
            const std::size_t count = std::min<std::size_t>(20, slots.size() - at);
            put_header(bytes, wire::kEvents, count * sizeof(Event));
            for (std::size_t i = at; i < at + count; ++i) wire::put(bytes, slots[i]);
            put_header(bytes, wire::kStanding, wire::kStandingBytes);
            wire::put(bytes, std::uint32_t{1});
            wire::put(bytes, std::uint32_t{0});
            wire::put(bytes, std::uint64_t{at + count});
        }
        put_header(bytes, wire::kBye, 0);
        inputs.push_back(as_text(bytes));
    }
    return inputs;
}
