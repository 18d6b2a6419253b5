// aio::Coro<T>: a coroutine object, what calling a coroutine function returns.
//
// Lazy, as in Python: calling the function runs nothing. `co_await` runs it, inline,
// inside the task that awaits; create_task hands it to the loop instead. It can be
// awaited once. Destroyed without having been awaited, it is reported.
//
// Python: the coroutine object of an `async def`.  Lesson: lessons/01_coroutine.
// Thread rule: the loop's thread, once awaited.
//
//   co_await coro
//   REQUIRES  inside a coroutine of aio; coro was not awaited before (UsageError)
//   SWITCHES  no: it runs until itself waits for something
//   CANCEL    reaches the innermost await of the chain
//   WAKES     nobody
#pragma once
#include "aio/errors.hpp"
#include "aio/promise.hpp"

#include <optional>
#include <type_traits>
#include <utility>

namespace aio {

template <class T = void>
class Coro;

namespace detail {

template <class T>
class Promise;

[[noreturn]] void throw_awaited_twice(const std::source_location& where);

// What `co_await coro` becomes: owns the child's frame while it runs.
template <class ChildPromise>
class ChildAwaiter {
public:
    ChildAwaiter(std::coroutine_handle<ChildPromise> child, const std::source_location& where)
        : handle_(child), child_(child ? &child.promise() : nullptr) {
        if (!handle_) throw_awaited_twice(where);
    }
    ~ChildAwaiter() {
        if (handle_) handle_.destroy();
    }
    ChildAwaiter(const ChildAwaiter&) = delete;
    ChildAwaiter& operator=(const ChildAwaiter&) = delete;

    bool await_ready() const noexcept { return false; }
    template <class Outer>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Outer> outer) noexcept {
        child_->start_inside(outer.promise(), &handle_);
        return transfer(*child_);
    }
    decltype(auto) await_resume() { return child_->take(); }

private:
    std::coroutine_handle<> handle_;
    ChildPromise* child_;
};

// Every kind of thing that can be awaited has an overload of make_awaiter, found by
// argument-dependent lookup: (the thing, where it is awaited) -> an awaiter.
template <class T>
ChildAwaiter<Promise<T>> make_awaiter(Coro<T>& coro, const std::source_location& where) {
    return ChildAwaiter<Promise<T>>(coro.release(), where);
}
template <class T>
ChildAwaiter<Promise<T>> make_awaiter(Coro<T>&& coro, const std::source_location& where) {
    return ChildAwaiter<Promise<T>>(coro.release(), where);
}

template <class A>
concept Awaitable =
    requires(A&& thing, const std::source_location& where) { make_awaiter(std::forward<A>(thing), where); };

template <class A>
struct InPlace {
    explicit InPlace(A& of) noexcept : thing(of) {}
    A& thing;
};

// Second parameter of a coroutine of aio's own that is told as if it were defined elsewhere.
struct MadeAt {
    std::source_location where;
};

class AwaitingPromise : public PromiseBase {
public:
    using PromiseBase::PromiseBase;

    // It stays at the line where it was put: aio's own wrapping of what is no coroutine.
    template <class A>
    decltype(auto) await_transform(InPlace<A> thing) {
        return make_awaiter(std::move(thing.thing), site());
    }
    // Every co_await passes here, which is how it knows its line.
    template <class A>
    decltype(auto) await_transform(A&& thing, std::source_location where = std::source_location::current()) {
        static_assert(Awaitable<A>, "this cannot be awaited: co_await takes a Coro, a Task, sleep, gather ...");
        stand_at(where);
        return make_awaiter(std::forward<A>(thing), where);
    }
};

template <class T>
class Promise final : public AwaitingPromise {
public:
    Promise(std::source_location defined_at = std::source_location::current()) noexcept : AwaitingPromise(defined_at) {}
    template <class A>
    Promise(const A& /*thing*/, const MadeAt& at) noexcept : AwaitingPromise(at.where) {}
    Coro<T> get_return_object() noexcept;

    template <class U>
        requires std::is_convertible_v<U&&, T>
    void return_value(U&& value) {
        value_.emplace(std::forward<U>(value));
    }
    // What the coroutine returned, moved out; or what it raised.
    T take() {
        if (exception()) std::rethrow_exception(exception());
        return std::move(*value_);
    }

private:
    std::optional<T> value_;
};

template <>
class Promise<void> final : public AwaitingPromise {
public:
    Promise(std::source_location defined_at = std::source_location::current()) noexcept : AwaitingPromise(defined_at) {}
    template <class A>
    Promise(const A& /*thing*/, const MadeAt& at) noexcept : AwaitingPromise(at.where) {}
    Coro<void> get_return_object() noexcept;
    void return_void() const noexcept {}
    void take() const {
        if (exception()) std::rethrow_exception(exception());
    }
};

}  // namespace detail

template <class T>
class [[nodiscard("a coroutine that nobody awaits never runs: co_await it, or create_task it")]] Coro {
    static_assert(!std::is_reference_v<T>, "return a value or a pointer: a reference would outlive what it names");
    static_assert(detail::fits_frame<T>,
                  "this type is aligned to more than coroutine frames are: return a pointer to it");

public:
    using promise_type = detail::Promise<T>;
    using Result = T;

    Coro(Coro&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Coro& operator=(Coro&& other) noexcept {
        if (this != &other) {
            drop();
            handle_ = std::exchange(other.handle_, nullptr);
        }
        return *this;
    }
    ~Coro() { drop(); }

    // False once awaited, made a task of, or moved from.
    explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

    // For aio itself: gives the frame away.
    std::coroutine_handle<promise_type> release() noexcept { return std::exchange(handle_, nullptr); }

private:
    friend promise_type;
    explicit Coro(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}
    void drop() noexcept {
        if (!handle_) return;
        handle_.promise().report_never_awaited();
        handle_.destroy();
    }

    std::coroutine_handle<promise_type> handle_;
};

template <class T>
Coro<T> detail::Promise<T>::get_return_object() noexcept {
    const auto handle = std::coroutine_handle<Promise>::from_promise(*this);
    created(handle);
    return Coro<T>(handle);
}

inline Coro<void> detail::Promise<void>::get_return_object() noexcept {
    const auto handle = std::coroutine_handle<Promise>::from_promise(*this);
    created(handle);
    return Coro<void>(handle);
}

}  // namespace aio
