// aio::Lifecycle: an application's parts, started in order and stopped in reverse.
//
// Parts are added in the order in which they need one another: the database before the
// cache, the cache before the server. The work that goes on meanwhile is tracked: when the
// application stops, what is left of it is cancelled first, then the parts stop, the
// last one first, each of them even if another fails.
//
//   aio::Lifecycle app("shop");
//   app.add("database", [&] { return pool.open(); }, [&] { return pool.close(); });
//   co_await app.run([&]() -> aio::Coro<> {
//       app.track(serve(1), "server 1");
//       co_await shutdown_requested.wait();
//   });
//
// Python: AsyncExitStack with a TaskGroup; a lifespan function.  Lesson: lessons/07_task_group.
// Thread rule: the loop's thread.
//
//   co_await app.run(body)   co_await app.start()   co_await app.stop()
//   REQUIRES  inside a task; start: not started before (UsageError); it outlives what it tracks
//   SWITCHES  if a hook does; stop: if tracked tasks are left
//   CANCEL    start: the hook that runs, then those that were started stop. stop: goes on to its end and
//             raises CancelledError then; so does run, after stopping
//   WAKES     nobody
#pragma once
#include "aio/awaitable.hpp"
#include "aio/inner.hpp"
#include "aio/task.hpp"
#include "aio/task_group_base.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {

namespace detail {

template <class Function>
Inner<void> run_hook(Function* function) {
    co_await std::invoke(*function);
}

}  // namespace detail

class Lifecycle {
public:
    enum class State : std::uint8_t { created, starting, running, stopping, stopped };

    explicit Lifecycle(std::string_view name = "application") : name_(name) {}
    ~Lifecycle();
    Lifecycle(const Lifecycle&) = delete;
    Lifecycle& operator=(const Lifecycle&) = delete;

    // Hooks are called without arguments and give what co_await takes. UsageError once it was started.
    template <class Start>
    void add(std::string_view part, Start start, std::source_location where = std::source_location::current()) {
        add_part({std::string(part), as_hook(std::move(start)), {}}, where);
    }
    template <class Start, class Stop>
        requires std::is_invocable_v<Stop&>
    void add(std::string_view part, Start start, Stop stop,
             std::source_location where = std::source_location::current()) {
        add_part({std::string(part), as_hook(std::move(start)), as_hook(std::move(stop))}, where);
    }
    // Starts what co_await takes in a task of its own, which stop() cancels. From start to stop, hooks
    // included; UsageError at other times. WAKES: the new task, last in the ready queue.
    template <class A>
        requires detail::Awaitable<A>
    Task<detail::ResultOf<A>> track(A&& thing, std::string_view name = {},
                                    std::source_location where = std::source_location::current()) {
        detail::Given<A> given(std::forward<A>(thing));
        require_open(where);
        auto coro = detail::as_coro(given.take(), where);
        Task<detail::ResultOf<A>> task(detail::make_task(coro, name, where));
        watch(task);
        return task;
    }

    // Starts the parts. If one fails, those before it stop, and its exception is raised.
    detail::Inner<void> start(std::source_location where = std::source_location::current());
    // Cancels what is tracked, oldest first, waits for it, and stops the parts that were started.
    // What their hooks raise is raised as an ExceptionGroup. Nothing, if there is nothing to stop.
    detail::Inner<void> stop(std::source_location where = std::source_location::current());
    // start, body(), stop, whatever the body does. What the body returns or raises comes out; if
    // hooks raise too, an ExceptionGroup of all.
    template <class Body>
    auto run(Body body, std::source_location where = std::source_location::current()) {
        return run_body<Body>(std::move(body), where);
    }

    struct Active {
        std::string name;
        loopscope::TaskId id = 0;
        Duration since{};  // loop time
    };
    struct Statistics {
        std::size_t active = 0;
        std::size_t succeeded = 0;
        std::size_t failed = 0;
        std::size_t cancelled = 0;
        Duration total{};    // how long those that ended took, together
        Duration longest{};  // ... and the longest of them
    };
    State state() const noexcept { return state_; }
    std::vector<Active> active() const;  // oldest first
    Statistics statistics() const noexcept;

private:
    using Hook = std::function<detail::Inner<void>()>;
    struct Part {
        std::string name;
        Hook start;
        Hook stop;
    };
    struct Tracked {
        AnyTask task;
        Duration since;
        std::uint64_t callback;
    };
    // What went wrong on the way down.
    struct Ending {
        Ending() {}
        std::vector<std::exception_ptr> errors;
        std::exception_ptr cancelled;
    };

    template <class Function>
    static Hook as_hook(Function function) {
        return [kept = std::move(function)]() mutable { return detail::run_hook(&kept); };
    }
    template <class Body>
    detail::Inner<detail::ResultOf<std::invoke_result_t<Body&>>> run_body(Body body, std::source_location where);
    void add_part(Part part, const std::source_location& where);
    void require_open(const std::source_location& where) const;
    void watch(AnyTask task);
    void task_done(loopscope::TaskId id);
    // Stops, then raises `error` and what else went wrong.
    detail::Inner<void> end(std::exception_ptr error, std::source_location where);
    detail::Inner<void> cancel_tracked(Ending* ending, std::source_location where);
    detail::Inner<void> stop_parts(Ending* ending, std::source_location where);
    void raise(const std::exception_ptr& error, Ending ending) const;
    void tell(const char* what, const Part& part, const std::source_location& where) const;

    std::string name_;
    std::vector<Part> parts_;
    std::size_t started_ = 0;  // how many of them, from the first
    State state_ = State::created;
    std::vector<Tracked> tracked_;
    Statistics ended_;
};

template <class Body>
detail::Inner<detail::ResultOf<std::invoke_result_t<Body&>>> Lifecycle::run_body(Body body,
                                                                                 std::source_location where) {
    using T = detail::ResultOf<std::invoke_result_t<Body&>>;
    std::optional<detail::Unvoid<T>> result;
    std::exception_ptr error;
    co_await start(where);
    try {
        if constexpr (std::is_void_v<T>) {
            co_await body();
        } else {
            result.emplace(co_await body());
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await end(error, where);
    if constexpr (!std::is_void_v<T>) co_return std::move(*result);
}

}  // namespace aio
