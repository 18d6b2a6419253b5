// aio::AsyncGenerator<T>: a coroutine that gives values one by one, and may wait in between.
//
// Lazy: nothing runs until the first next(). Its body runs inside the task that asks, from
// one co_yield to the next, so an exception or a cancellation that it meets comes out of next().
//
//   aio::AsyncGenerator<int> countdown(int from) {
//       for (int i = from; i > 0; --i) {
//           co_await aio::sleep(1s);
//           co_yield i;
//       }
//   }
//
//   auto numbers = countdown(3);
//   while (auto number = co_await numbers.next()) aio::print("{}", *number);
//
//   co_await aio::for_each(countdown(3), [](int number) { aio::print("{}", number); });
//
// GCC 12 needs a local variable above a co_await in a condition, as `numbers` is here.
//
// A generator that is left before its end stops where it stands: what lives in its body is
// destroyed. aclose() is kinder: GeneratorExit is thrown at the co_yield, so that handlers run and
// may wait. run() closes those that still live when it ends; for_each closes the one it owns.
//
// Python: an `async def` with yield, and async for.  Lesson: lessons/01_coroutine.
// Thread rule: the loop's thread.
//
//   co_await generator.next()     nothing (std::nullopt) when it has ended
//   co_await generator.aclose()   UsageError if the body gives one more value all the same
//   co_await aio::for_each(generator, function)   function may be a coroutine; what it raises comes out
//   REQUIRES  inside a task; nobody else is inside the generator (UsageError)
//   SWITCHES  only if the body does
//   CANCEL    reaches what the body waits for; if the body lets it pass, the generator has ended
//   WAKES     nobody
#pragma once
#include "aio/awaitable.hpp"
#include "aio/generator_base.hpp"
#include "aio/inner.hpp"

#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace aio {

template <class T>
class AsyncGenerator;

namespace detail {

template <class T>
class GeneratorPromise final : public GeneratorPromiseBase {
public:
    GeneratorPromise(std::source_location defined_at = std::source_location::current()) noexcept
        : GeneratorPromiseBase(defined_at) {}
    AsyncGenerator<T> get_return_object();

    template <class U>
        requires std::is_convertible_v<U&&, T>
    YieldAwaiter yield_value(U&& value) {
        value_.emplace(std::forward<U>(value));
        return YieldAwaiter(generator());
    }
    T take() { return std::move(*value_); }

private:
    std::optional<T> value_;
};

template <class T>
struct GeneratorNext {
    explicit GeneratorNext(Ref<GeneratorBase> of) noexcept : generator(std::move(of)) {}
    Ref<GeneratorBase> generator;
};
struct GeneratorClose {
    explicit GeneratorClose(Ref<GeneratorBase> of) noexcept : generator(std::move(of)) {}
    Ref<GeneratorBase> generator;
};

template <class T>
class GeneratorNextAwaiter : public GeneratorAwaiter {
public:
    using GeneratorAwaiter::GeneratorAwaiter;
    bool await_ready() const noexcept { return generator_->over(); }
    std::optional<T> await_resume() {
        if (!entered_ || generator_->end_of_next()) return std::nullopt;
        return static_cast<GeneratorPromise<T>&>(generator_->promise()).take();
    }
};

class GeneratorCloseAwaiter : public GeneratorAwaiter {
public:
    using GeneratorAwaiter::GeneratorAwaiter;
    bool await_ready() const noexcept { return !generator_->begin_close(); }
    void await_resume() {
        if (entered_) generator_->end_of_close(where_);
    }
};

template <class T>
GeneratorNextAwaiter<T> make_awaiter(const GeneratorNext<T>& next, const std::source_location& where) {
    return GeneratorNextAwaiter<T>(next.generator, where, "next()");
}
inline GeneratorCloseAwaiter make_awaiter(const GeneratorClose& close, const std::source_location& where) {
    return GeneratorCloseAwaiter(close.generator, where, "aclose()");
}

}  // namespace detail

template <class T>
class [[nodiscard("a generator does nothing until somebody asks for its values")]] AsyncGenerator {
    static_assert(std::is_object_v<T>, "yield a value or a pointer: a reference would outlive what it names");
    static_assert(detail::fits_frame<T>,
                  "this type is aligned to more than coroutine frames are: yield a pointer to it");

public:
    using promise_type = detail::GeneratorPromise<T>;

    AsyncGenerator(AsyncGenerator&&) noexcept = default;
    AsyncGenerator& operator=(AsyncGenerator&&) noexcept = default;

    [[nodiscard("nothing happens until this is awaited: co_await it")]] detail::GeneratorNext<T> next() const noexcept {
        return detail::GeneratorNext<T>(state_);
    }
    [[nodiscard("nothing happens until this is awaited: co_await it")]] detail::GeneratorClose aclose() const noexcept {
        return detail::GeneratorClose(state_);
    }
    // It has ended, by itself or by aclose(). UsageError if it was moved from.
    bool done() const { return detail::check_generator(state_).over(); }

private:
    friend promise_type;
    explicit AsyncGenerator(detail::Ref<detail::GeneratorBase> state) noexcept : state_(std::move(state)) {}
    detail::Ref<detail::GeneratorBase> state_;
};

template <class T>
AsyncGenerator<T> detail::GeneratorPromise<T>::get_return_object() {
    return AsyncGenerator<T>(begin_life(std::coroutine_handle<GeneratorPromise>::from_promise(*this)));
}

namespace detail {

template <class T, class Function>
Inner<void> each(const AsyncGenerator<T>& generator, Function& function) {
    std::optional<T> item = co_await generator.next();
    while (item) {
        if constexpr (Awaitable<std::invoke_result_t<Function&, T>>) {
            co_await function(std::move(*item));
        } else {
            function(std::move(*item));
        }
        item.reset();
        item = co_await generator.next();
    }
}

template <class T, class Function>
Inner<void> for_each_lent(const AsyncGenerator<T>& generator, Function function) {
    [[maybe_unused]] const char top = 0;  // GCC 12 needs a local (PR 106188)
    co_await each(generator, function);
}

template <class T, class Function>
Inner<void> for_each_owned(AsyncGenerator<T> generator, Function function) {
    std::exception_ptr error;
    try {
        co_await each(generator, function);
    } catch (...) {
        error = std::current_exception();
    }
    co_await generator.aclose();
    if (error) std::rethrow_exception(error);
}

}  // namespace detail

// Calls function(item) for every item, and awaits what it returns if that can be awaited. Left
// early, by an exception or a cancellation, a generator that was handed over is closed first.
template <class T, std::invocable<T> Function>
detail::Inner<void> for_each(const AsyncGenerator<T>& generator, Function function) {
    return detail::for_each_lent<T, Function>(generator, std::move(function));
}
template <class T, std::invocable<T> Function>
detail::Inner<void> for_each(AsyncGenerator<T>&& generator, Function function) {
    return detail::for_each_owned<T, Function>(std::move(generator), std::move(function));
}

using detail::make_awaiter;  // where argument-dependent lookup finds it

}  // namespace aio
