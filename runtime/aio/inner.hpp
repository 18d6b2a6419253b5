// Inner<T>: a coroutine of aio's own, which the record does not see.
//
// Some operations wait more than once (a condition gives its lock back, waits, and
// takes it again). Written as coroutines they read well, but a reader of a program wants
// to see the line of his own co_await: an Inner stands at the line that entered it, and
// leaves no events.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/coro.hpp"

#include <utility>

namespace aio::detail {

template <class T>
class InnerPromise;

template <class T>
class [[nodiscard("nothing happens until this is awaited: co_await it")]] Inner {
public:
    using promise_type = InnerPromise<T>;
    using Result = T;

    Inner(Inner&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Inner& operator=(Inner&& other) = delete;
    ~Inner() {
        if (!handle_) return;
        handle_.promise().report_never_awaited();
        handle_.destroy();
    }
    std::coroutine_handle<promise_type> release() noexcept { return std::exchange(handle_, nullptr); }

private:
    friend promise_type;
    explicit Inner(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

class InnerPromiseBase : public PromiseBase {
public:
    explicit InnerPromiseBase(std::source_location defined_at) noexcept : PromiseBase(defined_at) { keep_unseen(); }

    // Everything below is awaited at the line of whoever entered.
    template <class A>
    decltype(auto) await_transform(A&& thing) {
        return make_awaiter(std::forward<A>(thing), site());
    }
};

template <class T>
class InnerPromise final : public InnerPromiseBase {
public:
    InnerPromise(std::source_location defined_at = std::source_location::current()) noexcept
        : InnerPromiseBase(defined_at) {}
    Inner<T> get_return_object() noexcept {
        const auto handle = std::coroutine_handle<InnerPromise>::from_promise(*this);
        created(handle);
        return Inner<T>(handle);
    }
    template <class U>
        requires std::is_convertible_v<U&&, T>
    void return_value(U&& value) {
        value_.emplace(std::forward<U>(value));
    }
    T take() {
        if (exception()) std::rethrow_exception(exception());
        return std::move(*value_);
    }

private:
    std::optional<T> value_;
};

template <>
class InnerPromise<void> final : public InnerPromiseBase {
public:
    InnerPromise(std::source_location defined_at = std::source_location::current()) noexcept
        : InnerPromiseBase(defined_at) {}
    Inner<void> get_return_object() noexcept {
        const auto handle = std::coroutine_handle<InnerPromise>::from_promise(*this);
        created(handle);
        return Inner<void>(handle);
    }
    void return_void() const noexcept {}
    void take() const {
        if (exception()) std::rethrow_exception(exception());
    }
};

// `co_await AwaitedAt()`: the line at which the Inner that asks is awaited, for the objects that it makes.
struct AwaitedAt {};
struct AwaitedAtAwaiter : std::suspend_never {
    explicit AwaitedAtAwaiter(const std::source_location& at) noexcept : where(at) {}
    std::source_location await_resume() const noexcept { return where; }
    std::source_location where;
};
inline AwaitedAtAwaiter make_awaiter(AwaitedAt, const std::source_location& where) { return AwaitedAtAwaiter(where); }

template <class T>
ChildAwaiter<InnerPromise<T>> make_awaiter(Inner<T>&& inner, const std::source_location& where) {
    return ChildAwaiter<InnerPromise<T>>(inner.release(), where);
}

}  // namespace aio::detail
