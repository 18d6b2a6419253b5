#include "aio/future_base.hpp"

#include "aio/context_ref.hpp"
#include "aio/errors.hpp"
#include "aio/future.hpp"
#include "aio/loop.hpp"

#include <utility>

namespace aio::detail {
namespace {

// A function on a future's list of waiters. It owns itself: it goes when it has run, when it is
// removed, or with a future that will never be done.
class DoneCallback final : public Runnable {
public:
    DoneCallback(EventLoop& loop, FutureBase::DoneFunction function, std::string_view label)
        : Runnable(loopscope::HandleKind::callback),
          number_(loop.next_done_callback()),
          function_(std::move(function)),
          label_(label),
          context_(capture_context()) {}

    std::uint64_t number() const noexcept { return number_; }
    void woken_by(FutureBase& future) noexcept override { future_ = Ref<FutureBase>(&future); }
    void tell_ready(EventLoop& loop, loopscope::WakeReason, loopscope::Sequence cause) override {
        id_ = loop.next_callback_id();
        loop.recorder()->record(loopscope::EventKind::callback_ready, id_, cause, 0, loop.recorder()->string(label_));
    }
    void run(EventLoop& loop) override {
        const std::unique_ptr<DoneCallback> end(this);
        const ContextScope scope(context_);
        try {
            function_(AnyFuture(future_));
        } catch (...) {
            loop.report({"callback '" + label_ + "' raised an exception", std::current_exception(), AnyFuture(future_),
                         loopscope::ReportKind::callback_raised});
        }
    }
    void abandon() noexcept override { delete this; }

private:
    std::uint64_t number_;
    FutureBase::DoneFunction function_;
    std::string label_;
    ContextRef context_;
    Ref<FutureBase> future_;  // from the moment it is done
};

}  // namespace

static_assert(sizeof(FutureBase) <= 40, "every task carries this");

FutureBase::FutureBase(EventLoop& loop) noexcept : loop_(loop), loop_number_(loop.short_number()) {}

FutureBase::~FutureBase() {
    while (!waiters_.empty()) waiters_.pop_front().abandon();
}

bool FutureBase::is_of(const EventLoop* loop) const noexcept {
    return loop == &loop_ && loop->short_number() == loop_number_;
}

LoopStanding FutureBase::standing() const noexcept {
    if (is_of(EventLoop::running_on_this_thread())) [[likely]]
        return LoopStanding::usable;
    return standing_of(&loop_, loop_number_);
}

void FutureBase::require_loop(const std::source_location& where) const {
    const LoopStanding found = standing();
    if (found == LoopStanding::usable) [[likely]]
        return;
    throw_without_loop(found, where);
}

// The last handle goes, and with it an exception that nobody looked at (S25). It lives on for as long
// as whoever is told keeps it.
void FutureBase::report_unseen() noexcept {
    const Ref<FutureBase> self(this);
    mark_seen();
    const std::exception_ptr error = exception();
    const ErrorContext context{describe() + " raised an exception that nobody looked at", error, AnyFuture(self),
                               loopscope::ReportKind::never_retrieved};
    if (standing() == LoopStanding::usable) {
        loop_.report(context);
    } else {
        report_anywhere(context);
    }
}

void FutureBase::throw_without_loop(LoopStanding standing, const std::source_location& where) const {
    if (standing == LoopStanding::gone) {
        throw UsageError("the event loop of " + describe() + " is gone: nothing can happen to it any more", where,
                         "event_loop");
    }
    throw UsageError(describe() +
                         " belongs to an event loop that runs on another thread: go there by "
                         "call_soon_threadsafe",
                     where, "event_loop");
}

bool FutureBase::complete_without_loop(State state) noexcept {
    state_ = state;
    const bool nobody = waiters_.empty();
    while (!waiters_.empty()) waiters_.pop_front().abandon();
    return nobody;
}

void FutureBase::complete(State state, loopscope::Sequence cause) {
    state_ = state;
    while (!waiters_.empty()) {
        Runnable& node = waiters_.pop_front();
        if (node.kind() == loopscope::HandleKind::callback) [[unlikely]]
            node.woken_by(*this);
        loop_.make_ready(node, wake_reason(), cause);
    }
}

std::uint64_t FutureBase::add_done_callback(DoneFunction function, std::string_view label) {
    require_loop({});
    auto* callback = new DoneCallback(loop_, std::move(function), label);
    const std::uint64_t number = callback->number();
    if (done()) {
        callback->woken_by(*this);
        loop_.make_ready(*callback, wake_reason(), loop_.activity());
    } else {
        add_waiter(*callback);
    }
    return number;
}

bool FutureBase::remove_done_callback(std::uint64_t number) {
    DoneCallback* found = nullptr;
    waiters_.for_each([&](Runnable& node) {
        if (auto* callback = dynamic_cast<DoneCallback*>(&node); callback != nullptr && callback->number() == number)
            found = callback;
    });
    if (found == nullptr) return false;
    RunnableList::unlink(*found);
    found->abandon();
    return true;
}

std::exception_ptr FutureBase::exception_or_throw() const {
    if (!done()) throw InvalidStateError("the result of " + describe() + " is not there yet: await it first");
    if (cancelled()) throw CancelledError(cancel_message());
    return exception();
}

std::exception_ptr what_it_raised(const FutureBase& future) {
    if (future.cancelled()) return std::make_exception_ptr(CancelledError(future.cancel_message()));
    return future.exception();
}

void FutureBase::throw_taken() const {
    throw InvalidStateError("the result of " + describe() + " was moved out before: it cannot be copied");
}

void FutureBase::throw_if_failed() const {
    if (const auto error = exception_or_throw()) std::rethrow_exception(error);
}

}  // namespace aio::detail
