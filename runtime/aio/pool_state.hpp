// PoolState: what a ResourcePool does. It lives until the last lease is back.
//
// For aio's own sources: part of pool.hpp.
// Thread rule: the loop's thread.
#pragma once
#include "aio/errors.hpp"
#include "aio/inner.hpp"
#include "aio/map_concurrent.hpp"
#include "aio/pool_base.hpp"
#include "aio/pool_lease.hpp"
#include "aio/timeout.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <source_location>
#include <utility>
#include <vector>

namespace aio::detail {

template <class T>
class PoolState final : public PoolBase {
public:
    using Make = std::function<Coro<T>()>;
    using Shared = std::shared_ptr<PoolState>;

    PoolState(Make make, PoolOptions<T> options, std::string_view name, const std::source_location& where)
        : PoolBase(options.minimum, options.maximum, name, where),
          make_(std::move(make)),
          options_(std::move(options)) {}

    const TimeLimit& limit() const noexcept { return options_.acquire_timeout; }
    PoolStatistics statistics() const { return count(idle_.size()); }

    // What a pool can be asked for keeps it alive meanwhile.
    static Inner<void> open(Shared pool, std::source_location where);
    static Inner<void> close(Shared pool, std::source_location where);
    static Inner<PoolLease<T>> lend(Shared pool, std::source_location where);
    static Inner<PoolLease<T>> lend_in_time(Shared pool, std::source_location where) {
        auto lending = lend(pool, where);
        co_return co_await with_timeout(pool->limit(), std::move(lending));
    }
    void take_back(Pooled<T>&& item, bool good, const std::source_location& where) noexcept;

private:
    using Item = Pooled<T>;
    // The place of who is about to have a resource, or closes some; goes back unless a lease takes it over.
    // Why there are never too many: whoever makes one has a place, and empty hands, and nothing is
    // idle or waits to be closed. open() makes some beside the idle ones: it takes no more places than are left.
    class Place {
    public:
        explicit Place(PoolState& pool) noexcept : pool_(&pool) {}
        ~Place() {
            if (pool_ != nullptr) pool_->give_place(pool_->activity());
        }
        Place(Place&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)) {}
        Place& operator=(Place&&) = delete;
        void keep() noexcept { pool_ = nullptr; }

    private:
        PoolState* pool_;
    };

    Inner<std::optional<Item>> find_idle();
    Inner<bool> is_good(Item* item);
    Inner<void> make_idle(Place* reserved);
    Inner<void> close_retired();
    void retire_old();
    void put_idle(Item&& item);

    Make make_;
    PoolOptions<T> options_;
    std::vector<Item> idle_;     // the one that was used last is lent first
    std::vector<Item> retired_;  // to be closed
};

template <class T>
Inner<void> PoolState<T>::open(Shared pool, std::source_location where) {
    pool->enter(where);
    if (pool->is_closed()) pool->throw_closed();
    const PoolStatistics now = pool->statistics();
    const std::size_t there = now.idle + now.in_use;
    const std::size_t missing = pool->options_.minimum > there ? pool->options_.minimum - there : 0;
    std::vector<Place> places;  // those that nobody came to use, cancelled early, go back from here
    places.reserve(missing);
    for (std::size_t i = 0; i < missing; ++i) {
        pool->take_place();
        places.emplace_back(*pool);
    }
    const auto make_one = [&state = *pool, &places](std::size_t i) { return state.make_idle(&places[i]); };
    co_await map_concurrent(std::views::iota(std::size_t{0}, missing), pool->maximum(), make_one, where);
    if (pool->is_closed()) pool->throw_closed();  // meanwhile
}

