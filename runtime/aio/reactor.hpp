// Reactor: where the loop meets the outside world. Boost.Asio behind a wall: this
// header names none of it, so that only sources and asio.hpp pay for Asio's headers.
//
// Thread rule: the loop's thread, except for wake().
#pragma once
#include "aio/runnable.hpp"

#include <chrono>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace aio::detail {

// What holds an I/O object and may live longer than its loop: it is told in time.
class Attachment : public Link {
public:
    Attachment() noexcept { next = previous = this; }
    Attachment(const Attachment&) = delete;
    Attachment& operator=(const Attachment&) = delete;
    // The loop ends: the I/O objects must go now.
    virtual void loop_ends() noexcept = 0;

protected:
    ~Attachment() { detach(); }
    void detach() noexcept {
        previous->next = next;
        next->previous = previous;
        next = previous = this;
    }

private:
    friend class Reactor;
};

class Reactor {
public:
    Reactor();
    ~Reactor();
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    boost::asio::io_context& context() noexcept;
    void attach(Attachment& attachment) noexcept;

    // Runs what has completed, without waiting.
    void poll();
    // Waits until something completes, somebody wakes it or `limit` has passed, and runs what has completed.
    void wait(std::chrono::nanoseconds limit);
    // Makes had_work() right where an interrupt is watched for.
    void count_work();
    // Whether something was outstanding at the last poll or wait. Asio counts everything, also what aio
    // did not start.
    bool had_work() const noexcept { return had_work_; }
    // Steps run that may start something.
    void forget() noexcept { had_work_ = true; }
    // Any thread: ends a wait() that goes on now, or the next one.
    void wake() noexcept;
    // From now on a wait also ends when there is something to read from here. -1: from nowhere.
    void watch(int descriptor);

private:
    struct Asio;
    std::unique_ptr<Asio> asio_;
    Link attachments_;
    bool had_work_ = true;
};

}  // namespace aio::detail
