#include "aio/to_thread.hpp"

#include <stdexcept>

namespace aio {
namespace {

std::size_t at_least_one(std::size_t threads) {
    if (threads == 0) throw std::invalid_argument("Executor: it needs at least one thread");
    return threads;
}

}  // namespace

Executor::Executor(std::size_t threads, std::string_view name)
    : pool_(std::make_shared<detail::ThreadPool>(at_least_one(threads), name)) {}

Executor::~Executor() { shutdown(); }

void Executor::shutdown() { pool_->shutdown(); }

}  // namespace aio
