#include "aio/exception_group.hpp"

#include "aio/errors.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace aio {

namespace {

std::string with_number(const std::string& message, std::size_t count) {
    return message + " (" + std::to_string(count) + (count == 1 ? " sub-exception)" : " sub-exceptions)");
}

// Of the exception that is being handled; "" if the library does not know.
std::string type_of_current() {
    const std::type_info* type = abi::__cxa_current_exception_type();
    if (type == nullptr) return {};
    int status = 0;
    char* name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    std::string text = status == 0 ? name : type->name();
    std::free(name);
    return text;
}

}  // namespace

std::string detail::typed_text_of(const std::exception_ptr& error) {
    std::string type;
    try {
        std::rethrow_exception(error);
    } catch (...) {
        type = type_of_current();
    }
    return type + ": " + text_of(error);
}

ExceptionGroup::ExceptionGroup(std::string message, std::vector<std::exception_ptr> exceptions) {
    if (exceptions.empty()) throw std::invalid_argument("an exception group holds at least one exception");
    if (std::ranges::find(exceptions, nullptr) != exceptions.end()) {
        throw std::invalid_argument("an exception group holds exceptions, and this is a null pointer");
    }
    std::string text = with_number(message, exceptions.size());
    state_ = std::make_shared<const State>(State{std::move(message), std::move(text), std::move(exceptions)});
}

// The group that `error` is, kept in `copy`; nullptr if it is none.
const ExceptionGroup* ExceptionGroup::group_in(const std::exception_ptr& error, std::optional<ExceptionGroup>& copy) {
    try {
        std::rethrow_exception(error);
    } catch (const ExceptionGroup& group) {
        return &copy.emplace(group);
    } catch (...) {
        return nullptr;
    }
}

ExceptionGroup::Parts ExceptionGroup::split_if(const Predicate& matches) const {
    if (matches(std::make_exception_ptr(*this))) return {*this, std::nullopt};
    std::vector<std::exception_ptr> matched;
    std::vector<std::exception_ptr> rest;
    for (const auto& error : exceptions()) {
        std::optional<ExceptionGroup> copy;
        if (const ExceptionGroup* inner = group_in(error, copy)) {
            const Parts parts = inner->split_if(matches);
            if (parts.matched) matched.push_back(parts.rest ? std::make_exception_ptr(*parts.matched) : error);
            if (parts.rest) rest.push_back(parts.matched ? std::make_exception_ptr(*parts.rest) : error);
        } else {
            (matches(error) ? matched : rest).push_back(error);
        }
    }
    Parts parts;
    if (!matched.empty()) parts.matched.emplace(message(), std::move(matched));
    if (!rest.empty()) parts.rest.emplace(message(), std::move(rest));
    return parts;
}

std::optional<ExceptionGroup> ExceptionGroup::subgroup_if(const Predicate& matches) const {
    return split_if(matches).matched;
}

std::vector<std::exception_ptr> ExceptionGroup::leaves() const {
    std::vector<std::exception_ptr> all;
    for_each_leaf([&all](const std::exception_ptr& error) { all.push_back(error); });
    return all;
}

void ExceptionGroup::for_each_leaf(const std::function<void(const std::exception_ptr&)>& function) const {
    for (const auto& error : exceptions()) {
        std::optional<ExceptionGroup> copy;
        if (const ExceptionGroup* inner = group_in(error, copy)) {
            inner->for_each_leaf(function);
        } else {
            function(error);
        }
    }
}

std::string ExceptionGroup::tree() const {
    std::string text = what();
    text += '\n';
    add_to_tree(text, "");
    return text;
}

void ExceptionGroup::add_to_tree(std::string& text, const std::string& indent) const {
    for (const auto& error : exceptions()) {
        std::optional<ExceptionGroup> copy;
        const ExceptionGroup* inner = group_in(error, copy);
        text += indent + "+- " + (inner != nullptr ? inner->what() : detail::typed_text_of(error)) + "\n";
        if (inner != nullptr) inner->add_to_tree(text, indent + (&error == &exceptions().back() ? "   " : "|  "));
    }
}

}  // namespace aio
