#include "aio/to_thread.hpp"

#include "aio/errors.hpp"

#include <stdexcept>

namespace aio {
namespace {

std::size_t at_least_one(std::size_t threads) {
    if (threads == 0) throw std::invalid_argument("Executor: it needs at least one thread");
    return threads;
}

}  // namespace

Executor::Executor(std::size_t threads, std::string_view name) : name_(name), pool_(at_least_one(threads)) {}

Executor::~Executor() = default;

void Executor::shutdown() {
    open_ = false;
    pool_.join();
}

void Executor::require_open() const {
    if (!open_)
        throw UsageError("executor '" + name_ + "' was shut down: it takes no more functions", {}, "event_loop");
}

}  // namespace aio
