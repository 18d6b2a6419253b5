// ContextRef: what the context variables hold in one task, callback or thread.
//
// Most programs set none, so nothing set is a null pointer. Otherwise it is a counted
// reference to bindings that are shared until somebody sets something: to copy a context
// is to copy a pointer. A running task's context is found through its loop, so that a
// step costs nothing; only callbacks and threads enter theirs (ContextScope).
//
// For aio's own sources; programs use context.hpp.
// Thread rule: one ContextRef, one thread at a time; copies may go to other threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace aio::detail {

class Bindings;

class ContextRef {
public:
    using Value = std::shared_ptr<const void>;

    ContextRef() noexcept = default;
    // The copy is another context with the same values.
    ContextRef(const ContextRef& other) noexcept;
    ContextRef(ContextRef&& other) noexcept
        : bindings_(std::exchange(other.bindings_, nullptr)), number_(std::exchange(other.number_, 0)) {}
    ContextRef& operator=(ContextRef other) noexcept {
        std::swap(bindings_, other.bindings_);
        std::swap(number_, other.number_);
        return *this;
    }
    ~ContextRef();

    explicit operator bool() const noexcept { return bindings_ != nullptr; }  // something was set
    // nullptr: nothing is set under this number.
    const void* find(std::uint64_t variable) const noexcept;
    // Sets, or takes away with nullptr; returns what was there.
    Value set(std::uint64_t variable, Value value);
    // Tells contexts apart. 0: nothing was ever set in this one.
    std::uint64_t number() const noexcept { return number_; }

private:
    Bindings* bindings_ = nullptr;
    std::uint64_t number_ = 0;
};

// Until somebody sets a variable there is nothing to copy.
inline std::atomic<bool> contexts_in_use{false};
ContextRef copy_of_context_here();

// A copy of the context that runs here: of the task or callback that runs, else of the thread.
inline ContextRef capture_context() {
    return contexts_in_use.load(std::memory_order_relaxed) ? copy_of_context_here() : ContextRef();
}

// While it lives, what runs on this thread runs in this context. It must not live across a
// co_await. Without an argument: in the one of whatever task runs.
class ContextScope {
public:
    ContextScope() noexcept : ContextScope(nullptr) {}
    explicit ContextScope(ContextRef& context) noexcept : ContextScope(&context) {}
    ~ContextScope();
    ContextScope(const ContextScope&) = delete;
    ContextScope& operator=(const ContextScope&) = delete;

private:
    explicit ContextScope(ContextRef* context) noexcept;
    ContextRef* outer_;
};

}  // namespace aio::detail
