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
#include "aio/awaitable.hpp"
#include "aio/gather_base.hpp"
#include "aio/outcome.hpp"
#include "aio/task.hpp"

#include <optional>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {

struct ReturnExceptions {
    explicit ReturnExceptions() = default;
};
inline constexpr ReturnExceptions return_exceptions{};

namespace detail {

// std::monostate stands for the result of void. The gather itself is one holder.
template <class A>
Unvoid<ResultOf<A>> take_result(FutureBase& child) {
    using T = ResultOf<A>;
    if constexpr (std::is_void_v<T>) {
        child.throw_if_failed();
        return {};
    } else {
        return take_value<T>(child, 1);
    }
}

template <class A>
Outcome<ResultOf<A>> take_outcome(FutureBase& child) {
    try {
        if constexpr (std::is_void_v<ResultOf<A>>) {
            child.throw_if_failed();
            return Outcome<void>();
        } else {
            return Outcome<ResultOf<A>>(take_result<A>(child));
        }
    } catch (...) {
        return Outcome<ResultOf<A>>(std::current_exception());
    }
}

// Children of different types: a tuple; nothing if none has a result.
template <bool kOutcomes, class... As>
struct TupleOf {
    using Type = std::conditional_t<
        kOutcomes, std::tuple<Outcome<ResultOf<As>>...>,
        std::conditional_t<(std::is_void_v<ResultOf<As>> && ...), void, std::tuple<Unvoid<ResultOf<As>>...>>>;
    static auto collect(const GatherBase& gather) { return collect(gather, std::index_sequence_for<As...>{}); }

private:
    template <std::size_t... I>
    static Type collect(const GatherBase& gather, std::index_sequence<I...>) {
        if constexpr (kOutcomes) {
            return Type(take_outcome<As>(gather.child(I))...);
        } else {
            return Type(take_result<As>(gather.child(I))...);
        }
    }
};

// Children of one type: a vector.
template <bool kOutcomes, class A>
struct VectorOf {
    using T = ResultOf<A>;
    using Type = std::conditional_t<kOutcomes, std::vector<Outcome<T>>,
                                    std::conditional_t<std::is_void_v<T>, void, std::vector<Unvoid<T>>>>;
    static Type collect(const GatherBase& gather) {
        Type all;
        all.reserve(gather.size());
        for (std::size_t i = 0; i < gather.size(); ++i) {
            if constexpr (kOutcomes) {
                all.push_back(take_outcome<A>(gather.child(i)));
            } else {
                all.push_back(take_result<A>(gather.child(i)));
            }
        }
        return all;
    }
};

template <class Collection>
class GatherState final : public GatherBase {
public:
    using Result = typename Collection::Type;
    using GatherBase::GatherBase;
    // Collected when first asked for.
    void* value() override {
        if constexpr (std::is_void_v<Result>) {
            return nullptr;
        } else {
            if (!results_) results_.emplace(Collection::collect(*this));
            return &*results_;
        }
    }

private:
    std::optional<Unvoid<Result>> results_;
};

}  // namespace detail

// What gather returns: a future of all results. Awaitable any number of times (results that cannot
// be copied: once), cancellable as one.
template <class T>
class [[nodiscard("await the gather, or its exception is never seen")]] Gather : public FutureOf<T> {
public:
    using FutureOf<T>::FutureOf;
};

namespace detail {

// co_await aio::gather(...): the results are moved out.
template <class T>
FutureAwaiter<T, true> make_awaiter(Gather<T>&& gather, const std::source_location& where) {
    return FutureAwaiter<T, true>(check_await(gather.future_state(), where));
}

template <class Collection, class... As>
Ref<FutureBase> gather_all(const std::source_location& where, bool outcomes, As&&... things) {
    std::vector<Ref<FutureBase>> children;
    children.reserve(sizeof...(As));
    (children.push_back(as_future(std::forward<As>(things), where)), ...);
    return Ref<FutureBase>(new GatherState<Collection>(std::move(children), outcomes, where));
}

template <class Collection, class A>
Ref<FutureBase> gather_vector(const std::source_location& where, bool outcomes, std::vector<A> things) {
    std::vector<Ref<FutureBase>> children;
    children.reserve(things.size());
    for (A& thing : things) children.push_back(as_future(std::move(thing), where));
    return Ref<FutureBase>(new GatherState<Collection>(std::move(children), outcomes, where));
}

// What a gather of these arguments gives. Arguments come as references.
template <class... As>
struct GatherOf {
    using Collection = TupleOf<false, As...>;
    static Ref<FutureBase> make(const std::source_location& where, As... things) {
        return gather_all<Collection>(where, false, std::forward<As>(things)...);
    }
};

template <class... As>
struct GatherOf<const ReturnExceptions&, As...> {
    using Collection = TupleOf<true, As...>;
    static Ref<FutureBase> make(const std::source_location& where, const ReturnExceptions&, As... things) {
        return gather_all<Collection>(where, true, std::forward<As>(things)...);
    }
};

template <class A>
struct GatherOf<std::vector<A>> {
    using Collection = VectorOf<false, A>;
    static Ref<FutureBase> make(const std::source_location& where, std::vector<A> things) {
        return gather_vector<Collection>(where, false, std::move(things));
    }
};

template <class A>
struct GatherOf<const ReturnExceptions&, std::vector<A>> {
    using Collection = VectorOf<true, A>;
    static Ref<FutureBase> make(const std::source_location& where, const ReturnExceptions&, std::vector<A> things) {
        return gather_vector<Collection>(where, true, std::move(things));
    }
};

}  // namespace detail

// A class, though it reads as a function: a function with a pack of arguments could not
// know the line on which it is called.
template <class... As>
class gather  // NOLINT(readability-identifier-naming)
    : public Gather<typename detail::GatherOf<As...>::Collection::Type> {
    using Base = Gather<typename detail::GatherOf<As...>::Collection::Type>;

public:
    explicit gather(As... things, std::source_location where = std::source_location::current())
        : Base(detail::GatherOf<As...>::make(where, std::forward<As>(things)...)) {}
};
template <class... As>
gather(As&&...) -> gather<As&&...>;
// A gather of one gather is no copy of it.
template <class... As>
gather(gather<As...>&&) -> gather<gather<As...>>;
template <class... As>
gather(gather<As...>&) -> gather<gather<As...>&>;
template <class... As>
gather(const gather<As...>&) -> gather<const gather<As...>&>;
template <class A>
gather(std::vector<A>) -> gather<std::vector<A>>;
template <class... As>
gather(const ReturnExceptions&, As&&...) -> gather<const ReturnExceptions&, As&&...>;
template <class A>
gather(const ReturnExceptions&, std::vector<A>) -> gather<const ReturnExceptions&, std::vector<A>>;

using detail::make_awaiter;

}  // namespace aio
