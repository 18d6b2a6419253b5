#include "ui/wakeup.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace viz {

Wakeup::Wakeup(std::function<void()> ring) : ring_(std::move(ring)), note_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (note_ >= 0) thread_ = std::thread([this] { run(); });
}

Wakeup::~Wakeup() {
    over_ = true;
    if (!thread_.joinable()) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(note_, &one, sizeof one);
    thread_.join();
    ::close(note_);
}

void Wakeup::set(int descriptor) {
    if (note_ < 0) return;
    const bool was_armed = armed_.exchange(descriptor >= 0);
    const int before = watched_.exchange(descriptor);
    if (before == descriptor && was_armed == (descriptor >= 0)) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(note_, &one, sizeof one);
}

void Wakeup::run() {
    while (!over_) {
        pollfd both[2] = {{note_, POLLIN, 0}, {armed_ ? watched_.load() : -1, POLLIN, 0}};
        if (::poll(both, 2, -1) < 0) continue;
        if (both[0].revents != 0) {
            std::uint64_t count = 0;
            [[maybe_unused]] const auto read = ::read(note_, &count, sizeof count);
            continue;  // what is watched may be another one now
        }
        if (both[1].revents != 0 && armed_.exchange(false)) ring_();
    }
}

}  // namespace viz
