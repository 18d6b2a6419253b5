// PoolOptions and PoolLease: what a ResourcePool is asked for, and what it lends.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/coro.hpp"
#include "aio/errors.hpp"
#include "aio/time_limit.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <utility>

namespace aio {

template <class T>
struct PoolOptions {
    std::size_t minimum = 0;                // how many open() makes
    std::size_t maximum = 10;               // how many there are at most
    TimeLimit acquire_timeout{};            // for all of acquire(); TimeoutError
    std::function<Coro<bool>(T&)> check{};  // before an idle one is lent: is it still good? An exception means no
    std::function<Coro<>(T&)> close{};      // before one is destroyed
    std::size_t uses = 0;                   // lent so often, it is closed; 0: no limit
    TimeLimit age{};                        // so long after it was made, it is closed when it is idle
};

namespace detail {

template <class T>
struct Pooled {
    Pooled(T&& of, Duration now) : resource(std::move(of)), made_at(now) {}
    T resource;
    Duration made_at;
    std::size_t uses = 0;
};

template <class T>
class PoolState;

}  // namespace detail

// A resource on loan. Gives it back when it goes. May outlive its pool.
template <class T>
class [[nodiscard("a lease that nobody keeps gives back at once")]] PoolLease {
public:
    PoolLease(PoolLease&&) noexcept = default;
    PoolLease& operator=(PoolLease&& other) noexcept {
        if (this != &other) {
            release();
            pool_ = std::move(other.pool_);
            item_ = std::move(other.item_);
            where_ = other.where_;
            good_ = other.good_;
        }
        return *this;
    }
    ~PoolLease() { release(); }

    // REQUIRES: neither released nor moved from (UsageError).
    T& operator*() { return resource(); }
    T* operator->() { return &resource(); }
    // It is broken: it will not be lent again.
    void discard() noexcept { good_ = false; }
    // Earlier than at the end of the scope. A second time does nothing.
    void release() noexcept {
        if (auto pool = std::move(pool_)) pool->take_back(std::move(*item_), good_, where_);
    }

    // For aio itself.
    PoolLease(std::shared_ptr<detail::PoolState<T>> pool, detail::Pooled<T>&& item, const std::source_location& where)
        : pool_(std::move(pool)), item_(std::move(item)), where_(where) {}

private:
    T& resource() {
        if (pool_ != nullptr) [[likely]]
            return item_->resource;
        throw UsageError("the resource acquired at " + detail::place_text(where_) +
                             " is not in this lease any more: it was given back, or moved to another lease",
                         {}, "semaphore");
    }

    std::shared_ptr<detail::PoolState<T>> pool_;  // nullptr: given back, or moved from
    std::optional<detail::Pooled<T>> item_;
    std::source_location where_;
    bool good_ = true;
};

}  // namespace aio
