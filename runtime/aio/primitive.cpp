#include "aio/primitive.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"
#include "aio/task_base.hpp"

namespace aio::detail {

using loopscope::EventKind;
using loopscope::ObjectKind;

namespace {

// What messages call it, and the lesson that explains it.
struct KindWords {
    const char* noun;
    const char* lesson;
};

KindWords words(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::lock:
            return {"lock", "lock"};
        case ObjectKind::event:
            return {"event", "event"};
        case ObjectKind::condition:
            return {"condition", "event"};
        case ObjectKind::semaphore:
            return {"semaphore", "semaphore"};
        case ObjectKind::bounded_semaphore:
            return {"bounded semaphore", "semaphore"};
        case ObjectKind::barrier:
            return {"barrier", "event"};
        case ObjectKind::queue:
            return {"queue", "queue"};
        case ObjectKind::priority_queue:
            return {"priority queue", "queue"};
        case ObjectKind::lifo_queue:
            return {"LIFO queue", "queue"};
        case ObjectKind::task_group:
            return {"task group", "task_group"};
        case ObjectKind::generator:
            return {"generator", "coroutine"};
        case ObjectKind::rate_limiter:
            return {"rate limiter", "semaphore"};
        case ObjectKind::pool:
            return {"pool", "semaphore"};
        default:
            return {"object", "task"};
    }
}

}  // namespace

// --- Waiter ---

void Waiter::wait(PromiseBase& promise, WaiterList& line, Primitive& on, loopscope::WaitReason reason) {
    task_ = promise.task();
    state_ = State::waiting;
    link(line);
    task_->suspend_on(promise, *this, reason, on.id());
}

void Waiter::ask_before_resuming() noexcept { task_->ask_before_resuming(); }

void Waiter::wait_again(WaiterList& line, Primitive& on, loopscope::WaitReason reason) {
    unlink();
    link(line);
    state_ = State::waiting;
    task_->suspend_again(*this, reason, on.id());
    task_->ask_before_resuming();
}

void Waiter::link(WaiterList& line) noexcept {
    next = &line.head_;
    previous = line.head_.previous;
    line.head_.previous->next = this;
    line.head_.previous = this;
    line_ = &line;
    if (line.search_from_ == &line.head_) line.search_from_ = this;
}

bool Waiter::leave() {
    unlink();
    const bool cancelled = state_ == State::cancelled || task_->must_deliver();
    if (orphaned_) {
        if (cancelled) rethrow();
        std::rethrow_exception(orphaned_);
    }
    return cancelled;
}

void Waiter::rethrow() { task_->throw_cancelled(); }

bool Waiter::cancel_wait(const std::string& message) {
    if (state_ != State::waiting) return false;
    state_ = State::cancelled;
    task_->set_cancel_message(message);
    task_->loop().make_ready(*task_, loopscope::WakeReason::cancelled, task_->loop().activity());
    return true;
}

// --- WaiterList ---

bool WaiterList::any_uncancelled() const noexcept {
    for (const Link* link = head_.next; link != &head_; link = link->next) {
        const auto* waiter = static_cast<const Waiter*>(link);
        if (waiter->waiting() || waiter->woken()) return true;
    }
    return false;
}

std::size_t WaiterList::size() const noexcept {
    std::size_t count = 0;
    for (const Link* link = head_.next; link != &head_; link = link->next) ++count;
    return count;
}

std::size_t WaiterList::waiting() const noexcept {
    std::size_t count = 0;
    for (const Link* link = head_.next; link != &head_; link = link->next) {
        count += static_cast<const Waiter*>(link)->waiting() ? 1 : 0;
    }
    return count;
}

// --- Primitive ---

Primitive::Primitive(ObjectKind kind, std::string_view name, const std::source_location& where)
    : name_(name), made_at_(where), kind_(kind) {}

