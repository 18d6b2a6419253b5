#include "aio/reactor.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <unistd.h>
#include <algorithm>
#include <optional>
#include <utility>

namespace aio::detail {

struct Reactor::Asio {
    // Hint 1: one thread runs it, so that Asio keeps no worker bookkeeping.
    boost::asio::io_context context{1};
    std::optional<boost::asio::posix::stream_descriptor> watched;
    bool watching = false;
};

Reactor::Reactor() : asio_(std::make_unique<Asio>()) { attachments_.next = attachments_.previous = &attachments_; }

Reactor::~Reactor() {
    while (attachments_.next != &attachments_) {
        auto& attachment = static_cast<Attachment&>(*attachments_.next);
        attachment.detach();
        attachment.loop_ends();
    }
}

boost::asio::io_context& Reactor::context() noexcept { return asio_->context; }

void Reactor::attach(Attachment& attachment) noexcept {
    attachment.detach();
    attachment.next = &attachments_;
    attachment.previous = attachments_.previous;
    attachments_.previous->next = &attachment;
    attachments_.previous = &attachment;
}

void Reactor::poll() {
    // Handlers that post one another for ever must not keep the tasks from running.
    constexpr int kMost = 10'000;
    boost::asio::io_context& context = asio_->context;
    context.restart();
    for (int taken = 0; taken < kMost && context.poll_one() > 0; ++taken) continue;
    had_work_ = !context.stopped();  // Asio stops by itself when nothing is outstanding
}

void Reactor::count_work() {
    if (!asio_->watching) return;
    asio_->watched->cancel();  // which counts as work itself
    poll();
}

void Reactor::wait(std::chrono::nanoseconds limit) {
    // Asio adds the limit to its clock, which a limit without end would overflow. The loop
    // waits again if nothing came.
    constexpr std::chrono::nanoseconds kLongest = std::chrono::hours(1);
    boost::asio::io_context& context = asio_->context;
    {
        // Without it, an io_context with nothing to do refuses to wait.
        const auto guard = boost::asio::make_work_guard(context);
        context.restart();
        if (asio_->watched && !std::exchange(asio_->watching, true)) {
            asio_->watched->async_wait(asio_->watched->wait_read,
                                       [this](const boost::system::error_code&) { asio_->watching = false; });
        }
        if (limit < kLongest) {
            context.run_one_for(limit);
        } else {
            context.run_one();
        }
    }
    poll();
}

void Reactor::wake() noexcept {
    try {
        boost::asio::post(asio_->context, [] {});
    } catch (...) {  // no memory: the loop meets the call when it wakes for another reason
        return;
    }
}

void Reactor::watch(int descriptor) {
    if (asio_->watching) count_work();
    asio_->watched.reset();
    // A copy, because Asio closes what it was given.
    if (descriptor >= 0) asio_->watched.emplace(asio_->context, ::dup(descriptor));
}

}  // namespace aio::detail
