#include "aio/lifecycle.hpp"

#include "aio/errors.hpp"
#include "aio/exception_group.hpp"
#include "aio/loop.hpp"
#include "aio/print.hpp"
#include "aio/wait.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aio {

Lifecycle::~Lifecycle() {
    for (Tracked& tracked : tracked_) tracked.task.remove_done_callback(tracked.callback);
}

void Lifecycle::add_part(Part part, const std::source_location& where) {
    if (state_ != State::created) {
        throw UsageError(
            "'" + name_ + "' was started: add its parts before, in the order in which they need one another", where,
            "task_group");
    }
    parts_.push_back(std::move(part));
}

void Lifecycle::require_open(const std::source_location& where) const {
    if (state_ == State::starting || state_ == State::running) return;
    const char* why = state_ == State::created ? "' was not started: track its work from start to stop"
                                               : "' stops: nothing new is begun";
    throw UsageError("'" + name_ + why, where, "task_group");
}

void Lifecycle::watch(AnyTask task) {
    const auto id = task.id();
    const std::uint64_t callback =
        task.add_done_callback([this, id](const AnyFuture&) { task_done(id); }, "lifecycle: task done");
    tracked_.push_back({std::move(task), current_loop().time(), callback});
}

void Lifecycle::task_done(loopscope::TaskId id) {
    const auto found =
        std::find_if(tracked_.begin(), tracked_.end(), [id](const Tracked& one) { return one.task.id() == id; });
    if (found == tracked_.end()) return;
    const Duration took = current_loop().time() - found->since;
    ended_.total += took;
    ended_.longest = std::max(ended_.longest, took);
    if (found->task.cancelled()) {
        ++ended_.cancelled;
    } else if (found->task.future_state()->raised()) {  // whoever looks at the exception is somebody else
        ++ended_.failed;
    } else {
        ++ended_.succeeded;
    }
    tracked_.erase(found);
}

std::vector<Lifecycle::Active> Lifecycle::active() const {
    std::vector<Active> all;
    for (const Tracked& one : tracked_) all.push_back({one.task.name(), one.task.id(), one.since});
    return all;
}

Lifecycle::Statistics Lifecycle::statistics() const noexcept {
    Statistics all = ended_;
    all.active = tracked_.size();
    return all;
}

detail::Inner<void> Lifecycle::start(std::source_location where) {
    if (state_ != State::created) throw UsageError("'" + name_ + "' was started before", where, "task_group");
    state_ = State::starting;
    std::exception_ptr error;
    try {
        while (started_ < parts_.size()) {
            Part& part = parts_[started_];
            tell("start", part, where);
            co_await part.start();
            ++started_;
        }
    } catch (...) {
        error = std::current_exception();
    }
    if (error) co_await end(error, where);
    state_ = State::running;
}

detail::Inner<void> Lifecycle::stop(std::source_location where) {
    if (state_ != State::running) co_return;
    co_await end(nullptr, where);
}

detail::Inner<void> Lifecycle::end(std::exception_ptr error, std::source_location where) {
    Ending ending;
    if (state_ != State::stopped && state_ != State::stopping) {
        state_ = State::stopping;
        co_await cancel_tracked(&ending, where);
        co_await stop_parts(&ending, where);
        state_ = State::stopped;
    }
    raise(error, std::move(ending));
}

// A request to stop that comes while this waits is kept for the end.
detail::Inner<void> Lifecycle::cancel_tracked(Ending* ending, std::source_location where) {
    std::vector<AnyTask> left;
    for (const Tracked& one : tracked_) {
        if (one.task != current_task()) left.push_back(one.task);
    }
    for (AnyTask& task : left) task.cancel("'" + name_ + "' stops", where);
    while (!left.empty()) {
        try {
            co_await wait(left);
        } catch (const CancelledError&) {
            ending->cancelled = std::current_exception();
        }
        std::erase_if(left, [](const AnyTask& task) { return task.done(); });
    }
}

detail::Inner<void> Lifecycle::stop_parts(Ending* ending, std::source_location where) {
    while (started_ > 0) {
        Part& part = parts_[--started_];
        if (!part.stop) continue;
        tell("stop", part, where);
        try {
            co_await part.stop();
        } catch (const CancelledError&) {
            ending->cancelled = std::current_exception();
        } catch (...) {
            ending->errors.push_back(std::current_exception());
        }
    }
}

// A cancellation goes before all else; the errors beside it are reported.
void Lifecycle::raise(const std::exception_ptr& error, Ending ending) const {
    const bool body_cancelled = error && detail::is_a<CancelledError>(error);
    if (body_cancelled || ending.cancelled) {
        if (error && !body_cancelled) ending.errors.insert(ending.errors.begin(), error);
        for (const std::exception_ptr& one : ending.errors) {
            current_loop().report({"'" + name_ + "' was cancelled, and this went wrong on the way", one});
        }
        std::rethrow_exception(body_cancelled ? error : ending.cancelled);
    }
    if (ending.errors.empty()) {
        if (error) std::rethrow_exception(error);
        return;
    }
    if (error) ending.errors.insert(ending.errors.begin(), error);
    throw ExceptionGroup("errors while '" + name_ + "' stopped", std::move(ending.errors));
}

void Lifecycle::tell(const char* what, const Part& part, const std::source_location& where) const {
    if (current_loop(where).recorder() != nullptr) mark(fmt::format("{}: {} {}", name_, what, part.name), where);
}

}  // namespace aio
