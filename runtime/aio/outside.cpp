#include "aio/outside.hpp"

#include "aio/interrupts.hpp"
#include "aio/thread_pool.hpp"

#include <utility>

namespace aio::detail {

Outside::Outside() : inbox_(std::make_shared<Inbox>()) {}
// While it goes, what is attached to the reactor still tells this.
Outside::~Outside() { reactor_.reset(); }

Reactor& Outside::made_reactor() {
    if (reactor_ == nullptr) {
        reactor_ = std::make_unique<Reactor>();
        if (interrupts_ != nullptr) reactor_->watch(Interrupts::descriptor());
    }
    return *reactor_;
}

Reactor& Outside::reactor() {
    in_use_ = true;
    return made_reactor();
}

ThreadPool& Outside::default_pool() {
    if (default_pool_ == nullptr) default_pool_ = std::make_unique<ThreadPool>(ThreadPool::default_threads());
    return *default_pool_;
}

std::uint32_t Outside::take_completed() noexcept { return std::exchange(completed_, 0); }

void Outside::set_interrupts(Interrupts* interrupts) {
    interrupts_ = interrupts;
    if (reactor_ != nullptr) reactor_->watch(interrupts != nullptr ? Interrupts::descriptor() : -1);
}

bool Outside::interrupted() const noexcept { return interrupts_ != nullptr && interrupts_->pending(); }

void Outside::deliver_interrupt() { interrupts_->deliver(); }

void Outside::look() {
    if (!in_use_) return;
    reactor_->poll();
    if (outstanding() == 0) reactor_->count_work();
}

void Outside::wait(std::chrono::nanoseconds limit) {
    Reactor& reactor = made_reactor();
    if (!inbox_->begin_wait(reactor)) return;
    reactor.wait(limit);
    inbox_->end_wait();
    if (in_use_ && outstanding() == 0) reactor_->count_work();
}

void Outside::close() {
    default_pool_.reset();
    // What was left ends here, on the loop's thread, without having run.
    inbox_->close();
}

}  // namespace aio::detail
