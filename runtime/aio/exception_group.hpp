// aio::ExceptionGroup: several exceptions that travel as one.
//
// Tasks that run concurrently may fail concurrently. A TaskGroup raises what its children
// raised as one group; a group may hold groups. Where Python says `except* ValueError`,
// take the part that you can handle and throw the rest on:
//
//   } catch (const aio::ExceptionGroup& group) {
//       auto [mine, rest] = group.split<std::invalid_argument>();
//       if (mine) ...                 they all are invalid_arguments, however deep
//       if (rest) throw *rest;
//   }
//
// Python: ExceptionGroup (PEP 654).  Lesson: lessons/07_task_group.
// Thread rule: a plain value; copies share what is inside, which never changes.
#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aio {

// No runtime_error and no logic_error, so that split<std::runtime_error>() asks for what is inside.
class ExceptionGroup : public std::exception {
public:
    using Predicate = std::function<bool(const std::exception_ptr&)>;
    struct Parts;  // the group that matched, and the one that did not; nothing where it would be empty

    // std::invalid_argument if there are none, or one of them is a null pointer.
    ExceptionGroup(std::string message, std::vector<std::exception_ptr> exceptions);
    // Moving is copying: a group that was moved from must still say what it is.
    ExceptionGroup(const ExceptionGroup&) noexcept = default;
    ExceptionGroup& operator=(const ExceptionGroup&) noexcept = default;

    // "unhandled errors in a TaskGroup (2 sub-exceptions)"
    const char* what() const noexcept override { return state_->text.c_str(); }
    const std::string& message() const noexcept { return state_->message; }  // without the number
    // In the order in which they happened. Some may be groups.
    const std::vector<std::exception_ptr>& exceptions() const noexcept { return state_->exceptions; }

    // The parts keep the shape of the whole: the same groups in the same places, less what is
    // not theirs. A group that itself is what is asked for belongs whole to the first part.
    Parts split_if(const Predicate& matches) const;
    std::optional<ExceptionGroup> subgroup_if(const Predicate& matches) const;
    // By type: one of Es, or derived from one.
    template <class... Es>
    Parts split() const;
    template <class... Es>
    std::optional<ExceptionGroup> subgroup() const;
    // Whether an E is inside, however deep.
    template <class E>
    bool contains() const;

    // Those that are no groups, however deep, first to last.
    std::vector<std::exception_ptr> leaves() const;
    void for_each_leaf(const std::function<void(const std::exception_ptr&)>& function) const;
    // A line for every exception, indented below its group: what a person wants to read.
    std::string tree() const;

private:
    struct State {
        std::string message;
        std::string text;
        std::vector<std::exception_ptr> exceptions;
    };
    static const ExceptionGroup* group_in(const std::exception_ptr& error, std::optional<ExceptionGroup>& copy);
    void add_to_tree(std::string& text, const std::string& indent) const;

    std::shared_ptr<const State> state_;  // copying an exception must not throw
};

struct ExceptionGroup::Parts {
    std::optional<ExceptionGroup> matched;
    std::optional<ExceptionGroup> rest;
};

namespace detail {

template <class E>
bool is_a(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const E&) {
        return true;
    } catch (...) {
        return false;
    }
}

// "std::out_of_range: no such index", for people.
std::string typed_text_of(const std::exception_ptr& error);

}  // namespace detail

template <class... Es>
ExceptionGroup::Parts ExceptionGroup::split() const {
    return split_if([](const std::exception_ptr& error) { return (detail::is_a<Es>(error) || ...); });
}

template <class... Es>
std::optional<ExceptionGroup> ExceptionGroup::subgroup() const {
    return split<Es...>().matched;
}

template <class E>
bool ExceptionGroup::contains() const {
    return subgroup<E>().has_value();
}

}  // namespace aio
