// aio::gather: runs several awaitables concurrently and collects their results in order.
//
// Coroutines become tasks at once, in the order of the arguments; awaiting the gather
// gives all results in that order. The first exception is raised as soon as it
// happens, and the others go on. With aio::return_exceptions every outcome is
// returned instead, exceptions and cancellations included.
//
//   auto [a, b] = co_await aio::gather(fetch(1), fetch(2));
//   std::vector<int> all = co_await aio::gather(std::move(coros));
//   auto outcomes = co_await aio::gather(aio::return_exceptions, fetch(1), fetch(2));
//
// Python: asyncio.gather.  Lesson: lessons/03_gather.
// Thread rule: the loop's thread.
//
//   co_await gather
//   REQUIRES  inside a task
//   SWITCHES  only if something is not done
//   CANCEL    cancels every child; raises CancelledError when they are done
//   WAKES     nobody; who awaits is woken two turns after the last child is done
#pragma once
#include "aio/gather_base.hpp"
#include "aio/outcome.hpp"
#include "aio/task.hpp"

#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace aio {

struct ReturnExceptions {
    explicit ReturnExceptions() = default;
};
inline constexpr ReturnExceptions return_exceptions{};

namespace detail {

// std::monostate stands where a void result would.
template <class T>
using Unvoid = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

// kMove: nobody else can ask for it again. What cannot be copied is moved in any case.
template <bool kMove, class T>
Unvoid<T> take_result(TaskState<T>& task) {
    if constexpr (std::is_void_v<T>) {
        task.result();
        return {};
    } else if constexpr (kMove || !std::is_copy_constructible_v<T>) {
        return task.take();
    } else {
        return task.result();
    }
}

template <bool kMove, class T>
Outcome<T> take_outcome(TaskState<T>& task) {
    try {
        if constexpr (std::is_void_v<T>) {
            task.result();
            return Outcome<T>();
        } else {
            return Outcome<T>(take_result<kMove>(task));
        }
    } catch (...) {
        return Outcome<T>(std::current_exception());
    }
}

template <class T>
Ref<TaskBase> as_task_state(Coro<T>&& coro, const std::source_location& where) {
    return make_task(coro, {}, where);
}
template <class T>
Ref<TaskBase> as_task_state(const Task<T>& task, const std::source_location& where) {
    if (!may_await(task.state().get())) throw_bad_await(task.state().get(), where);
    return task.state();
}
template <class A>
inline constexpr bool is_coro = false;
template <class T>
inline constexpr bool is_coro<Coro<T>> = true;
template <class A>
using ResultOf = typename std::remove_cvref_t<A>::Result;

// Children of different types: a tuple. Policy gives each child's entry.
template <bool kOutcomes, class... As>
class TupleGather final : public GatherBase {
public:
    using GatherBase::GatherBase;
    auto await_result() { return collect<false>(std::index_sequence_for<As...>{}); }
    auto take() { return collect<true>(std::index_sequence_for<As...>{}); }

private:
    template <bool kMove, std::size_t... I>
    auto collect(std::index_sequence<I...>) {
        throw_if_failed();
        if constexpr (kOutcomes) {
            return std::tuple<Outcome<ResultOf<As>>...>(take_outcome < kMove && is_coro < std::remove_cvref_t < As >>>
                                                                                    (child<ResultOf<As>>(I))...);
        } else if constexpr ((std::is_void_v<ResultOf<As>> && ...)) {
            return;
        } else {
            return std::tuple<Unvoid<ResultOf<As>>...>(take_result < kMove && is_coro < std::remove_cvref_t < As >>>
                                                                                  (child<ResultOf<As>>(I))...);
        }
    }
};

// Children of one type: a vector.
template <bool kOutcomes, class A>
class VectorGather final : public GatherBase {
public:
    using GatherBase::GatherBase;
    using T = ResultOf<A>;
    auto await_result() { return collect<false>(); }
    auto take() { return collect<true>(); }

private:
    template <bool kMove>
    auto collect() {
        throw_if_failed();
        if constexpr (kOutcomes) {
            std::vector<Outcome<T>> all;
            all.reserve(size());
            for (std::size_t i = 0; i < size(); ++i)
                all.push_back(take_outcome < kMove && is_coro < A >> (child<T>(i)));
            return all;
        } else if constexpr (!std::is_void_v<T>) {
            std::vector<T> all;
            all.reserve(size());
            for (std::size_t i = 0; i < size(); ++i) all.push_back(take_result < kMove && is_coro < A >> (child<T>(i)));
            return all;
        }
    }
};

}  // namespace detail

