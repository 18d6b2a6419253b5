#include "aio/wait_for.hpp"

#include "aio/errors.hpp"

#include <exception>

namespace aio::detail {

CancelAndWait::CancelAndWait(Ref<FutureBase> future, const std::source_location& where)
    : future_(std::move(future)), where_(where) {}

void CancelAndWait::await_suspend(PromiseBase& promise) {
    wait_.emplace(std::vector<Ref<FutureBase>>{future_}, ReturnWhen::all_completed, TimeLimit(), "wait_for", where_);
    wait_->start(promise);
    future_->cancel({}, where_);
}

FutureBase& CancelAndWait::await_resume() {
    if (!wait_) return *future_;
    wait_->resume();
    try {
        future_->throw_if_failed();
    } catch (const CancelledError&) {
        std::throw_with_nested(TimeoutError());
    }
    return *future_;
}

}  // namespace aio::detail
