// Scopes whose end may wait: what Python writes as `async with`, and as `finally` with an await in it.
//
// A destructor cannot wait. These blocks can: their end runs when the body has returned, raised
// or been cancelled, and goes on to its own end.
//
//   struct Connection {
//       aio::Coro<Session> enter();                        what it returns, the body gets
//       aio::Coro<> exit(std::exception_ptr error);        nullptr: the body returned
//   };
//   co_await aio::async_with(Connection(host), [&](Session& session) -> aio::Coro<> { ... });
//
//   co_await aio::with_cleanup([&]() -> aio::Coro<> { ... },            try
//                              [&]() -> aio::Coro<> { ... });           finally
//
// An exit that returns Coro<bool> suppresses the exception by returning true; the block then ends
// as if it had returned nothing (a body with a result: let it return an optional). What exit or
// cleanup raises comes out in the place of what the body raised. If enter fails, exit does not run.
//
// Python: async with, try ... finally, contextlib.AsyncExitStack.  Lesson: lessons/06_errors.
// Thread rule: the loop's thread.
//
//   co_await aio::async_with(resource, body)   co_await aio::with_cleanup(body, cleanup)
//   co_await aio::with_exit_stack(body)        co_await stack.enter(resource)
//   REQUIRES  inside a task; a resource that is no temporary lives until the block ends
//   SWITCHES  only if enter, the body, exit or cleanup do
//   CANCEL    reaches what waits just then; exit and cleanup run all the same, with CancelledError, and it
//             goes on when they have ended. A second request reaches the wait inside of them
//   WAKES     nobody
#pragma once
#include "aio/awaitable.hpp"
#include "aio/block_result.hpp"
#include "aio/inner.hpp"

#include <concepts>
#include <exception>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {

class AsyncExitStack;

template <class R>
concept AsyncResource = requires(std::remove_reference_t<R>& resource, std::exception_ptr error) {
    { resource.enter() } -> detail::Awaitable;
    { resource.exit(error) } -> detail::Awaitable;
};

namespace detail {

template <class R>
using Entered = ResultOf<decltype(std::declval<std::remove_reference_t<R>&>().enter())>;

template <class R, class Body>
struct WithResult {
    using Type = ResultOf<std::invoke_result_t<Body&, Entered<R>&>>;
};
template <class R, class Body>
    requires std::is_void_v<Entered<R>>
struct WithResult<R, Body> {
    using Type = ResultOf<std::invoke_result_t<Body&>>;
};

// True: the exception is dealt with.
template <class R>
Inner<bool> leave_resource(R& resource, std::exception_ptr error) {
    [[maybe_unused]] const char top = 0;  // GCC 12 needs a local (PR 106188)
    if constexpr (std::is_same_v<ResultOf<decltype(resource.exit(error))>, bool>) {
        const bool handled = co_await resource.exit(error);
        co_return handled;
    } else {
        co_await resource.exit(error);
        co_return false;
    }
}

// Awaits body(arguments...) and catches what it raises.
template <class T, class Body, class... Arguments>
Inner<std::exception_ptr> run_body(BlockResult<T>& result, Body& body, Arguments&... arguments) {
    std::exception_ptr error;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await body(arguments...);
            result.set();
        } else {
            result.set(co_await body(arguments...));
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_return error;
}

// R may be a reference: then the resource is somebody else's.
template <class R, class Body>
Inner<typename WithResult<R, Body>::Type> async_with(R resource, Body body, std::source_location where) {
    BlockResult<typename WithResult<R, Body>::Type> result;
    std::exception_ptr error;
    if constexpr (std::is_void_v<Entered<R>>) {
        co_await resource.enter();
        error = co_await run_body(result, body);
    } else {
        Entered<R> entered = co_await resource.enter();
        error = co_await run_body(result, body, entered);
    }
    const bool handled = co_await leave_resource(resource, error);
    if (error && !handled) std::rethrow_exception(error);
    co_return result.take(where, "errors");
}

template <class Body, class Cleanup>
Inner<ResultOf<std::invoke_result_t<Body&>>> with_cleanup(Body body, Cleanup cleanup) {
    BlockResult<ResultOf<std::invoke_result_t<Body&>>> result;
    const std::exception_ptr error = co_await run_body(result, body);
    co_await cleanup();
    if (error) std::rethrow_exception(error);
    co_return result.take({}, "errors");
}

class ExitEntry {
public:
    ExitEntry() = default;
    ExitEntry(const ExitEntry&) = delete;
    ExitEntry& operator=(const ExitEntry&) = delete;
    virtual ~ExitEntry() = default;
    virtual Inner<bool> exit(std::exception_ptr error) = 0;
};

template <class R>
class ResourceEntry final : public ExitEntry {
public:
    explicit ResourceEntry(R&& of) : resource(std::forward<R>(of)) {}
    Inner<bool> exit(std::exception_ptr error) override { return leave_resource(resource, std::move(error)); }
    R resource;
};

template <class Cleanup>
class CleanupEntry final : public ExitEntry {
public:
    explicit CleanupEntry(Cleanup&& cleanup) : cleanup_(std::move(cleanup)) {}
    Inner<bool> exit(std::exception_ptr) override {
        [[maybe_unused]] const char top = 0;  // GCC 12 needs a local (PR 106188)
        co_await cleanup_();
        co_return false;
    }

private:
    Cleanup cleanup_;
};

// Runs the exits, last in first out; what is left to raise.
Inner<std::exception_ptr> unwind(AsyncExitStack& stack, std::exception_ptr error);

}  // namespace detail

