#include "aio/errors.hpp"

namespace aio {
namespace {

// "what (file:line); see the lesson 'lock'"
std::string full_text(const std::string& what, const std::source_location& where, std::string_view lesson) {
    std::string text = what;
    if (where.line() != 0) text += " (" + detail::place_text(where) + ")";
    if (!lesson.empty()) text += "; see the lesson '" + std::string(lesson) + "'";
    return text;
}

}  // namespace

UsageError::UsageError(const std::string& what, std::source_location where, std::string_view lesson)
    : std::logic_error(full_text(what, where, lesson)), where_(where), lesson_(lesson) {}

std::string detail::place_text(const std::source_location& where) {
    const std::string file = where.file_name();
    return file.substr(file.rfind('/') + 1) + ":" + std::to_string(where.line());
}

std::string detail::text_of(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& exception) {
        return exception.what();
    } catch (const CancelledError& cancelled) {
        return cancelled.message().empty() ? "cancelled" : "cancelled: " + cancelled.message();
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

}  // namespace aio
