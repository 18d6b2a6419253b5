// aio::as_completed: the results of several awaitables, the one that is done first, first.
//
// What is no future becomes a task at once, in the order given. Looping over it gives,
// once for each, something to await: the result of whoever is done next, or its
// exception. When the time is over the awaits that are left raise TimeoutError, and the
// tasks go on.
//
//   for (auto& next : aio::as_completed(std::move(coros), 10s)) {
//       int result = co_await next;
//   }
//   for (auto& next : aio::as_completed(tasks)) {
//       aio::Task<int> task = co_await next.task();      which one: it is done
//   }
//
// Python: asyncio.as_completed; `async for` gives the tasks there.  Lesson: lessons/03_gather.
// Thread rule: the loop's thread.
//
//   co_await next   co_await next.task()
//   REQUIRES  a task of the same loop; each `next` once (UsageError)
//   SWITCHES  only if nobody is done whose result was not given yet
//   CANCEL    CancelledError on the next turn; the tasks go on
//   WAKES     nobody; who awaits is woken two turns after a task is done
#pragma once
#include "aio/gather.hpp"
#include "aio/inner.hpp"
#include "aio/primitive.hpp"
#include "aio/ref.hpp"
#include "aio/time_limit.hpp"
#include "aio/wait_base.hpp"

#include <coroutine>
#include <cstddef>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {

namespace detail {

// Those that are done stand in a queue, as asyncio's do, and whoever awaits takes the first.
class Completions : public Primitive, private Watcher {
public:
    static constexpr std::size_t kTimedOut = static_cast<std::size_t>(-1);

    Completions(std::vector<Ref<FutureBase>> children, const TimeLimit& timeout, const std::source_location& where);
    ~Completions() override;
    void add_ref() noexcept { ++references_; }
    void drop_ref() noexcept {
        if (--references_ == 0) delete this;
    }

    std::size_t size() const noexcept { return children_.size(); }
    FutureBase& child(std::size_t index) const noexcept { return *children_[index]; }
    bool ready() const noexcept { return !done_.empty(); }
    // Which child is done, or kTimedOut. REQUIRES: ready.
    std::size_t take();
    // Waits until that is so, and takes.
    Inner<std::size_t> wait_and_take();

private:
    friend class LineAwaiter;

    void child_done(ChildWatch& watch) override;
    void time_is_over();
    void put(std::size_t child);
    void wake_next(loopscope::Sequence cause);

    std::vector<Ref<FutureBase>> children_;
    std::unique_ptr<ChildWatch[]> watches_;
    std::deque<std::size_t> done_;
    std::size_t missing_;
    WaiterList line_;
    Alarm<Completions, &Completions::time_is_over> alarm_{*this};
    std::size_t references_ = 0;
};

// A handle to what A becomes.
template <class A>
using HandleTo = std::conditional_t<FutureLike<A>, A, Task<ResultOf<A>>>;

template <class A>
class CompletionsOf final : public Completions {
public:
    CompletionsOf(std::vector<HandleTo<A>> handles, const TimeLimit& timeout, const std::source_location& where)
        : Completions(futures_of(handles), timeout, where), handles_(std::move(handles)) {}
    const HandleTo<A>& handle(std::size_t index) const noexcept { return handles_[index]; }

private:
    std::vector<HandleTo<A>> handles_;
};

[[noreturn]] void throw_taken_twice(const std::source_location& where);

// co_await next.task()
template <class A>
struct [[nodiscard("nothing is awaited: co_await it")]] NextTask {
    explicit NextTask(Ref<CompletionsOf<A>> of) noexcept : state(std::move(of)) {}
    Ref<CompletionsOf<A>> state;
};

template <class A, bool kHandle>
class NextAwaiter {
public:
    NextAwaiter(Ref<CompletionsOf<A>> state, const std::source_location& where)
        : state_(std::move(state)), where_(where) {
        if (!state_) throw_taken_twice(where);
        state_->enter(where);
    }
    bool await_ready() const noexcept { return state_->ready(); }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) {
        waiting_.emplace(state_->wait_and_take().release(), where_);
        return waiting_->await_suspend(handle);
    }
    std::conditional_t<kHandle, HandleTo<A>, ResultOf<A>> await_resume() {
        const std::size_t index = waiting_ ? waiting_->await_resume() : state_->take();
        if (index == Completions::kTimedOut) throw TimeoutError();
        if constexpr (kHandle) {
            return state_->handle(index);
        } else if constexpr (std::is_void_v<ResultOf<A>>) {
            state_->child(index).throw_if_failed();
        } else {
            return take_result<A>(state_->child(index));
        }
    }

private:
    Ref<CompletionsOf<A>> state_;
    std::source_location where_;
    std::optional<ChildAwaiter<InnerPromise<std::size_t>>> waiting_;
};

}  // namespace detail