// Enters the resource, awaits body(what enter returned), and exits. A temporary is kept for that long.
template <AsyncResource R, class Body>
detail::Inner<typename detail::WithResult<R, Body>::Type> async_with(
    R&& resource, Body body, std::source_location where = std::source_location::current()) {
    return detail::async_with<R, Body>(std::forward<R>(resource), std::move(body), where);
}

// Awaits body(), then cleanup(), whichever way the body ended.
template <std::invocable Body, std::invocable Cleanup>
detail::Inner<detail::ResultOf<std::invoke_result_t<Body&>>> with_cleanup(Body body, Cleanup cleanup) {
    return detail::with_cleanup<Body, Cleanup>(std::move(body), std::move(cleanup));
}

// As many resources as a program finds out that it needs; the last one entered is left first.
class AsyncExitStack {
public:
    // What the resource's enter() returns. Its exit runs when the block ends.
    template <AsyncResource R>
    detail::Inner<detail::Entered<R>> enter(R&& resource) {
        return enter_entry<R>(std::make_unique<detail::ResourceEntry<R>>(std::forward<R>(resource)));
    }
    // Awaits cleanup() when the block ends.
    template <std::invocable Cleanup>
    void defer(Cleanup cleanup) {
        entries_.push_back(std::make_unique<detail::CleanupEntry<Cleanup>>(std::move(cleanup)));
    }
    bool empty() const noexcept { return entries_.empty(); }

private:
    friend detail::Inner<std::exception_ptr> detail::unwind(AsyncExitStack& stack, std::exception_ptr error);

    template <class R>
    detail::Inner<detail::Entered<R>> enter_entry(std::unique_ptr<detail::ResourceEntry<R>> entry) {
        detail::BlockResult<detail::Entered<R>> entered;
        if constexpr (std::is_void_v<detail::Entered<R>>) {
            co_await entry->resource.enter();
            entered.set();
        } else {
            entered.set(co_await entry->resource.enter());
        }
        entries_.push_back(std::move(entry));
        co_return entered.take({}, "errors");
    }

    std::vector<std::unique_ptr<detail::ExitEntry>> entries_;
};

namespace detail {

template <class Body>
Inner<ResultOf<std::invoke_result_t<Body&, AsyncExitStack&>>> with_exit_stack(Body body, std::source_location where) {
    AsyncExitStack stack;
    BlockResult<ResultOf<std::invoke_result_t<Body&, AsyncExitStack&>>> result;
    std::exception_ptr error = co_await run_body(result, body, stack);
    error = co_await unwind(stack, error);
    if (error) std::rethrow_exception(error);
    co_return result.take(where, "errors");
}

}  // namespace detail

// Awaits body(stack), then the exits of what it entered. Python: async with AsyncExitStack() as stack.
template <class Body>
    requires std::is_invocable_v<Body&, AsyncExitStack&>
detail::Inner<detail::ResultOf<std::invoke_result_t<Body&, AsyncExitStack&>>> with_exit_stack(
    Body body, std::source_location where = std::source_location::current()) {
    return detail::with_exit_stack<Body>(std::move(body), where);
}

}  // namespace aio
