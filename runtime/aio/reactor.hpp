// Reactor: where the loop waits for the outside world. Boost.Asio behind a wall: this
// header names none of it, so that nothing but reactor.cpp pays for Asio's headers.
//
// Thread rule: the loop's thread.
#pragma once
#include <chrono>
#include <cstddef>
#include <memory>

namespace aio::detail {

class Reactor {
public:
    Reactor();
    ~Reactor();
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    // Takes what has completed, without waiting; how many completions there were.
    std::size_t poll();
    // Waits until something completes, or `limit` has passed; how many completions there were.
    std::size_t wait(std::chrono::nanoseconds limit);
    // I/O operations that have been started and have not completed.
    std::size_t outstanding() const noexcept;

private:
    struct Asio;
    std::unique_ptr<Asio> asio_;
};

}  // namespace aio::detail
