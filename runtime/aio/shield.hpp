// aio::shield: awaits something that goes on when whoever awaits is cancelled.
//
// The caller meets CancelledError all the same; only what is shielded does not hear of it.
// Cancelling that directly cancels the shield too. Keep a handle to a shielded task, to
// await it again: an exception that nobody looks at in the end is reported.
//
//   int value = co_await aio::shield(task);      or any awaitable: what is no future becomes a task
//
// Python: asyncio.shield.  Lesson: lessons/08_timeouts.
// Thread rule: the loop's thread.
//
//   co_await shield
//   REQUIRES  inside a task
//   SWITCHES  only if what is shielded is not done
//   CANCEL    CancelledError on the next turn; what is shielded goes on
//   WAKES     nobody; who awaits is woken two turns after what is shielded is done
#pragma once
#include "aio/awaitable.hpp"
#include "aio/child_watch.hpp"

#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {

// Done when `inner` is, with its result; or cancelled, and then it has let go of it.
class ShieldState final : public FutureBase, private Watcher {
public:
    ShieldState(Ref<FutureBase> inner, const std::source_location& where);

    bool cancel(const std::string& message, const std::source_location& where) override;
    std::exception_ptr exception() const noexcept override;
    bool raised() const noexcept override { return exception_ != nullptr; }
    const std::string& cancel_message() const noexcept override { return cancel_message_; }
    void* value() override { return inner_->value(); }
    std::string describe() const override { return "shield of " + inner_->describe(); }
    loopscope::WakeReason wake_reason() const noexcept override { return loopscope::WakeReason::object; }
    std::uint64_t wait_id() const noexcept override { return id_; }

private:
    ~ShieldState() override;
    void child_done(ChildWatch& watch) override;
    void finish(loopscope::Outcome how);

    Ref<FutureBase> inner_;
    ChildWatch watch_;
    std::exception_ptr exception_;  // the inner one's, once this is done
    std::string cancel_message_;
    loopscope::ObjectId id_;
};

// What is done already is returned as it is.
Ref<FutureBase> shielded(Ref<FutureBase> inner, const std::source_location& where);

}  // namespace detail

// A future of what is shielded. Of a coroutine, only the shield knows the result: co_await moves it out.
template <class T, bool kOwn = false>
class [[nodiscard("await the shield: it waits for nobody by itself")]] Shield : public FutureOf<T> {
public:
    using FutureOf<T>::FutureOf;
};

namespace detail {
template <class T>
FutureAwaiter<T, true> make_awaiter(Shield<T, true>&& shield, const std::source_location& where) {
    return FutureAwaiter<T, true>(check_await(shield.future_state(), where));
}
}  // namespace detail

template <class A>
Shield<detail::ResultOf<A>, !detail::FutureLike<A>> shield(
    A&& thing, std::source_location where = std::source_location::current()) {
    static_assert(detail::Awaitable<A>, "shield takes what can be awaited: a task, a future, a coroutine");
    return Shield<detail::ResultOf<A>, !detail::FutureLike<A>>(
        detail::shielded(detail::as_future(std::forward<A>(thing), where), where));
}

using detail::make_awaiter;

}  // namespace aio
