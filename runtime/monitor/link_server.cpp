#include "monitor/link.hpp"
#include "monitor/link_wire.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace loopscope {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

enum class Got { all, end, late };

// Reads exactly `bytes`; with a deadline, gives up when it has passed.
Got read_all(int socket, unsigned char* out, std::size_t bytes, const Deadline* deadline = nullptr) {
    while (bytes > 0) {
        if (deadline) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) return Got::late;
            pollfd waited{socket, POLLIN, 0};
            const int ready = ::poll(&waited, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
            if (ready < 0 && errno != EINTR) return Got::end;
            if (ready <= 0) continue;
        }
        const ssize_t got = ::recv(socket, out, bytes, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return Got::end;
        out += got;
        bytes -= static_cast<std::size_t>(got);
    }
    return Got::all;
}

bool write_all(int socket, iovec* parts, std::size_t count) {
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = count;
    while (message.msg_iovlen > 0) {
        // MSG_NOSIGNAL: a viewer that is gone must not end the program by SIGPIPE.
        ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return false;
        while (message.msg_iovlen > 0 && static_cast<std::size_t>(sent) >= message.msg_iov->iov_len) {
            sent -= static_cast<ssize_t>(message.msg_iov->iov_len);
            ++message.msg_iov;
            --message.msg_iovlen;
        }
        if (message.msg_iovlen > 0) {
            message.msg_iov->iov_base = static_cast<char*>(message.msg_iov->iov_base) + sent;
            message.msg_iov->iov_len -= static_cast<std::size_t>(sent);
        }
    }
    return true;
}

}  // namespace

LinkServer::LinkServer(int socket, Control& control, std::string program, std::chrono::milliseconds patience)
    : socket_(socket), control_(control), on_gone_([&control] { control.release(); }) {
    try {
        greet(program, patience);
    } catch (...) {
        ::close(socket_);
        throw;
    }
    reader_ = std::thread([this] { read_commands(); });
}

LinkServer::~LinkServer() {
    closing_ = true;
    send(wire::kBye, nullptr, 0);
    // Ends the reader's wait. What was sent stays readable for the viewer.
    ::shutdown(socket_, SHUT_RDWR);
    reader_.join();
    ::close(socket_);
}

void LinkServer::greet(const std::string& program, std::chrono::milliseconds patience) {
    std::vector<unsigned char> hello;
    wire::put_magic(hello);
    wire::put(hello, kLinkVersion);
    wire::put(hello, static_cast<std::uint32_t>(::getpid()));
    const std::string name = program.substr(0, 4096);
    wire::put(hello, static_cast<std::uint32_t>(name.size()));
    hello.insert(hello.end(), name.begin(), name.end());
    send(wire::kHello, hello.data(), hello.size());

    const Deadline deadline = std::chrono::steady_clock::now() + patience;
    const auto take = [&](unsigned char* out, std::size_t bytes) {
        switch (read_all(socket_, out, bytes, &deadline)) {
            case Got::all:
                return;
            case Got::end:
                throw std::runtime_error("The viewer went away before it said hello.");
            case Got::late:
                throw std::runtime_error("Nobody answered at the other end of the link; is it a Loopscope viewer?");
        }
    };
    const auto stranger = [] {
        return std::runtime_error("The other end of the link is not a Loopscope viewer; nothing is told to it.");
    };
    std::array<unsigned char, wire::kHeaderBytes> header{};
    std::array<unsigned char, wire::kViewerHelloBytes> payload{};
    take(header.data(), header.size());
    const auto bytes = wire::get<std::uint32_t>(header.data() + 4);
    if (wire::get<std::uint32_t>(header.data()) != wire::kHello || bytes < wire::kVersionAt + 4 ||
        bytes > kMaxMessageBytes)
        throw stranger();
    take(payload.data(), wire::kVersionAt + 4);
    if (!wire::has_magic(payload.data(), wire::kVersionAt + 4)) throw stranger();
    const auto version = wire::get<std::uint32_t>(payload.data() + wire::kVersionAt);
    if (version != kLinkVersion)
        throw std::runtime_error("The viewer speaks version " + std::to_string(version) +
                                 " of the link and this program " + std::to_string(kLinkVersion) +
                                 "; build both from the same Loopscope.");
    if (bytes != wire::kViewerHelloBytes) throw stranger();
    take(payload.data() + wire::kVersionAt + 4, wire::kViewerHelloBytes - wire::kVersionAt - 4);
    const unsigned char* rest = payload.data() + wire::kVersionAt + 4;
    control_.set_pace({wire::get<std::uint64_t>(rest + 4), wire::get<double>(rest + 12)});
    if (wire::get<std::uint32_t>(rest) & wire::kFlagPaused) control_.pause();
}

