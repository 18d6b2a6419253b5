#include "monitor/link.hpp"
#include "monitor/link_wire.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace loopscope {
namespace {

// More than a person can say; a program that has not read so much has stopped listening.
constexpr std::size_t kMaxUnsent = 1 << 20;
constexpr std::size_t kReadBytes = 1 << 16;

}  // namespace

LinkClient::LinkClient(int socket, LinkStart start) : socket_(socket) {
    ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
    wire::put(outbox_, std::uint32_t{wire::kHello});
    wire::put(outbox_, static_cast<std::uint32_t>(wire::kViewerHelloBytes));
    wire::put_magic(outbox_);
    wire::put(outbox_, kLinkVersion);
    wire::put(outbox_, start.paused ? wire::kFlagPaused : 0);
    wire::put(outbox_, start.pace.step_ns);
    wire::put(outbox_, start.pace.time_scale);
    flush_outbox();
}

LinkClient::~LinkClient() { close(); }

bool LinkClient::poll(Sink& sink, std::size_t budget) {
    if (socket_ < 0) return false;
    flush_outbox();
    bool anything = false;
    for (std::size_t taken = 0; socket_ >= 0 && taken < budget;) {
        const std::size_t before = inbox_.size();
        inbox_.resize(before + kReadBytes);
        const ssize_t got = ::recv(socket_, inbox_.data() + before, kReadBytes, MSG_DONTWAIT);
        const int why = errno;
        inbox_.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0 && why == EINTR) continue;
        if (got < 0 && (why == EAGAIN || why == EWOULDBLOCK)) break;
        anything = true;
        if (got <= 0) {
            end_of_stream();
            break;
        }
        taken += static_cast<std::size_t>(got);
        if (!take_messages(sink)) break;
    }
    return anything;
}

bool LinkClient::send(const Command& command) {
    if (socket_ < 0) return false;
    if (outbox_.size() > kMaxUnsent) return fail("The program no longer listens to the viewer.");
    wire::put(outbox_, std::uint32_t{wire::kCommand});
    wire::put(outbox_, static_cast<std::uint32_t>(wire::kCommandBytes));
    wire::put(outbox_, static_cast<std::uint32_t>(command.kind));
    wire::put(outbox_, command.count);
    wire::put(outbox_, command.pace.step_ns);
    wire::put(outbox_, command.pace.time_scale);
    const bool moves = command.kind == CommandKind::go_on || command.kind == CommandKind::run_to_checkpoint ||
                       (command.kind == CommandKind::step && command.count > 0);
    if (moves) ++moves_sent_;
    return flush_outbox();
}

bool LinkClient::standing() const {
    return standing_ && moves_heeded_ >= moves_sent_ && slots_taken_ >= standing_after_;
}

// True unless the program is gone. What does not fit now goes out with a later poll().
// A failure here does not close the socket: what the program said last is still to be read.
bool LinkClient::flush_outbox() {
    std::size_t sent = 0;
    bool gone = false;
    while (sent < outbox_.size()) {
        const ssize_t wrote =
            ::send(socket_, outbox_.data() + sent, outbox_.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) {
            gone = errno != EAGAIN && errno != EWOULDBLOCK;
            break;
        }
        sent += static_cast<std::size_t>(wrote);
    }
    if (gone) sent = outbox_.size();
    outbox_.erase(outbox_.begin(), outbox_.begin() + static_cast<std::ptrdiff_t>(sent));
    return !gone;
}

// Every whole message in the inbox; a partial one at the end waits for its rest.
bool LinkClient::take_messages(Sink& sink) {
    std::size_t at = 0;
    while (inbox_.size() - at >= wire::kHeaderBytes) {
        const auto type = wire::get<std::uint32_t>(inbox_.data() + at);
        const auto bytes = wire::get<std::uint32_t>(inbox_.data() + at + 4);
        if (!greeted_ && type != wire::kHello) return fail("The other end of the link is not a Loopscope program.");
        if (bytes > kMaxMessageBytes)
            return fail(greeted_ ? "The link broke: the program sent a message that is far too long."
                                 : "The other end of the link is not a Loopscope program.");
        if (inbox_.size() - at - wire::kHeaderBytes < bytes) break;
        if (!take(type, inbox_.data() + at + wire::kHeaderBytes, bytes, sink)) return false;
        at += wire::kHeaderBytes + bytes;
    }
    inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
}

bool LinkClient::take(std::uint32_t type, const unsigned char* payload, std::size_t bytes, Sink& sink) {
    if (!greeted_) return take_hello(type, payload, bytes);
    switch (type) {
        case wire::kEvents:
            return take_events(payload, bytes, sink);
        case wire::kStanding:
            if (bytes != wire::kStandingBytes) return fail("The link broke: a message had the wrong size.");
            standing_ = wire::get<std::uint32_t>(payload) != 0;
            moves_heeded_ = wire::get<std::uint32_t>(payload + 4);
            standing_after_ = wire::get<std::uint64_t>(payload + 8);
            return true;
        case wire::kBye:
            bye_ = true;
            return true;
        case wire::kHello:
            return fail("The link broke: the program said hello twice.");
        default:
            return true;  // from a newer program, and not needed to understand the rest
    }
}

bool LinkClient::take_hello(std::uint32_t type, const unsigned char* payload, std::size_t bytes) {
    if (type != wire::kHello || !wire::has_magic(payload, bytes))
        return fail("The other end of the link is not a Loopscope program.");
    const auto version = wire::get<std::uint32_t>(payload + wire::kVersionAt);
    if (version != kLinkVersion)
        return fail("The program speaks version " + std::to_string(version) + " of the link and this viewer " +
                    std::to_string(kLinkVersion) + "; build both from the same Loopscope.");
    if (bytes < wire::kHelloBytes ||
        wire::get<std::uint32_t>(payload + wire::kHelloBytes - 4) != bytes - wire::kHelloBytes)
        return fail("The link broke: the program's hello has the wrong size.");
    program_.assign(reinterpret_cast<const char*>(payload) + wire::kHelloBytes, bytes - wire::kHelloBytes);
    greeted_ = true;
    return true;
}

bool LinkClient::take_events(const unsigned char* payload, std::size_t bytes, Sink& sink) {
    if (bytes % kSlotBytes != 0) return fail("The link broke: the program sent half an event.");
    if (bytes == 0) return true;
    slots_.resize(bytes / kSlotBytes);  // the inbox is not aligned as events must be
    std::memcpy(slots_.data(), payload, bytes);
    slots_taken_ += slots_.size();
    sink.write(slots_);
    return true;
}

void LinkClient::end_of_stream() {
    hung_up_ = true;
    if (!bye_ && error_.empty()) {
        error_ = !greeted_        ? "The program ended before it said hello."
                 : inbox_.empty() ? "The program ended without a goodbye."
                                  : "The program ended in the middle of a message.";
    }
    close();
}

bool LinkClient::fail(std::string why) {
    error_ = std::move(why);
    close();
    return false;
}

void LinkClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    standing_ = false;
    inbox_.clear();
    outbox_.clear();
}

}  // namespace loopscope
