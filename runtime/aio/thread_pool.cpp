#include "aio/thread_pool.hpp"

#include "aio/errors.hpp"
#include "aio/inbox.hpp"
#include "aio/loop.hpp"
#include "aio/outside.hpp"
#include "aio/task_base.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace aio::detail {

using loopscope::EventKind;

struct ThreadPool::Asio {
    explicit Asio(std::size_t threads) : pool(threads) {}
    boost::asio::thread_pool pool;
};

ThreadPool::ThreadPool(std::size_t threads, std::string_view name)
    : name_(name), asio_(std::make_unique<Asio>(threads)) {}
ThreadPool::~ThreadPool() { shutdown(); }

// The mutex, so that what is posted is in line before a shutdown() elsewhere begins to wait.
void ThreadPool::post(std::shared_ptr<ThreadCall> call, const std::source_location& where) {
    const std::lock_guard lock(mutex_);
    refuse_if_shut(where);
    boost::asio::post(asio_->pool, [call = std::move(call)]() mutable { ThreadCall::run(std::move(call)); });
}

void ThreadPool::require_open(const std::source_location& where) const {
    const std::lock_guard lock(mutex_);
    refuse_if_shut(where);
}

void ThreadPool::refuse_if_shut(const std::source_location& where) const {
    if (!open_)
        throw UsageError("executor '" + name_ + "' was shut down: it takes no more functions", where, "event_loop");
}

void ThreadPool::shutdown() {
    {
        const std::lock_guard lock(mutex_);
        open_ = false;
    }
    asio_->pool.join();
}

// As Python's: functions that wait for the outside world want more threads than there are cores.
std::size_t ThreadPool::default_threads() noexcept {
    return std::min<std::size_t>(32, std::thread::hardware_concurrency() + 4);
}

void ThreadCall::run(std::shared_ptr<ThreadCall> call) noexcept {
    Stage expected = Stage::in_line;
    if (call->stage_.compare_exchange_strong(expected, Stage::runs)) {
        try {
            const ContextScope scope(call->context_);
            call->call_function();
        } catch (...) {
            call->error_ = std::current_exception();
        }
    }
    const std::shared_ptr<Inbox> home = call->home_;
    Inbox::Call back{[call = std::move(call)] { call->come_home(); }, "thread", true};
    home->put(back);
}

void ThreadCall::come_home() {
    loop_->outside().thread_ends();
    loopscope::Sequence cause = 0;
    if (loopscope::Recorder* recorder = loop_->recorder()) {
        const auto how = stage_ == Stage::skipped ? loopscope::Outcome::cancelled
                         : error_ != nullptr      ? loopscope::Outcome::raised
                                                  : loopscope::Outcome::returned;
        cause = recorder->record(EventKind::thread_done, id_, 0, static_cast<std::uint8_t>(how),
                                 error_ != nullptr ? recorder->string(text_of(error_)) : 0);
    }
    if (ThreadAwaiterBase* awaiter = std::exchange(awaiter_, nullptr)) {
        loop_->make_ready(*awaiter->task_, loopscope::WakeReason::thread, cause);
    }
}

ThreadAwaiterBase::ThreadAwaiterBase(std::shared_ptr<ThreadCall> call, std::shared_ptr<ThreadPool> pool,
                                     const std::source_location& where)
    : call_(std::move(call)), pool_(std::move(pool)), where_(where) {
    if (call_ == nullptr) throw UsageError("this call was awaited before: make a new one", where, "task");
}

ThreadAwaiterBase::~ThreadAwaiterBase() {
    if (call_ != nullptr && call_->awaiter_ == this) call_->awaiter_ = nullptr;  // its task is destroyed where it waits
}

void ThreadAwaiterBase::start(PromiseBase& promise) {
    task_ = promise.task();
    EventLoop& loop = task_->loop();
    Outside& outside = loop.outside();
    ThreadPool& pool = pool_ != nullptr ? *pool_ : outside.default_pool();
    call_->loop_ = &loop;
    call_->home_ = outside.inbox();
    call_->context_ = capture_context();
    pool.post(call_, where_);  // what follows is for the loop's thread, to which the call comes home later
    call_->id_ = outside.next_operation_id();
    if (loopscope::Recorder* recorder = loop.recorder()) {
        recorder->record(EventKind::thread_start, call_->id_, loop.activity(), 0, recorder->string(pool.name()),
                         loopscope::pack(task_->id(), recorder->site(promise.site())));
    }
    call_->awaiter_ = this;
    outside.thread_begins();
    task_->suspend_on(promise, *this, loopscope::WaitReason::thread, call_->id_);
}

bool ThreadAwaiterBase::cancel_wait(const std::string& message) {
    if (call_->awaiter_ != this) return false;  // it has come home
    call_->awaiter_ = nullptr;
    auto expected = ThreadCall::Stage::in_line;
    call_->stage_.compare_exchange_strong(expected, ThreadCall::Stage::skipped);
    cancelled_ = true;
    task_->set_cancel_message(message);
    task_->loop().make_ready(*task_, loopscope::WakeReason::cancelled, task_->loop().activity());
    return true;
}

void ThreadAwaiterBase::resume() {
    if (cancelled_) task_->throw_cancelled();
    task_->resumed();
    if (call_->error_ != nullptr) std::rethrow_exception(call_->error_);
}

}  // namespace aio::detail
