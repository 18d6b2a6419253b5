// Highlight: what each piece of a line of C++ or Python is, so that it can be coloured.
//
// It works line by line: a LineState carries over what a line leaves open (a block
// comment, a raw or triple-quoted string). It colours; it does not parse.
//
// Thread rule: none; pure functions.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

enum class CodeLanguage { cpp, python, plain };
enum class TokenKind : std::uint8_t { plain, keyword, type, function, string, number, comment };

// Bytes [begin, end) of a line. Tokens are in order and never overlap; what lies between is plain.
struct Token {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    TokenKind kind = TokenKind::plain;
    friend bool operator==(const Token&, const Token&) = default;
};

// What is still open at the end of a line: the text that closes it, "" if nothing is.
struct LineState {
    std::string closing;
    TokenKind kind = TokenKind::plain;
    friend bool operator==(const LineState&, const LineState&) = default;
};

std::vector<Token> highlight_line(CodeLanguage language, std::string_view line, LineState& state);

struct CodeLine {
    int number = 0;  // counted from 1, in the file
    std::string text;
    std::vector<Token> tokens;
};

// Splits a file into lines. Lines that only mark a region ("// [name]") are left out; the others
// keep their numbers. A tab becomes four spaces.
std::vector<CodeLine> code_lines(CodeLanguage language, std::string_view source);

}  // namespace viz
