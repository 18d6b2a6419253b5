#include "aio/inbox.hpp"

#include "aio/reactor.hpp"

#include <utility>

namespace aio::detail {

bool Inbox::put(Call& call) {
    const std::lock_guard lock(mutex_);
    if (!open_) return false;
    calls_.push_back(std::move(call));
    has_calls_.store(true, std::memory_order_relaxed);
    wake();
    return true;
}

void Inbox::expect() {
    const std::lock_guard lock(mutex_);
    ++expected_;
}

void Inbox::release() noexcept {
    const std::lock_guard lock(mutex_);
    if (--expected_ == 0) wake();  // virtual time may move now, or nothing is left to wait for
}

bool Inbox::open() const {
    const std::lock_guard lock(mutex_);
    return open_;
}

std::vector<Inbox::Call> Inbox::take() {
    const std::lock_guard lock(mutex_);
    has_calls_.store(false, std::memory_order_relaxed);
    return std::exchange(calls_, {});
}

bool Inbox::may_get_calls() const {
    const std::lock_guard lock(mutex_);
    return expected_ > 0 || !calls_.empty();
}

bool Inbox::begin_wait(Reactor& reactor) {
    const std::lock_guard lock(mutex_);
    if (!calls_.empty()) return false;
    waiting_ = &reactor;
    return true;
}

void Inbox::end_wait() {
    const std::lock_guard lock(mutex_);
    waiting_ = nullptr;
}

std::vector<Inbox::Call> Inbox::close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
    return std::exchange(calls_, {});
}

// REQUIRES: the mutex is held, so that the reactor is still there. Once is enough for one wait.
void Inbox::wake() noexcept {
    if (Reactor* reactor = std::exchange(waiting_, nullptr)) reactor->wake();
}

}  // namespace aio::detail
