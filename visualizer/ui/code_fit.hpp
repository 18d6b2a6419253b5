// CodeFit: sets code in a narrow column so that it still reads as code.
//
// A line that is too long is broken where a programmer would break it: behind an opening
// bracket, a comma or an equals sign, as far out as possible, and goes on twice as far in
// as a body would. A comment behind it moves to a line of its own above. A single word
// that is too long stays whole.
//
// Thread rule: none; pure functions.
#pragma once
#include "ui/highlight.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace viz {

struct CodeRow {
    std::size_t indent = 0;  // characters
    CodeLine code;           // without its indentation; the number is that of the line it comes from
};

// `columns`: how many characters a row may have. With enough of them, a row for each line, as it stands.
std::vector<CodeRow> fit_code(CodeLanguage language, std::string_view source, std::size_t columns);

}  // namespace viz
