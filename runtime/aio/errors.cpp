#include "aio/errors.hpp"

namespace aio {
namespace {

std::string with_place(const std::string& what, const std::source_location& where) {
    if (where.line() == 0) return what;
    const std::string file = where.file_name();
    return what + " (" + file.substr(file.rfind('/') + 1) + ":" + std::to_string(where.line()) + ")";
}

}  // namespace

UsageError::UsageError(const std::string& what, std::source_location where)
    : std::logic_error(with_place(what, where)), where_(where) {}

}  // namespace aio
