// aio::use_aio: makes any asynchronous operation of Boost.Asio awaitable.
//
// A completion token. An operation that fails throws boost::system::system_error (or the
// exception that it completes with); what else it completes with is the result: nothing,
// a value, or a tuple.
//
//   tcp::socket socket(aio::io_context());
//   co_await socket.async_connect(endpoint, aio::use_aio);
//   std::size_t bytes = co_await async_read(socket, buffer(data), aio::use_aio("read header"));
//   auto [error, n] = co_await socket.async_read_some(buffer(data), as_tuple(aio::use_aio));
//
// The operation starts when it is awaited. Handlers that are given to Asio without this
// token run as well, while the loop polls. The only header of aio that includes Asio.
//
// Lesson: lessons/03_event_loop.
// Thread rule: the loop's thread. I/O objects on aio::io_context() must not outlive the loop.
//
//   co_await asio_operation(..., aio::use_aio)
//   REQUIRES  inside a task; the I/O objects and buffers live until it is done
//   SWITCHES  always
//   CANCEL    asks Asio for a terminal cancellation. The task waits until the operation has
//             ended, because that uses its buffers, and meets CancelledError; what the
//             operation did meanwhile is lost, as in asyncio
//   WAKES     this task, on the turn that takes the completion
#pragma once
#include "aio/coro.hpp"
#include "aio/io_operation.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>

namespace aio {

// Where Asio's I/O objects of the running loop live. UsageError if none runs.
boost::asio::io_context& io_context(std::source_location where = std::source_location::current());

class UseAio {
public:
    constexpr UseAio() noexcept = default;
    // What recordings and errors call the operation: a literal. Without one, its name in Asio.
    constexpr UseAio operator()(const char* label) const noexcept { return UseAio(label, kind_); }
    // It waits for others, who may never come (a client, a signal): virtual time moves meanwhile.
    constexpr UseAio passive() const noexcept { return UseAio(label_, detail::Outside::Kind::passive); }

    // For aio itself.
    constexpr const char* label() const noexcept { return label_; }
    constexpr detail::Outside::Kind kind() const noexcept { return kind_; }

private:
    constexpr UseAio(const char* label, detail::Outside::Kind kind) noexcept : label_(label), kind_(kind) {}
    const char* label_ = nullptr;
    detail::Outside::Kind kind_ = detail::Outside::Kind::active;
};

inline constexpr UseAio use_aio;

namespace detail {

struct NoFailure {};

// What an operation completes with, told apart: how it failed, and the values.
template <class... Args>
struct Completion {
    using Failure = NoFailure;
    using Values = std::tuple<Args...>;
};
template <class... Args>
struct Completion<boost::system::error_code, Args...> {
    using Failure = boost::system::error_code;
    using Values = std::tuple<Args...>;
};
template <class... Args>
struct Completion<std::exception_ptr, Args...> {
    using Failure = std::exception_ptr;
    using Values = std::tuple<Args...>;
};

template <class Values>
struct ResultOfValues {
    using Type = Values;
};
template <>
struct ResultOfValues<std::tuple<>> {
    using Type = void;
};
template <class T>
struct ResultOfValues<std::tuple<T>> {
    using Type = T;
};

template <class Failure, class Values>
class IoState final : public IoCore {
public:
    using Result = typename ResultOfValues<Values>::Type;
    using IoCore::IoCore;

    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }
    template <class... Args>
    void set(Args&&... args) {
        if constexpr (std::is_same_v<Failure, NoFailure>) {
            values_.emplace(std::forward<Args>(args)...);
        } else {
            set_both(std::forward<Args>(args)...);
        }
    }
    Result take() {
        resume();
        if constexpr (std::is_same_v<Failure, std::exception_ptr>) {
            if (failure_) std::rethrow_exception(failure_);
        } else if constexpr (std::is_same_v<Failure, boost::system::error_code>) {
            if (failure_) throw boost::system::system_error(failure_, label());
        }
        if constexpr (std::is_same_v<Result, Values>) {
            return std::move(*values_);
        } else if constexpr (!std::is_void_v<Result>) {
            return std::get<0>(std::move(*values_));
        }
    }

private:
    template <class F, class... Args>
    void set_both(F&& failure, Args&&... args) {
        failure_ = std::forward<F>(failure);
        values_.emplace(std::forward<Args>(args)...);
    }
    void ask_to_stop() override { signal_.emit(boost::asio::cancellation_type::terminal); }
    std::string failure() const override {
        if constexpr (std::is_same_v<Failure, std::exception_ptr>) {
            if (failure_) return text_of(failure_);
        } else if constexpr (std::is_same_v<Failure, boost::system::error_code>) {
            if (failure_) return failure_.message();
        }
        return {};
    }

