// Where aio's own words go: the logger "aio" if the program has registered one, else stderr.
//
// A program's own lines go to stdout. For aio's own sources.
// Thread rule: any thread.
#pragma once
#include <string_view>

namespace aio::detail {

// No memory or no stderr: there is nobody left to tell, and the program goes on.
void log_warning(std::string_view line) noexcept;
void log_info(std::string_view line) noexcept;

}  // namespace aio::detail
