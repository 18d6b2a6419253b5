// aio::ContextVar<T>: a value that follows the program's flow instead of its arguments.
//
// What a task sets, it and what it calls see. A task, a callback of the loop and a done
// callback start with a copy of what was set where they were made, and what they set
// stays theirs: a request's number set in its handler is seen by every task that the
// handler makes, and by no other.
//
//   aio::ContextVar<int> request("request");      outlives those who use it: a global
//   auto token = request.set(7); ... request.get() ... request.reset(token);
//
// Python: contextvars.ContextVar, Token, copy_context.  Lesson: lessons/02_task.
// Thread rule: any thread; each has a context of its own outside of loops. Values may be
// read from several threads at once, when a context was carried to another one.
#pragma once
#include "aio/context_ref.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {

// A variable, whatever it holds. Its number is never used again.
class AnyContextVar {
public:
    explicit AnyContextVar(std::string name);
    AnyContextVar(const AnyContextVar&) = delete;
    AnyContextVar& operator=(const AnyContextVar&) = delete;
    const std::string& name() const noexcept { return name_; }

protected:
    using Value = std::shared_ptr<const void>;  // nullptr: none
    // What set() replaced, and where.
    struct Change {
        std::uint64_t variable = 0;
        std::uint64_t context = 0;
        Value before;
        bool used = false;
    };

    ~AnyContextVar() = default;
    const void* find() const noexcept;  // nullptr: no value in this context
    Change change(Value value);
    // UsageError if it was used; std::invalid_argument if it is of another variable or context.
    void take_back(Change& change);
    [[noreturn]] void throw_lookup() const;

private:
    std::uint64_t number_;
    std::string name_;
};

}  // namespace detail

template <class T>
class ContextVar : public detail::AnyContextVar {
    static_assert(std::is_copy_constructible_v<T>, "many tasks may see one value: wrap it in a std::shared_ptr");

public:
    // What set() gives: the way back, good for one reset().
    class Token {
    public:
        Token(Token&&) noexcept = default;
        Token& operator=(Token&&) noexcept = default;
        // The value before; nothing if there was none.
        std::optional<T> old_value() const {
            return change_.before ? std::optional<T>(*static_cast<const T*>(change_.before.get())) : std::nullopt;
        }

    private:
        friend ContextVar;
        explicit Token(Change change) noexcept : change_(std::move(change)) {}
        Change change_;
    };

    // `name` is what messages say.
    explicit ContextVar(std::string name) : AnyContextVar(std::move(name)) {}
    ContextVar(std::string name, T otherwise) : AnyContextVar(std::move(name)), default_(std::move(otherwise)) {}

    // The value that was set in this context, or the default. LookupError if there is neither.
    T get() const {
        if (const void* value = find()) return *static_cast<const T*>(value);
        if (!default_) throw_lookup();
        return *default_;
    }
    // The value that was set in this context, or `otherwise`.
    T get(T otherwise) const {
        const void* value = find();
        return value != nullptr ? *static_cast<const T*>(value) : std::move(otherwise);
    }
    Token set(T value) { return Token(change(std::make_shared<const T>(std::move(value)))); }
    // Puts back what was there before the set() that gave the token. A token is good once, and in the
    // context that it comes from.
    void reset(Token& token) { take_back(token.change_); }
    void reset(Token&& token) { take_back(token.change_); }

private:
    std::optional<T> default_;
};

// A context to keep: what was set where copy_context() was called. Copies share it.
class Context {
public:
    // A move copies, so that none is ever empty.
    Context(const Context&) noexcept = default;
    Context& operator=(const Context&) noexcept = default;

    // Runs `function` inside of it; what that sets stays here for the next run. UsageError if one runs already.
    template <class Function>
    decltype(auto) run(Function&& function, std::source_location where = std::source_location::current()) {
        using Result = std::remove_cvref_t<std::invoke_result_t<Function>>;
        static_assert(
            !requires { typename Result::promise_type; },
            "a coroutine runs in the context of the task that awaits it: call create_task in here");
        const Entry entry(*state_, where);
        return std::forward<Function>(function)();
    }

private:
    friend Context copy_context();
    struct State {
        explicit State(detail::ContextRef captured) noexcept : context(std::move(captured)) {}
        detail::ContextRef context;
        bool entered = false;
    };
    class Entry {
    public:
        Entry(State& state, const std::source_location& where);
        ~Entry() { state_.entered = false; }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

    private:
        State& state_;
        detail::ContextScope scope_;
    };
    Context() : state_(std::make_shared<State>(detail::capture_context())) {}

    std::shared_ptr<State> state_;
};

// What is set here, as a context of its own.
Context copy_context();

}  // namespace aio
