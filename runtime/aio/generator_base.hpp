// GeneratorBase: what an AsyncGenerator is made of, whatever it gives.
//
// The body's frame is entered again and again, by one task after another. So it is kept
// apart from the handle: whoever is inside keeps it alive, and a frame that is destroyed
// with its task leaves a generator that has ended. The loop knows the unfinished ones.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/coro.hpp"
#include "aio/primitive.hpp"
#include "aio/ref.hpp"

#include <coroutine>
#include <cstdint>
#include <exception>
#include <source_location>
#include <utility>

namespace aio {

// Thrown at the co_yield of a generator that is closed. No std::exception, so that handlers for
// what went wrong let it pass; a body that catches it cleans up and returns, or throws it on.
class GeneratorExit {};

namespace detail {

class GeneratorBase;

// Gives a value: back to who asked, until the next one is wanted.
class YieldAwaiter {
public:
    explicit YieldAwaiter(GeneratorBase& generator) noexcept : generator_(generator) {}
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() const;  // throws GeneratorExit when it is closed

private:
    GeneratorBase& generator_;
};

class GeneratorPromiseBase : public AwaitingPromise {
public:
    explicit GeneratorPromiseBase(std::source_location defined_at) noexcept
        : AwaitingPromise(defined_at), defined_at_(defined_at) {
        keep_unseen();  // the record is told by the generator, at each entry
    }

    struct EndAwaiter {
        explicit EndAwaiter(GeneratorBase& of) noexcept : generator(of) {}
        GeneratorBase& generator;
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept;
        void await_resume() const noexcept {}
    };
    EndAwaiter final_suspend() noexcept { return EndAwaiter(*generator_); }
    void return_void() const noexcept {}
    const std::source_location& defined_at() const noexcept { return defined_at_; }

protected:
    Ref<GeneratorBase> begin_life(std::coroutine_handle<> frame);
    GeneratorBase& generator() const noexcept { return *generator_; }

private:
    GeneratorBase* generator_ = nullptr;
    std::source_location defined_at_;
};

// As a Link it stands in the loop's list of generators that were begun and have not ended.
class GeneratorBase final : public Primitive, public Link {
public:
    GeneratorBase(std::coroutine_handle<> frame, GeneratorPromiseBase& promise);

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* block, std::size_t bytes) noexcept { free_frame(block, bytes); }
    void add_ref() noexcept { ++references_; }
    void drop_ref() noexcept {
        if (--references_ == 0) delete this;
    }

    GeneratorPromiseBase& promise() const noexcept { return *promise_; }  // REQUIRES: not over
    bool over() const noexcept { return !frame_; }
    bool running() const noexcept { return running_ && frame_; }

    // --- awaiters: who asks goes in, and comes out at a co_yield or at the end ---
    void require_free(const std::source_location& where, const char* what);  // UsageError: somebody is inside
    std::coroutine_handle<> go_inside(PromiseBase& outer) noexcept;
    std::coroutine_handle<> leave(loopscope::Outcome how) noexcept;
    bool end_of_next();  // true: it has ended; throws what its body raised
    bool begin_close();  // false: there is nothing to run for that
    void end_of_close(const std::source_location& where);
    bool closing() const noexcept { return closing_; }

    // The loop ends; this may live on.
    void leave_loop() noexcept;

private:
    ~GeneratorBase() override;
    void drop_frame() noexcept;
    void end(const std::exception_ptr& error);
    void tell_entered(const PromiseBase& outer);
    void tell_left(loopscope::Outcome how);

    std::coroutine_handle<> frame_;  // empty: it has ended, or its task was destroyed with it
    GeneratorPromiseBase* promise_;
    PromiseBase* outer_ = nullptr;  // who asked
    std::uint32_t references_ = 0;
    loopscope::CoroId coro_id_ = 0;
    bool started_ = false;
    bool running_ = false;
    bool closing_ = false;
};

class GeneratorAwaiter {
public:
    GeneratorAwaiter(Ref<GeneratorBase> generator, const std::source_location& where, const char* what);
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) noexcept {
        entered_ = true;
        return generator_->go_inside(handle.promise());
    }

protected:
    Ref<GeneratorBase> generator_;
    std::source_location where_;
    bool entered_ = false;
};

GeneratorBase& check_generator(const Ref<GeneratorBase>& generator, const std::source_location& where = {});

// Closes, oldest first and concurrently, those that were begun and have not ended.
// REQUIRES: the loop does not run.
void close_generators(EventLoop& loop);

}  // namespace detail
}  // namespace aio
