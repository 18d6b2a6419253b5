// aio::Future<T>: a result that is not there yet, to be given from outside.
//
// Whoever makes a future gives it a result or an exception, once; whoever awaits it
// goes on a turn later. Rarely needed in programs: it is how callbacks, threads and
// I/O become awaitable. A Task is a future whose result is what its coroutine returns.
//
// Python: asyncio.Future.  Lesson: lessons/02_task.
// Thread rule: the loop's thread. From elsewhere: EventLoop::call_soon_threadsafe.
//
//   co_await future
//   REQUIRES  a future of the same loop (UsageError)
//   SWITCHES  only if it is not done
//   CANCEL    cancels the future, so everybody who awaits it meets CancelledError
//   WAKES     nobody; who awaits is woken one turn after the result is set
#pragma once
#include "aio/future_base.hpp"
#include "aio/ref.hpp"
#include "aio/task_base.hpp"

#include <exception>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace aio {

// Something that will be done, whatever its result. Copies share it; comparing tells which.
class AnyFuture {
public:
    AnyFuture() noexcept = default;  // none

    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    // All of the following: UsageError if there is nothing in the handle.
    bool done() const { return get().done(); }
    bool cancelled() const { return get().cancelled(); }
    // Asks for cancellation. A future is cancelled at once; a task meets CancelledError where it
    // waits, at its next step, and may catch it and go on. False: it is done already.
    bool cancel(std::string message = {}, std::source_location where = std::source_location::current()) {
        return get().cancel(message, where);
    }
    // What it raised, nullptr if nothing. Throws InvalidStateError until done, CancelledError if cancelled.
    std::exception_ptr exception() const { return get().exception_or_throw(); }
    // Calls `function(const AnyFuture&)` on the turn after this is done; the number is for removing it.
    std::uint64_t add_done_callback(detail::FutureBase::DoneFunction function,
                                    std::string_view label = "done callback") {
        return get().add_done_callback(std::move(function), label);
    }
    // False: it was removed before, or this is done already.
    bool remove_done_callback(std::uint64_t number) { return get().remove_done_callback(number); }

    friend bool operator==(const AnyFuture&, const AnyFuture&) noexcept = default;

    // For aio itself.
    explicit AnyFuture(detail::Ref<detail::FutureBase> state) noexcept : state_(std::move(state)) {}
    const detail::Ref<detail::FutureBase>& future_state() const noexcept { return state_; }

protected:
    detail::FutureBase& get() const { return state_ ? *state_ : detail::throw_no_future(); }

private:
    detail::Ref<detail::FutureBase> state_;
};

// Something that will have a T: what Task<T>, Future<T> and gather have in common.
template <class T>
class FutureOf : public AnyFuture {
public:
    using Result = T;
    FutureOf() noexcept = default;

    // The result. Throws what was raised, CancelledError, or InvalidStateError until it is done.
    std::conditional_t<std::is_void_v<T>, void, std::add_lvalue_reference_t<const T>> result() const {
        get().require_result();
        if constexpr (!std::is_void_v<T>) return *static_cast<const T*>(get().value());
    }

    explicit FutureOf(detail::Ref<detail::FutureBase> state) noexcept : AnyFuture(std::move(state)) {}
};

namespace detail {

// A future that is done when somebody says so.
class PlainFuture : public FutureBase {
public:
    PlainFuture(EventLoop& loop, std::string_view name, const std::source_location& where);

    bool cancel(const std::string& message, const std::source_location& where) override;
    std::exception_ptr exception() const noexcept override;
    bool raised() const noexcept override { return exception_ != nullptr; }
    const std::string& cancel_message() const noexcept override { return cancel_message_; }
    void* value() override { return nullptr; }
    std::string describe() const override;
    loopscope::WakeReason wake_reason() const noexcept override { return loopscope::WakeReason::object; }
    std::uint64_t wait_id() const noexcept override { return id_; }

    void set_exception(std::exception_ptr exception);
    void set_done() { finish(loopscope::Outcome::returned); }
    void require_pending() const;  // InvalidStateError

protected:
    ~PlainFuture() override;

private:
    void refuse_other_thread(const std::source_location& where) const;  // UsageError
    void finish(loopscope::Outcome how);

    std::exception_ptr exception_;
    std::string name_;
    std::string cancel_message_;
    loopscope::ObjectId id_;
};

template <class T>
class FutureState final : public PlainFuture {
public:
    using PlainFuture::PlainFuture;
    void* value() override { return &*value_; }
    template <class U>
    void set_result(U&& value) {
        require_pending();
        value_.emplace(std::forward<U>(value));
        set_done();
    }

private:
    std::optional<T> value_;
};

}  // namespace detail