// What gather returns: awaitable any number of times (results that cannot be copied: once),
// cancellable as one.
template <class State>
class [[nodiscard("await the gather, or its exception is never seen")]] Gather {
public:
    bool done() const noexcept { return state_->done(); }
    bool cancel(std::string message = {}) { return state_->cancel(message); }

    explicit Gather(detail::Ref<State> state) noexcept : state_(std::move(state)) {}
    const detail::Ref<State>& state() const noexcept { return state_; }

private:
    detail::Ref<State> state_;
};

namespace detail {

template <class State>
FutureAwaiter<State> make_awaiter(const Gather<State>& gather, const std::source_location& where) {
    tell_if_passed(*gather.state(), loopscope::WaitReason::object, gather.state()->wait_id(), where);
    return FutureAwaiter<State>(gather.state());
}
// co_await aio::gather(...): the results of its own coroutines are moved out.
template <class State>
FutureAwaiter<State, true> make_awaiter(Gather<State>&& gather, const std::source_location& where) {
    tell_if_passed(*gather.state(), loopscope::WaitReason::object, gather.state()->wait_id(), where);
    return FutureAwaiter<State, true>(gather.state());
}

// Which state a gather of these arguments needs. Arguments come as references.
template <class... As>
struct GatherOf {
    using State = TupleGather<false, As...>;
    static Ref<State> make(const std::source_location& where, As... things) {
        std::vector<Ref<TaskBase>> children;
        children.reserve(sizeof...(As));
        (children.push_back(as_task_state(std::forward<As>(things), where)), ...);
        return Ref<State>(new State(std::move(children), false, where));
    }
};

template <class... As>
struct GatherOf<const ReturnExceptions&, As...> {
    using State = TupleGather<true, As...>;
    static Ref<State> make(const std::source_location& where, const ReturnExceptions&, As... things) {
        std::vector<Ref<TaskBase>> children;
        children.reserve(sizeof...(As));
        (children.push_back(as_task_state(std::forward<As>(things), where)), ...);
        return Ref<State>(new State(std::move(children), true, where));
    }
};

template <bool kOutcomes, class A>
Ref<VectorGather<kOutcomes, A>> gather_vector(const std::source_location& where, std::vector<A> things) {
    std::vector<Ref<TaskBase>> children;
    children.reserve(things.size());
    for (A& thing : things) children.push_back(as_task_state(std::move(thing), where));
    return Ref<VectorGather<kOutcomes, A>>(new VectorGather<kOutcomes, A>(std::move(children), kOutcomes, where));
}

template <class A>
struct GatherOf<std::vector<A>> {
    using State = VectorGather<false, A>;
    static Ref<State> make(const std::source_location& where, std::vector<A> things) {
        return gather_vector<false>(where, std::move(things));
    }
};

template <class A>
struct GatherOf<const ReturnExceptions&, std::vector<A>> {
    using State = VectorGather<true, A>;
    static Ref<State> make(const std::source_location& where, const ReturnExceptions&, std::vector<A> things) {
        return gather_vector<true>(where, std::move(things));
    }
};

}  // namespace detail

// A class, though it reads as a function: a function with a pack of arguments could not
// know the line on which it is called.
template <class... As>
class gather : public Gather<typename detail::GatherOf<As...>::State> {  // NOLINT(readability-identifier-naming)
    using Base = Gather<typename detail::GatherOf<As...>::State>;

public:
    explicit gather(As... things, std::source_location where = std::source_location::current())
        : Base(detail::GatherOf<As...>::make(where, std::forward<As>(things)...)) {}
};
template <class... As>
gather(As&&...) -> gather<As&&...>;
template <class A>
gather(std::vector<A>) -> gather<std::vector<A>>;
template <class... As>
gather(const ReturnExceptions&, As&&...) -> gather<const ReturnExceptions&, As&&...>;
template <class A>
gather(const ReturnExceptions&, std::vector<A>) -> gather<const ReturnExceptions&, std::vector<A>>;

using detail::make_awaiter;

}  // namespace aio