void LinkServer::write(std::span<const Event> slots) {
    constexpr std::size_t most = kMaxMessageBytes / kSlotBytes;
    while (!slots.empty() && connected_) {
        const auto part = slots.first(std::min(slots.size(), most));
        send(wire::kEvents, part.data(), part.size_bytes());
        slots = slots.subspan(part.size());
    }
}

void LinkServer::tell_standing(bool standing, std::uint64_t after_slots) {
    std::vector<unsigned char> payload;
    wire::put(payload, std::uint32_t{standing});
    wire::put(payload, control_.moves_heeded());
    wire::put(payload, after_slots);
    send(wire::kStanding, payload.data(), payload.size());
}

void LinkServer::on_gone(std::function<void()> callback) {
    {
        const std::lock_guard lock(gone_mutex_);
        if (!was_gone_) {
            on_gone_ = std::move(callback);
            return;
        }
    }
    if (callback) callback();
}

void LinkServer::gone() {
    std::function<void()> callback;
    {
        const std::lock_guard lock(gone_mutex_);
        if (was_gone_) return;
        was_gone_ = true;
        callback = on_gone_;
    }
    if (callback) callback();
}

void LinkServer::send(std::uint32_t type, const void* payload, std::size_t bytes) {
    const std::lock_guard lock(send_mutex_);
    if (!connected_) return;
    std::array<std::uint32_t, 2> header{type, static_cast<std::uint32_t>(bytes)};
    iovec parts[2] = {{header.data(), sizeof header}, {const_cast<void*>(payload), bytes}};
    // The reader notices the same and calls on_gone.
    if (!write_all(socket_, parts, bytes > 0 ? 2 : 1)) connected_ = false;
}

void LinkServer::read_commands() {
    std::vector<unsigned char> payload;
    for (;;) {
        std::array<unsigned char, wire::kHeaderBytes> header{};
        if (read_all(socket_, header.data(), header.size()) != Got::all) break;
        const auto type = wire::get<std::uint32_t>(header.data());
        const auto bytes = wire::get<std::uint32_t>(header.data() + 4);
        if (bytes > kMaxMessageBytes) break;
        payload.resize(bytes);
        if (read_all(socket_, payload.data(), bytes) != Got::all) break;
        if (type == wire::kCommand && !obey(payload.data(), bytes)) break;
    }
    if (closing_) return;
    connected_ = false;
    // A writer that waits for room would wait forever for a peer that is there but talks nonsense.
    ::shutdown(socket_, SHUT_RDWR);
    gone();
}

// False: the peer does not speak this language after all. An unknown kind is passed over.
bool LinkServer::obey(const unsigned char* payload, std::size_t bytes) {
    if (bytes != wire::kCommandBytes) return false;
    const auto kind = static_cast<CommandKind>(wire::get<std::uint32_t>(payload));
    switch (kind) {
        case CommandKind::pause:
            control_.pause();
            break;
        case CommandKind::go_on:
            control_.go_on(wire::get<std::uint32_t>(payload + 4) == 1);
            break;
        case CommandKind::step:
            control_.step(wire::get<std::uint32_t>(payload + 4));
            break;
        case CommandKind::run_to_checkpoint:
            control_.run_to_checkpoint();
            break;
        case CommandKind::pace:
            control_.set_pace({wire::get<std::uint64_t>(payload + 8), wire::get<double>(payload + 16)});
            break;
        case CommandKind::quit:
            gone();
            break;
    }
    return true;
}

}  // namespace loopscope