template <class T = void>
class Future : public FutureOf<T> {
    static_assert(!std::is_reference_v<T>,
                  "a future holds a value or a pointer: a reference would outlive what it names");
    using State = std::conditional_t<std::is_void_v<T>, detail::PlainFuture, detail::FutureState<T>>;

public:
    // A new one, pending, of the loop that runs (UsageError if none does). `name` is what recordings show.
    explicit Future(std::string_view name = {}, std::source_location where = std::source_location::current())
        : FutureOf<T>(detail::Ref<detail::FutureBase>(new State(detail::running_loop(where, "Future"), name, where))) {}

    // The same of a loop that need not run yet.
    explicit Future(EventLoop& loop, std::string_view name = {},
                    std::source_location where = std::source_location::current())
        : FutureOf<T>(detail::Ref<detail::FutureBase>(new State(loop, name, where))) {}

    // WAKES: everybody who awaits it, oldest first, next turn. InvalidStateError if it is done already.
    template <class U = T>
        requires(!std::is_void_v<T> && std::is_convertible_v<U &&, T>)
    void set_result(U&& value) {
        state().set_result(std::forward<U>(value));
    }
    void set_result()
        requires std::is_void_v<T>
    {
        state().require_pending();
        state().set_done();
    }
    void set_exception(std::exception_ptr exception) { state().set_exception(std::move(exception)); }
    template <class E>
        requires(!std::is_same_v<std::remove_cvref_t<E>, std::exception_ptr>)
    void set_exception(E exception) {
        state().set_exception(std::make_exception_ptr(std::move(exception)));
    }

private:
    State& state() const { return static_cast<State&>(this->get()); }
};

namespace detail {

// The result; throws what stands in its place. Moved out if it cannot be copied, which it says to whoever
// asks later, and if nobody but these `holders` could ask.
template <class T>
T take_value(FutureBase& future, std::uint32_t holders) {
    if constexpr (std::is_void_v<T>) {
        future.throw_if_failed();
    } else if constexpr (!std::is_copy_constructible_v<T>) {
        future.moves_out();
        return std::move(*static_cast<T*>(future.value()));
    } else {
        future.require_result();
        T& value = *static_cast<T*>(future.value());
        if (future.held_by_at_most(holders)) return std::move(value);
        return value;
    }
}

// `task` was cancelled after `future`, which it awaited, was done. It meets CancelledError instead of
// what the future has for it; a cancellation of the future itself stands as it is.
void deliver_over(TaskBase& task, const FutureBase& future);

// Awaits a future of any kind. kTake: who awaits is the only one to see the result, so it is moved out.
template <class T, bool kTake = false>
class FutureAwaiter {
public:
    explicit FutureAwaiter(Ref<FutureBase> future) : future_(std::move(future)) {}
    bool await_ready() const noexcept { return future_->done(); }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        PromiseBase& promise = handle.promise();
        TaskBase& task = *promise.task();
        task.suspend_on(promise, *future_, future_->wait_reason(), future_->wait_id());
        future_->add_waiter(task);
        suspended_ = &task;
    }
    // By value where that is possible: the handle that was awaited may be a temporary.
    decltype(auto) await_resume() {
        if (suspended_ != nullptr && suspended_->must_deliver()) [[unlikely]]
            deliver_over(*suspended_, *future_);
        if constexpr (kTake) {
            return take_value<T>(*future_, 2);  // the handle that was awaited, and this
        } else {
            future_->require_result();
            if constexpr (!std::is_void_v<T>) return result();
        }
    }

private:
    // In a function of its own, so that its declared type is the awaiter's.
    std::conditional_t<std::is_copy_constructible_v<T>, T, std::add_lvalue_reference_t<const T>> result()
        requires(!std::is_void_v<T>)
    {
        return *static_cast<const T*>(future_->value());
    }

    Ref<FutureBase> future_;
    TaskBase* suspended_ = nullptr;
};

// UsageError if the running task cannot wait for it: there is none, it belongs to another loop, it is that task.
const Ref<FutureBase>& check_use(const Ref<FutureBase>& future, const std::source_location& where);
// The same for a co_await. An await of something done passes straight
// through: the record says so.
const Ref<FutureBase>& check_await(const Ref<FutureBase>& future, const std::source_location& where);

template <class T>
FutureAwaiter<T> make_awaiter(const FutureOf<T>& future, const std::source_location& where) {
    return FutureAwaiter<T>(check_await(future.future_state(), where));
}
// A temporary handle to a result that cannot be copied: nothing would keep a reference alive.
template <class T>
    requires(!std::is_void_v<T> && !std::is_copy_constructible_v<T>)
FutureAwaiter<T, true> make_awaiter(FutureOf<T>&& future, const std::source_location& where) {
    return FutureAwaiter<T, true>(check_await(future.future_state(), where));
}

}  // namespace detail

using detail::make_awaiter;  // where argument-dependent lookup finds it

}  // namespace aio