Primitive::Primitive(const PartOf& part)
    : name_(part.whole.name_), made_at_(part.whole.made_at_), whole_(&part.whole), kind_(part.whole.kind_) {}

void Primitive::join_running_loop() {
    if (EventLoop::running_on_this_thread() != nullptr) bind(made_at_);
}

Primitive::~Primitive() {
    if (id_ == 0 || !is_bound_here()) return;
    if (loopscope::Recorder* listener = recorder()) listener->record(EventKind::object_destroy, id_, activity());
}

std::string Primitive::describe() const {
    const std::string noun = words(kind_).noun;
    if (!name_.empty()) return noun + " '" + name_ + "'";
    return noun + " of " + place_text(made_at_);
}

// Before a loop runs a primitive may be made and filled; after its loop's end another may take it over.
void Primitive::bind(const std::source_location& where) {
    EventLoop* here = EventLoop::running_on_this_thread();
    if (loop_number_ != 0 && EventLoop::lives(loop_number_)) {
        if (here == nullptr && loop_->is_of_this_thread()) return;
        throw UsageError(describe() +
                             " belongs to another event loop or thread: use it there, or go there by "
                             "call_soon_threadsafe",
                         where, words(kind_).lesson);
    }
    if (here == nullptr) return;
    loop_ = here;
    loop_number_ = here->number();
    if (whole_ == nullptr) introduce();
}

void Primitive::introduce() {
    id_ = loop_->next_object_id();
    loopscope::Recorder* listener = recorder();
    if (listener == nullptr) return;
    listener->record(EventKind::object_create, id_, activity(), static_cast<std::uint8_t>(kind_),
                     listener->string(name_), loopscope::pack(task_id(), listener->site(made_at_)));
    tell_start();
}

loopscope::TaskId Primitive::task_id() const noexcept { return loop_->current_id(); }
loopscope::Sequence Primitive::activity() const noexcept { return loop_->activity(); }

loopscope::Sequence Primitive::tell(EventKind kind, std::uint8_t detail, std::uint32_t a, std::uint64_t b) {
    loopscope::Recorder* listener = recorder();
    if (listener == nullptr) return is_bound_here() ? activity() : 0;
    loop_->tell_arrival();  // an I/O handler of the program's own may be who calls
    return listener->record(kind, id_, activity(), detail, a, b);
}

loopscope::Sequence Primitive::tell_at(EventKind kind, const std::source_location& where, std::uint32_t count) {
    loopscope::Recorder* listener = recorder();
    if (listener == nullptr) return is_bound_here() ? activity() : 0;
    loop_->tell_arrival();
    return listener->record(kind, id_, activity(), 0, listener->site(where), loopscope::pack(task_id(), count));
}

loopscope::Sequence Primitive::tell_value(loopscope::ValueKind kind, std::int64_t value) {
    if (recorder() == nullptr) return 0;
    return tell(EventKind::object_value, static_cast<std::uint8_t>(kind), task_id(), static_cast<std::uint64_t>(value));
}

void Primitive::tell_passed(loopscope::WaitReason reason, const std::source_location& where) {
    loopscope::Recorder* listener = recorder();
    if (listener == nullptr) return;
    listener->record(EventKind::await_passed, task_id(), activity(), static_cast<std::uint8_t>(reason),
                     listener->site(where), id_);
}

void Primitive::orphan(WaiterList& line) noexcept {
    while (!line.empty()) {
        Waiter& waiter = line.front();
        waiter.unlink();
        // The line of the co_await is where the error is thrown, and where its reader looks.
        waiter.orphaned_ = std::make_exception_ptr(UsageError(
            describe() + " was destroyed while " + waiter.task().describe() +
                " waited for it: let it live longer than the tasks that use it",
            waiter.task().innermost() != nullptr ? waiter.task().innermost()->site() : made_at_, words(kind_).lesson));
        if (waiter.waiting()) waiter.wake(0);
    }
}

}  // namespace aio::detail
