#include "aio/asio.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"
#include "aio/task_base.hpp"

#include <boost/core/demangle.hpp>

#include <string_view>

namespace aio {

using loopscope::EventKind;

boost::asio::io_context& io_context(std::source_location where) {
    return detail::running_loop(where, "io_context").outside().reactor().context();
}

namespace detail {
namespace {

// From "boost::asio::detail::initiate_async_read_until_delim_v1<...>" to "async_read_until": what
// a reader has written.
std::string short_name(std::string_view type) {
    constexpr std::string_view kMark = "initiate_";
    if (const auto at = type.find(kMark); at != type.npos) type.remove_prefix(at + kMark.size());
    type = type.substr(0, type.find_first_of("<>(){"));
    if (const auto at = type.rfind("::"); at != type.npos) type.remove_prefix(at + 2);
    for (const std::string_view variant : {"_dynbuf", "_buffer_sequence", "_delim", "_string", "_expr", "_match"}) {
        type = type.substr(0, type.find(variant));
    }
    if (type.starts_with("run_")) type.remove_prefix(4);
    if (type.ends_with("_op")) type.remove_suffix(3);
    std::string name(type);
    for (const std::string_view how : {"_move", "_range", "_iterator"}) {
        if (const auto at = name.find(how); at != name.npos) name.erase(at, how.size());
    }
    return name;
}

}  // namespace

std::string IoLabel::text() const {
    return given != nullptr ? given : short_name(boost::core::demangle(initiation->name()));
}

void IoCore::begin(PromiseBase& promise) {
    task_ = promise.task();
    loop_ = &task_->loop();
    Outside& outside = loop_->outside();
    id_ = outside.next_operation_id();
    home_ = outside.inbox();
    outside.io_begins(kind_);
    if (loopscope::Recorder* recorder = loop_->recorder()) [[unlikely]] {
        recorder->record(EventKind::io_start, id_, loop_->activity(), 0, recorder->string(label()),
                         loopscope::pack(task_->id(), recorder->site(promise.site())));
    }
    task_->suspend_on(promise, *this, loopscope::WaitReason::io, id_);
}

void IoCore::fail_to_start(std::exception_ptr why) {
    error_ = std::move(why);
    if (!done_) complete();  // the handler was not dropped on the way
}

void IoCore::arrive() {
    if (EventLoop::running_on_this_thread() == loop_) [[likely]]
        return complete();
    go_home();
}

void IoCore::dropped() {
    if (done_) return;
    const bool here = EventLoop::running_on_this_thread() == loop_;
    if (here && task_ == nullptr) return;  // the loop ends, and its tasks are gone
    error_ = std::make_exception_ptr(
        UsageError("operation '" + label() + "' was given up: its handler was destroyed without being called"));
    if (here) {
        complete();
    } else {
        go_home();
    }
}

// The handler was called, or dropped, on a thread that is not the loop's.
void IoCore::go_home() {
    struct Held {
        explicit Held(IoCore& of) : core(&of) {}
        Ref<IoCore> core;
    };
    Inbox::Call call{[held = std::make_shared<Held>(*this)] { held->core->complete(); }, "I/O", true};
    home_->put(call);
}

void IoCore::complete() {
    done_ = true;
    if (task_ == nullptr) return;
    loop_->outside().io_ends(kind_);
    loopscope::Sequence cause = loop_->activity();
    if (loopscope::Recorder* recorder = loop_->recorder()) [[unlikely]] {
        loop_->tell_arrival();
        const std::string why = error_ != nullptr ? text_of(error_) : failure();
        const auto how = cancelled_    ? loopscope::Outcome::cancelled
                         : why.empty() ? loopscope::Outcome::returned
                                       : loopscope::Outcome::raised;
        cause = recorder->record(EventKind::io_done, id_, cause, static_cast<std::uint8_t>(how),
                                 why.empty() ? 0 : recorder->string(why));
    }
    loop_->make_ready(*task_, cancelled_ ? loopscope::WakeReason::cancelled : loopscope::WakeReason::io, cause);
}

bool IoCore::cancel_wait(const std::string& message) {
    if (done_) return false;
    task_->set_cancel_message(message);
    if (cancelled_) return true;
    cancelled_ = true;
    const Ref<IoCore> keep(this);  // it may complete while it is asked
    ask_to_stop();
    return true;
}

void IoCore::leave() noexcept {
    TaskBase* const task = std::exchange(task_, nullptr);
    if (task != nullptr && !done_) loop_->outside().io_ends(kind_);  // the task is destroyed where it waits
}

void IoCore::resume() {
    if (cancelled_) task_->throw_cancelled();
    task_->resumed();
    if (error_ != nullptr) std::rethrow_exception(error_);
}

}  // namespace detail
}  // namespace aio
