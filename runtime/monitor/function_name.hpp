// The short name of a function, from the signature that a compiler gives for it.
//
// Thread rule: none.
#pragma once
#include <string_view>

namespace loopscope {

// "aio::Coro<void> (anonymous namespace)::fetch(int, const char *)" -> "fetch"; "lambda" for a
// lambda; the signature itself if it has another shape. A view into `signature` or a literal.
std::string_view short_function(std::string_view signature);

}  // namespace loopscope
