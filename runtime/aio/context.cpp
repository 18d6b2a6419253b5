#include "aio/context.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>
#include <vector>

namespace aio {
namespace detail {

// Immutable while more than one context refers to it. Sorted by the variables' numbers: programs have
// few of them, and to copy a short vector is cheaper than any tree.
class Bindings {
public:
    struct Binding {
        std::uint64_t variable;
        ContextRef::Value value;
    };

    Bindings() = default;
    explicit Bindings(const std::vector<Binding>& all) : all_(all) {}

    void add_ref() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
    void drop_ref() noexcept {
        if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
    }
    bool is_shared() const noexcept { return references_.load(std::memory_order_acquire) > 1; }

    std::vector<Binding>& all() noexcept { return all_; }
    std::vector<Binding>::iterator place_of(std::uint64_t variable) noexcept {
        return std::ranges::lower_bound(all_, variable, {}, &Binding::variable);
    }
    Binding* find(std::uint64_t variable) noexcept {
        const auto place = place_of(variable);
        return place != all_.end() && place->variable == variable ? &*place : nullptr;
    }

private:
    ~Bindings() = default;
    std::vector<Binding> all_;
    std::atomic<std::uint32_t> references_{1};  // contexts may be on several threads
};

namespace {

// Where what runs outside of every task and callback keeps what it sets.
thread_local ContextRef threads_own;
// Entered by a ContextScope; nullptr: whatever task runs has its own.
thread_local ContextRef* entered = nullptr;

std::uint64_t next_number() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

TaskBase* running_task() noexcept {
    const EventLoop* loop = EventLoop::running_on_this_thread();
    return loop != nullptr ? loop->current() : nullptr;
}

const ContextRef& context_here() noexcept {
    if (entered != nullptr) return *entered;
    const TaskBase* task = running_task();
    return task != nullptr ? task->context() : threads_own;
}

ContextRef& own_context_here() {
    if (entered != nullptr) return *entered;
    TaskBase* task = running_task();
    return task != nullptr ? task->own_context() : threads_own;
}

}  // namespace

// --- ContextRef ---

ContextRef::ContextRef(const ContextRef& other) noexcept : bindings_(other.bindings_) {
    if (bindings_ != nullptr) bindings_->add_ref();
}

ContextRef::~ContextRef() {
    if (bindings_ != nullptr) bindings_->drop_ref();
}

const void* ContextRef::find(std::uint64_t variable) const noexcept {
    if (bindings_ == nullptr) return nullptr;
    const Bindings::Binding* binding = bindings_->find(variable);
    return binding != nullptr ? binding->value.get() : nullptr;
}

ContextRef::Value ContextRef::set(std::uint64_t variable, Value value) {
    contexts_in_use.store(true, std::memory_order_relaxed);
    if (number_ == 0) number_ = next_number();
    if (bindings_ == nullptr) {
        bindings_ = new Bindings;
    } else if (bindings_->is_shared()) {
        auto* const mine = new Bindings(bindings_->all());
        std::exchange(bindings_, mine)->drop_ref();
    }
    if (Bindings::Binding* binding = bindings_->find(variable)) return std::exchange(binding->value, std::move(value));
    bindings_->all().insert(bindings_->place_of(variable), {variable, std::move(value)});
    return nullptr;
}

ContextRef copy_of_context_here() { return context_here(); }

ContextScope::ContextScope(ContextRef* context) noexcept : outer_(std::exchange(entered, context)) {}

ContextScope::~ContextScope() { entered = outer_; }

// --- AnyContextVar ---

AnyContextVar::AnyContextVar(std::string name) : number_(next_number()), name_(std::move(name)) {}

const void* AnyContextVar::find() const noexcept { return context_here().find(number_); }

AnyContextVar::Change AnyContextVar::change(Value value) {
    ContextRef& context = own_context_here();
    Value before = context.set(number_, std::move(value));
    return {number_, context.number(), std::move(before), false};
}

void AnyContextVar::take_back(Change& change) {
    if (change.used) {
        throw UsageError("this token of context variable '" + name_ + "' was used before: it takes back one set()", {},
                         "task");
    }
    if (change.variable != number_) {
        throw std::invalid_argument("the token comes from another context variable than '" + name_ + "'");
    }
    ContextRef& context = own_context_here();
    if (change.context != context.number()) {
        throw std::invalid_argument("the token of context variable '" + name_ + "' comes from another context");
    }
    change.used = true;
    context.set(number_, std::move(change.before));
}

void AnyContextVar::throw_lookup() const {
    throw LookupError("context variable '" + name_ + "' has no value here, and no default");
}

}  // namespace detail

// --- Context ---

namespace {

void refuse_twice(bool entered, const std::source_location& where) {
    if (!entered) return;
    throw UsageError("something runs in this context already: copy_context() gives another one", where, "task");
}

}  // namespace

Context::Entry::Entry(State& state, const std::source_location& where)
    : state_((refuse_twice(state.entered, where), state)), scope_(state.context) {
    state_.entered = true;
}

Context copy_context() { return Context(); }

}  // namespace aio
