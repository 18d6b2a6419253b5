// aio::with_timeout: runs something under a deadline.
//
// It runs in the same task. When the time is over that task is cancelled, so that the
// body can clean up; what leaves the body as CancelledError then becomes TimeoutError,
// with the CancelledError nested in it (std::rethrow_if_nested). A cancellation that
// came from elsewhere stays one.
//
//   co_await aio::with_timeout(2s, fetch());                  any awaitable
//   co_await aio::with_timeout(2s, body);                     a callable that returns one,
//   co_await aio::with_timeout(2s, [&](aio::Timeout& limit) -> aio::Coro<> { ... });   and may take its Timeout
//   aio::Timeout limit = aio::timeout(2s);                    to ask it afterwards
//   co_await aio::with_timeout(limit, fetch());
//
// Python: asyncio.timeout, asyncio.timeout_at.  Lesson: lessons/08_timeouts.
// Thread rule: the loop's thread.
//
//   co_await with_timeout
//   REQUIRES  inside a task; a Timeout that was not entered before (UsageError)
//   SWITCHES  only if the body does
//   CANCEL    reaches the body, and leaves it as CancelledError, even when the time is over too
//   WAKES     nobody. At the deadline: its own task, by cancelling it
#pragma once
#include "aio/awaitable.hpp"
#include "aio/handle.hpp"
#include "aio/time_limit.hpp"

#include <concepts>
#include <coroutine>
#include <functional>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {
class TimeoutScope;
}

class Timeout {
public:
    // Loop time; nullopt: never. Begins to count when it is entered.
    explicit Timeout(std::optional<Duration> when) noexcept : when_(when) {}
    ~Timeout() { disarm(); }
    Timeout(const Timeout&) = delete;
    Timeout& operator=(const Timeout&) = delete;

    std::optional<Duration> when() const noexcept { return when_; }
    // Moves the deadline; one in the past is over on the next turn. UsageError unless the body runs and
    // its time is not over, and on another thread than its loop's.
    void reschedule(std::optional<Duration> when, std::source_location where = std::source_location::current());
    // The time was over before the body came to its end.
    bool expired() const noexcept { return state_ == State::expiring || state_ == State::expired; }

private:
    friend class detail::TimeoutScope;
    enum class State : std::uint8_t { created, active, expiring, expired, finished };

    void enter(const std::source_location& where);
    void expire();
    // The body is over. True: what leaves it as CancelledError is this timeout's doing.
    bool leave(loopscope::Outcome how) noexcept;
    void arm();
    void disarm() noexcept;
    void tell(loopscope::EventKind kind, std::uint8_t detail, std::uint64_t b) const;

    std::optional<Duration> when_;
    detail::Alarm<Timeout, &Timeout::expire> alarm_{*this};
    Handle soon_;  // in the alarm's place for a deadline that is past
    std::source_location where_;
    EventLoop* loop_ = nullptr;
    detail::TaskBase* task_ = nullptr;
    int cancelling_ = 0;            // requests made before it was entered
    std::uint32_t entered_in_ = 0;  // the task's step
    bool pending_ = false;          // one of those had not been met then
    loopscope::ObjectId id_ = 0;
    State state_ = State::created;
};

// After `delay`, counted from this call. UsageError outside of a running loop.
[[nodiscard]] Timeout timeout(const TimeLimit& delay, std::source_location where = std::source_location::current());
// At `when`, loop time.
[[nodiscard]] inline Timeout timeout_at(std::optional<Duration> when) { return Timeout(when); }

namespace detail {

// Which Timeout a body runs under: the caller's, or one that is made for it.
struct TimeoutChoice {
    explicit TimeoutChoice(Timeout& limit) noexcept : given(&limit) {}
    explicit TimeoutChoice(const TimeLimit& limit) noexcept : span(limit) {}
    explicit TimeoutChoice(std::optional<Duration> at) noexcept : when(at), absolute(true) {}

    Timeout* given = nullptr;
    TimeLimit span;                // counted from when it is entered
    std::optional<Duration> when;  // loop time
    bool absolute = false;         // `when` counts
};

// From entering a Timeout to leaving it, whatever happens between.
class TimeoutScope {
public:
    TimeoutScope(const TimeoutChoice& choice, const std::source_location& where);
    ~TimeoutScope() { leave(); }
    TimeoutScope(const TimeoutScope&) = delete;
    TimeoutScope& operator=(const TimeoutScope&) = delete;

