#include "aio/as_completed.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"

#include <string>

namespace aio::detail {

using loopscope::EventKind;

Completions::Completions(std::vector<Ref<FutureBase>> children, const TimeLimit& timeout,
                         const std::source_location& where)
    : Primitive(loopscope::ObjectKind::as_completed, "as_completed(" + std::to_string(children.size()) + ")", where),
      children_(std::move(children)),
      watches_(std::make_unique<ChildWatch[]>(children_.size())),
      missing_(children_.size()) {
    EventLoop& here = running_loop(where, "as_completed");
    join_running_loop();
    for (const auto& child : children_) tell_child(here, EventKind::object_child, id(), *child);
    for (std::size_t i = 0; i < children_.size(); ++i)
        watches_[i].start(here, *children_[i], *this, id(), "as_completed");
    const auto due = timeout.from(here.time());
    if (children_.empty() || !due) return;
    tell_value(loopscope::ValueKind::deadline, due->count());
    here.arm(alarm_, *due, "as_completed");
}

// Whoever waits holds it: the line is empty.
Completions::~Completions() {
    if (alarm_.armed() || alarm_.place() != Runnable::Place::nowhere) loop().disarm(alarm_);
}

void Completions::child_done(ChildWatch& watch) {
    tell_child(loop(), EventKind::object_child_done, id(), watch.child());
    if (--missing_ == 0) {
        loop().disarm(alarm_);
        tell(EventKind::object_done, static_cast<std::uint8_t>(loopscope::Outcome::returned), 0, 0);
    }
    put(static_cast<std::size_t>(&watch - watches_.get()));
}

void Completions::time_is_over() {
    for (std::size_t i = 0; i < children_.size(); ++i) watches_[i].stop();
    tell(EventKind::object_done, static_cast<std::uint8_t>(loopscope::Outcome::raised), 0, 0);
    for (; missing_ > 0; --missing_) put(kTimedOut);
}

void Completions::put(std::size_t child) {
    done_.push_back(child);
    wake_next(activity());
}

void Completions::wake_next(loopscope::Sequence cause) {
    if (Waiter* waiter = line_.first_waiting()) waiter->wake(cause);
}

std::size_t Completions::take() {
    const std::size_t first = done_.front();
    done_.pop_front();
    return first;
}

// One task's wait until something may be there.
struct CompletionLine {
    explicit CompletionLine(Completions& of) noexcept : completions(of) {}
    Completions& completions;
};

class LineAwaiter {
public:
    explicit LineAwaiter(Completions& completions) noexcept : completions_(completions) {}
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter_.wait(handle.promise(), completions_.line_, completions_, loopscope::WaitReason::get);
    }
    void await_resume() {
        if (!waiter_.leave()) return;
        // A wake-up that came too late for this one goes to the next.
        if (waiter_.woken() && completions_.ready()) completions_.wake_next(completions_.activity());
        waiter_.rethrow();
    }

private:
    Completions& completions_;
    Waiter waiter_;
};

static LineAwaiter make_awaiter(const CompletionLine& line, const std::source_location&) {
    return LineAwaiter(line.completions);
}

// Who came meanwhile may have taken what this one was woken for.
Inner<std::size_t> Completions::wait_and_take() {
    [[maybe_unused]] const char kTop = 0;  // GCC 12 needs a local
    while (!ready()) co_await CompletionLine(*this);
    co_return take();
}

void throw_taken_twice(const std::source_location& where) {
    throw UsageError("this was awaited before: each turn of the loop over as_completed gives one result", where,
                     "gather");
}

}  // namespace aio::detail
