// aio::ResourcePool<T>: connections and their like, lent out and taken back.
//
// Making one costs; a pool makes each once and lends it again and again. It never has more
// than `maximum`: who comes then waits in line, first come, first served. An idle one
// is checked before it is lent, if you give a check; one that fails, was lent `uses` times or
// is older than `age` is closed, and another is made in its place.
//
//   aio::ResourcePool<Connection> pool(connect, {.minimum = 2, .maximum = 10, .acquire_timeout = 5s});
//   co_await pool.open();                         makes the minimum
//   {
//       auto connection = co_await pool.acquire();
//       co_await connection->query("...");
//   }                                             taken back here, also after an exception
//   co_await pool.close();
//
// Python: asyncpg.create_pool, and its like in every library.  Lesson: lessons/09_semaphore.
// Thread rule: the loop's thread.
//
//   co_await pool.acquire()   co_await pool.open()   co_await pool.close()
//   REQUIRES  inside a task of the pool's loop (UsageError); acquire, open: not closed (PoolClosed)
//   SWITCHES  acquire: if `maximum` are lent, others wait, or one must be made, checked or closed;
//             close: if some are lent
//   CANCEL    acquire: leaves the line; a place that was on its way goes to the next in line. A resource
//             that was being checked stays in the pool; one that was being closed is closed again, by
//             the next who acquires, opens or closes. open: gives its places back. close: the pool stays
//             closed, and another close() does the rest
//   WAKES     acquire: nobody. A resource that is taken back, or that open has made, wakes the first in line,
//             who runs a turn later
#pragma once
#include "aio/inner.hpp"
#include "aio/pool_lease.hpp"
#include "aio/pool_state.hpp"

#include <memory>
#include <source_location>
#include <string_view>
#include <utility>

namespace aio {

template <class T>
class ResourcePool {
public:
    using Make = std::function<Coro<T>()>;

    // `make` connects. std::invalid_argument unless 0 < maximum and minimum <= maximum.
    explicit ResourcePool(Make make, PoolOptions<T> options = {}, std::string_view name = {},
                          std::source_location where = std::source_location::current())
        : state_(std::make_shared<State>(std::move(make), std::move(options), name, where)) {}
    ~ResourcePool() { state_->abandon(); }
    ResourcePool(const ResourcePool&) = delete;
    ResourcePool& operator=(const ResourcePool&) = delete;

    // Makes resources until the minimum is there, all at once. What cannot be made is raised as an
    // ExceptionGroup; those that could stay. Each has a place while it is made: who acquires then may have to wait.
    detail::Inner<void> open(std::source_location where = std::source_location::current()) {
        return State::open(state_, where);
    }
    // Gives a PoolLease<T>.
    detail::Inner<PoolLease<T>> acquire(std::source_location where = std::source_location::current()) {
        return state_->limit().span() ? State::lend_in_time(state_, where) : State::lend(state_, where);
    }
    // Nothing is lent any more; waits until all are back, and closes them.
    detail::Inner<void> close(std::source_location where = std::source_location::current()) {
        return State::close(state_, where);
    }
    bool is_closed() const noexcept { return state_->is_closed(); }
    PoolStatistics statistics() const { return state_->statistics(); }

private:
    using State = detail::PoolState<T>;
    std::shared_ptr<State> state_;  // shared with leases, and with what is under way
};

}  // namespace aio