    boost::asio::cancellation_signal signal_;
    Failure failure_{};
    std::optional<Values> values_;
};

// What Asio calls when the operation is done.
template <class State>
class IoHandler {
public:
    using executor_type = boost::asio::io_context::executor_type;
    using cancellation_slot_type = boost::asio::cancellation_slot;

    IoHandler(const Ref<State>& state, const executor_type& executor) noexcept : state_(state), executor_(executor) {}
    IoHandler(IoHandler&& other) noexcept : state_(std::move(other.state_)), executor_(other.executor_) {}
    IoHandler& operator=(IoHandler&&) = delete;
    ~IoHandler() {
        if (state_) state_->dropped();
    }

    executor_type get_executor() const noexcept { return executor_; }
    cancellation_slot_type get_cancellation_slot() const noexcept { return state_->slot(); }
    template <class... Args>
    void operator()(Args&&... args) {
        const Ref<State> state = std::exchange(state_, {});
        state->set(std::forward<Args>(args)...);
        state->arrive();
    }

private:
    Ref<State> state_;
    executor_type executor_;
};

template <class Operation>
class IoAwaiter;

// An operation that has not been started: who starts it, and with what.
template <class C, class Initiation, class... Args>
class [[nodiscard("the operation does not start until this is awaited: co_await it")]] IoOperation {
public:
    using State = IoState<typename C::Failure, typename C::Values>;

    template <class I, class... As>
    IoOperation(UseAio token, I&& initiation, As&&... args)
        : token_(token), initiation_(std::forward<I>(initiation)), args_(std::forward<As>(args)...) {}

    Ref<State> make_state() const {
        return Ref<State>(new State(IoLabel(token_.label(), typeid(Initiation)), token_.kind()));
    }
    void start(const Ref<State>& state) {
        using Handler = IoHandler<State>;
        Handler handler(state, io_context().get_executor());
        std::apply([&](Args&... args) { std::move(initiation_)(std::move(handler), std::move(args)...); }, args_);
    }

private:
    UseAio token_;
    Initiation initiation_;
    std::tuple<Args...> args_;
};

template <class Operation>
class IoAwaiter {
public:
    explicit IoAwaiter(Operation& operation) : operation_(operation), state_(operation.make_state()) {}
    IoAwaiter(const IoAwaiter&) = delete;
    IoAwaiter& operator=(const IoAwaiter&) = delete;
    ~IoAwaiter() { state_->leave(); }

    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        const Ref<typename Operation::State> state = state_;
        state->begin(handle.promise());
        try {
            operation_.start(state);
        } catch (...) {
            state->fail_to_start(std::current_exception());
        }
    }
    typename Operation::State::Result await_resume() { return state_->take(); }

private:
    Operation& operation_;
    Ref<typename Operation::State> state_;
};

template <class C, class I, class... Args>
IoAwaiter<IoOperation<C, I, Args...>> make_awaiter(IoOperation<C, I, Args...>&& operation,
                                                   const std::source_location&) {
    return IoAwaiter<IoOperation<C, I, Args...>>(operation);
}

}  // namespace detail
}  // namespace aio

// How Asio asks what its functions return for this token.
template <class R, class... Args>
class boost::asio::async_result<aio::UseAio, R(Args...)> {
public:
    template <class Initiation, class... InitArgs>
    static auto initiate(Initiation&& initiation, aio::UseAio token, InitArgs&&... args) {
        using Operation = aio::detail::IoOperation<aio::detail::Completion<std::decay_t<Args>...>,
                                                   std::decay_t<Initiation>, std::decay_t<InitArgs>...>;
        return Operation(token, std::forward<Initiation>(initiation), std::forward<InitArgs>(args)...);
    }
};
