// PoolBase: the places of a ResourcePool, and the line of those who wait for one.
//
// A place is the right to hold one resource. There are as many as the pool may have
// resources, so whoever has a place finds an idle resource or may make one.
//
// For aio's own sources.
// Thread rule: the loop's thread.
#pragma once
#include "aio/primitive.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace aio {

// The pool was closed: nothing can be acquired any more.
class PoolClosed : public std::runtime_error {
public:
    explicit PoolClosed(const std::string& what = "the pool is closed") : std::runtime_error(what) {}
};

struct PoolStatistics {
    std::size_t maximum = 0;
    std::size_t in_use = 0;    // places that somebody has
    std::size_t idle = 0;      // resources that nobody uses
    std::size_t waiting = 0;   // tasks in line for a place
    std::uint64_t made = 0;    // resources, so far
    std::uint64_t closed = 0;  // of them, so far
    std::uint64_t unfit = 0;   // of those closed: failed the check, or were discarded
    std::uint64_t acquired = 0;
};

namespace detail {

class PoolBase;

struct PoolPlace {
    explicit PoolPlace(PoolBase& of) noexcept : pool(of) {}
    PoolBase& pool;
};
struct PoolUnused {
    explicit PoolUnused(PoolBase& of) noexcept : pool(of) {}
    PoolBase& pool;
};

class PoolBase : public Primitive {
public:
    std::size_t maximum() const noexcept { return maximum_; }
    bool is_closed() const noexcept { return closed_; }
    // The pool's owner is gone: those in line are told so. What is on loan may still come back.
    void abandon() noexcept;

protected:
    friend class PlaceAwaiter;
    friend class UnusedAwaiter;

    // std::invalid_argument unless 0 < maximum and minimum <= maximum.
    PoolBase(std::size_t minimum, std::size_t maximum, std::string_view name, const std::source_location& where);
    ~PoolBase() override;

    bool try_take_place();
    // Without standing in line. REQUIRES: one is free, or the pool is closed.
    void take_place() noexcept { ++in_use_; }
    bool all_places_free() const noexcept { return in_use_ == 0; }
    // WAKES: the first in line, who has it from now on; or those who close the pool, after the last.
    void give_place(loopscope::Sequence cause);
    // WAKES: everybody in line.
    void begin_close(const std::source_location& where);
    [[noreturn]] void throw_closed() const;
    // What went wrong while a resource was closed: nobody waits for that.
    void report_close(std::exception_ptr error) const noexcept;
    void tell_idle(std::size_t idle) { tell_value(loopscope::ValueKind::value, static_cast<std::int64_t>(idle)); }

    PoolStatistics count(std::size_t idle) const noexcept;

    PoolStatistics numbers_;  // what is counted; count() has the rest

private:
    void tell_start() override;
    // WAKES: as many in line as there are free places.
    void fill_places(loopscope::Sequence cause);

    std::size_t maximum_;
    std::size_t in_use_ = 0;
    bool closed_ = false;
    WaiterList line_;
    WaiterList closers_;
};

// Until there is a place; PoolClosed if there will be none.
class PlaceAwaiter {
public:
    PlaceAwaiter(PoolBase& pool, const std::source_location& where) : pool_(pool) { pool.enter(where); }
    bool await_ready() { return pool_.try_take_place(); }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter_.wait(handle.promise(), pool_.line_, pool_, loopscope::WaitReason::acquire);
    }
    void await_resume() {
        if (waiter_.has_waited()) resume();
    }

private:
    void resume();
    PoolBase& pool_;
    Waiter waiter_;
};

// Until nobody uses a resource.
class UnusedAwaiter {
public:
    UnusedAwaiter(PoolBase& pool, const std::source_location& where) : pool_(pool) { pool.enter(where); }
    bool await_ready() const noexcept { return pool_.in_use_ == 0; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter_.wait(handle.promise(), pool_.closers_, pool_, loopscope::WaitReason::object);
    }
    void await_resume() {
        if (waiter_.has_waited() && waiter_.leave()) waiter_.rethrow();
    }

private:
    PoolBase& pool_;
    Waiter waiter_;
};

inline PlaceAwaiter make_awaiter(const PoolPlace& place, const std::source_location& where) {
    return PlaceAwaiter(place.pool, where);
}
inline UnusedAwaiter make_awaiter(const PoolUnused& unused, const std::source_location& where) {
    return UnusedAwaiter(unused.pool, where);
}

}  // namespace detail
}  // namespace aio
