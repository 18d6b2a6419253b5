// Clean text: what a program said, fit for files that other tools read.
//
// A program may print any bytes. What is not UTF-8 becomes U+FFFD, and a control character becomes its
// picture (U+2400 and on: "␊"), which XML allows and no reader of JSON stumbles over.
//
// Thread rule: a pure function, none.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace loopscope {

std::string clean_text(std::string_view text);
std::size_t letters_of(std::string_view clean);  // code points, not bytes
// At most so many letters; the last one is "…" where some had to go.
std::string shortened(std::string_view clean, std::size_t letters);

}  // namespace loopscope
