#include "aio/reactor.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>

namespace aio::detail {

struct Reactor::Asio {
    // Hint 1: one thread runs it, so that Asio keeps no worker bookkeeping.
    boost::asio::io_context context{1};
    // Without it, an io_context with nothing to do refuses to wait.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard{context.get_executor()};
    std::size_t outstanding = 0;
};

Reactor::Reactor() : asio_(std::make_unique<Asio>()) {}
Reactor::~Reactor() = default;

std::size_t Reactor::poll() { return asio_->context.poll(); }

std::size_t Reactor::wait(std::chrono::nanoseconds limit) {
    // Asio adds the limit to its clock, which a limit without end would overflow. The loop
    // waits again if nothing came.
    constexpr std::chrono::nanoseconds kLongest = std::chrono::hours(1);
    const std::size_t first = asio_->context.run_one_for(std::min(limit, kLongest));
    return first + (first > 0 ? asio_->context.poll() : 0);
}

std::size_t Reactor::outstanding() const noexcept { return asio_->outstanding; }

}  // namespace aio::detail