// Whoever is done next. May be awaited at once or later, and by whom one likes.
template <class A>
class Next {
public:
    // The task or future itself, which is done, instead of its result.
    detail::NextTask<A> task() noexcept { return detail::NextTask<A>(take_state()); }

    // For aio itself.
    explicit Next(detail::Ref<detail::CompletionsOf<A>> state) noexcept : state_(std::move(state)) {}
    detail::Ref<detail::CompletionsOf<A>> take_state() noexcept { return std::exchange(state_, {}); }

private:
    detail::Ref<detail::CompletionsOf<A>> state_;
};

template <class A>
class [[nodiscard("loop over it: `for (auto& next : as_completed(...))`")]] AsCompleted {
public:
    class Iterator {
    public:
        using value_type = Next<A>;
        using difference_type = std::ptrdiff_t;
        explicit Iterator(AsCompleted& range) : range_(&range) { ++*this; }
        Next<A>& operator*() const noexcept { return *range_->next_; }
        Iterator& operator++() {
            range_->advance();
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const noexcept { return !range_->next_; }

    private:
        AsCompleted* range_;
    };

    // Goes on where an earlier loop over it ended.
    Iterator begin() { return Iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

    // For aio itself.
    explicit AsCompleted(detail::Ref<detail::CompletionsOf<A>> state) noexcept
        : state_(std::move(state)), left_(state_->size()) {}

private:
    void advance() {
        next_.reset();
        if (left_ == 0) return;
        --left_;
        next_.emplace(state_);
    }

    detail::Ref<detail::CompletionsOf<A>> state_;
    std::size_t left_;
    std::optional<Next<A>> next_;
};

namespace detail {

template <class A>
NextAwaiter<A, false> make_awaiter(Next<A>& next, const std::source_location& where) {
    return NextAwaiter<A, false>(next.take_state(), where);
}
template <class A>
NextAwaiter<A, false> make_awaiter(Next<A>&& next, const std::source_location& where) {
    return NextAwaiter<A, false>(next.take_state(), where);
}
template <class A>
NextAwaiter<A, true> make_awaiter(NextTask<A>&& next, const std::source_location& where) {
    return NextAwaiter<A, true>(std::move(next.state), where);
}

// What is no future becomes a task, in the order given; each is there once.
template <class A>
std::vector<HandleTo<A>> handles_to(std::vector<A> things, const std::source_location& where) {
    std::vector<HandleTo<A>> handles;
    handles.reserve(things.size());
    if constexpr (FutureLike<A>) {
        for (const A& thing : things) check_use(thing.future_state(), where);
        for (const std::size_t i : distinct(futures_of(things))) handles.push_back(std::move(things[i]));
    } else {
        for (A& thing : things) {
            auto coro = as_coro(std::move(thing), where);
            handles.push_back(HandleTo<A>(make_task(coro, {}, where)));
        }
    }
    return handles;
}

}  // namespace detail

// UsageError outside of a running loop.
template <class A>
AsCompleted<A> as_completed(std::vector<A> things, const TimeLimit& timeout = {},
                            std::source_location where = std::source_location::current()) {
    static_assert(detail::Awaitable<A>, "as_completed takes a vector of what can be awaited");
    return AsCompleted<A>(detail::Ref<detail::CompletionsOf<A>>(
        new detail::CompletionsOf<A>(detail::handles_to(std::move(things), where), timeout, where)));
}

using detail::make_awaiter;

}  // namespace aio