template <class T>
Inner<PoolLease<T>> PoolState<T>::lend(Shared pool, std::source_location where) {
    co_await PoolPlace(*pool);
    Place place(*pool);
    pool->retire_old();
    std::optional<Item> item = co_await pool->find_idle();
    if (!item) {
        T made = co_await pool->make_();
        ++pool->numbers_.made;
        item.emplace(std::move(made), pool->loop().time());
    }
    if (pool->is_closed()) {  // meanwhile
        pool->retired_.push_back(std::move(*item));
        pool->throw_closed();
    }
    ++item->uses;
    ++pool->numbers_.acquired;
    pool->tell_at(loopscope::EventKind::object_take, where, 1);
    place.keep();
    co_return PoolLease<T>(pool, std::move(*item), where);
}

// An idle resource that is good; nothing if there is none.
template <class T>
Inner<std::optional<Pooled<T>>> PoolState<T>::find_idle() {
    co_await close_retired();
    std::optional<Item> item;
    while (!idle_.empty()) {
        item.emplace(std::move(idle_.back()));
        idle_.pop_back();
        tell_idle(idle_.size());
        const bool good = co_await is_good(&*item);
        if (good) co_return std::move(item);
        ++numbers_.unfit;
        retired_.push_back(std::move(*item));
        co_await close_retired();
    }
    co_return std::nullopt;
}

// Cancelled while it is checked, it stays in the pool.
template <class T>
Inner<bool> PoolState<T>::is_good(Item* item) {
    if (!options_.check) co_return true;
    bool good = false;
    try {
        good = co_await options_.check(item->resource);
    } catch (const CancelledError&) {
        put_idle(std::move(*item));
        throw;
    } catch (...) {
        good = false;
    }
    co_return good;
}

template <class T>
Inner<void> PoolState<T>::make_idle(Place* reserved) {
    const Place place(std::move(*reserved));
    co_await close_retired();
    T made = co_await make_();
    ++numbers_.made;
    put_idle(Item(std::move(made), loop().time()));
}

// Who was worn out, broken or too old. An error while closing is reported: it is nobody's who acquires.
// Cancelled meanwhile, it leaves the one that it was closing to whoever closes next.
template <class T>
Inner<void> PoolState<T>::close_retired() {
    while (!retired_.empty()) {
        Item item = std::move(retired_.back());
        retired_.pop_back();
        try {
            if (options_.close) co_await options_.close(item.resource);
        } catch (const CancelledError&) {
            retired_.push_back(std::move(item));
            throw;
        } catch (...) {
            report_close(std::current_exception());
        }
        ++numbers_.closed;
    }
}

template <class T>
Inner<void> PoolState<T>::close(Shared pool, std::source_location where) {
    pool->begin_close(where);
    while (!pool->all_places_free()) co_await PoolUnused(*pool);
    pool->take_place();  // a second close waits for this one, and goes on with what it leaves
    const Place place(*pool);
    for (Item& item : pool->idle_) pool->retired_.push_back(std::move(item));
    pool->idle_.clear();
    pool->tell_idle(0);
    co_await pool->close_retired();
}

template <class T>
void PoolState<T>::retire_old() {
    if (!options_.age.span()) return;
    const Duration now = loop().time();
    const auto is_old = [&](const Item& item) { return now - item.made_at >= *options_.age.span(); };
    if (std::none_of(idle_.begin(), idle_.end(), is_old)) return;
    std::vector<Item> young;
    for (Item& item : idle_) (is_old(item) ? retired_ : young).push_back(std::move(item));
    idle_ = std::move(young);
}

template <class T>
void PoolState<T>::put_idle(Item&& item) {
    if (is_closed()) {
        retired_.push_back(std::move(item));
        return;
    }
    idle_.push_back(std::move(item));
    tell_idle(idle_.size());
}

template <class T>
void PoolState<T>::take_back(Item&& item, bool good, const std::source_location& where) noexcept {
    const loopscope::Sequence cause = tell_at(loopscope::EventKind::object_give, where, 1);
    const bool worn = options_.uses != 0 && item.uses >= options_.uses;
    if (!good) ++numbers_.unfit;
    if (good && !worn) {
        put_idle(std::move(item));
    } else {
        retired_.push_back(std::move(item));
    }
    give_place(cause);
}

}  // namespace aio::detail