    Timeout& limit() noexcept { return given_ != nullptr ? *given_ : own_; }
    // Nothing if it was left before.
    void leave() noexcept;
    // Throws what leaves the scope in the place of the exception that is handled now.
    [[noreturn]] void leave_by_exception();

private:
    Timeout* given_;
    Timeout own_;
    bool inside_ = true;
};

template <class Body>
struct [[nodiscard("nothing runs until this is awaited: co_await it")]] WithTimeout {
    WithTimeout(TimeoutChoice of, Body what) : choice(of), body(std::move(what)) {}
    TimeoutChoice choice;
    Body body;
};

template <class Body>
concept TimeoutBody = Awaitable<Body> || std::invocable<Body&, Timeout&> || std::invocable<Body&>;

// What the body is awaited as: itself, or what it returns.
template <class Body>
auto awaitable_of(Body& body, Timeout& limit) {
    if constexpr (Awaitable<Body>) {
        return std::move(body);
    } else if constexpr (std::invocable<Body&, Timeout&>) {
        return std::invoke(body, limit);
    } else {
        return std::invoke(body);
    }
}

// The body's own awaiter, between entering and leaving. It is entered when this is awaited, and left
// when that is over: in one expression there may be several, whose awaiters are all made first.
template <class Body>
class TimeoutAwaiter {
    using Thing = decltype(awaitable_of(std::declval<Body&>(), std::declval<Timeout&>()));
    using Inside = decltype(make_awaiter(std::declval<Thing>(), std::declval<const std::source_location&>()));

public:
    TimeoutAwaiter(const TimeoutChoice& choice, Body& body, const std::source_location& where)
        : choice_(choice), body_(body), where_(where) {}

    bool await_ready() { return running_.emplace(choice_, body_, where_).inside.await_ready(); }
    template <class Promise>
    decltype(auto) await_suspend(std::coroutine_handle<Promise> handle) {
        return running_->inside.await_suspend(handle);
    }
    decltype(auto) await_resume() {
        const Leaving end(running_->scope);
        try {
            return running_->inside.await_resume();
        } catch (...) {
            running_->scope.leave_by_exception();
        }
    }

private:
    struct Running {
        Running(const TimeoutChoice& choice, Body& body, const std::source_location& where)
            : scope(choice, where),
              thing(awaitable_of(body, scope.limit())),
              inside(make_awaiter(std::move(thing), where)) {}
        TimeoutScope scope;
        Thing thing;
        Inside inside;
    };
    struct Leaving {
        explicit Leaving(TimeoutScope& of) noexcept : scope(of) {}
        ~Leaving() { scope.leave(); }
        TimeoutScope& scope;
    };

    TimeoutChoice choice_;
    Body& body_;
    std::source_location where_;
    std::optional<Running> running_;
};

template <class Body>
TimeoutAwaiter<Body> make_awaiter(WithTimeout<Body>& with, const std::source_location& where) {
    return TimeoutAwaiter<Body>(with.choice, with.body, where);
}
template <class Body>
TimeoutAwaiter<Body> make_awaiter(WithTimeout<Body>&& with, const std::source_location& where) {
    return TimeoutAwaiter<Body>(with.choice, with.body, where);
}

template <class Body>
constexpr void require_body() {
    static_assert(TimeoutBody<Body>,
                  "with_timeout takes what can be awaited, or a callable that returns that; the "
                  "callable takes aio::Timeout& or nothing");
}

}  // namespace detail

// `body` within `limit`, counted from when this is awaited. nullopt: as long as it takes.
template <class Body>
detail::WithTimeout<std::decay_t<Body>> with_timeout(const TimeLimit& limit, Body&& body) {
    detail::require_body<std::decay_t<Body>>();
    return {detail::TimeoutChoice(limit), std::forward<Body>(body)};
}
// `body` within a Timeout of the caller's, who can ask it afterwards. `limit` outlives the body.
template <class Body>
detail::WithTimeout<std::decay_t<Body>> with_timeout(Timeout& limit, Body&& body) {
    detail::require_body<std::decay_t<Body>>();
    return {detail::TimeoutChoice(limit), std::forward<Body>(body)};
}
// `body` until `when`, loop time.
template <class Body>
detail::WithTimeout<std::decay_t<Body>> with_timeout_at(std::optional<Duration> when, Body&& body) {
    detail::require_body<std::decay_t<Body>>();
    return {detail::TimeoutChoice(when), std::forward<Body>(body)};
}

}  // namespace aio
