#include "ui/code_fit.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace viz {
namespace {

constexpr std::size_t kContinued = 8;  // a body goes in by four: what goes on must not look like one
constexpr std::size_t kNone = std::string_view::npos;

// Characters, not bytes: a row is as long as it looks.
std::size_t length(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// The bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; at < text.size() && count > 0; --count) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    }
    return at;
}

bool in_token(const std::vector<Token>& tokens, std::size_t at) {
    return std::ranges::any_of(tokens, [at](const Token& token) {
        return token.kind == TokenKind::string && token.begin < at && at < token.end;
    });
}

// A piece of a line with the tokens that lie in it, counted from its beginning.
CodeLine piece(const CodeLine& line, std::size_t begin, std::size_t end) {
    CodeLine out{line.number, line.text.substr(begin, end - begin), {}};
    for (const Token& token : line.tokens) {
        const std::size_t from = std::max<std::size_t>(token.begin, begin);
        const std::size_t to = std::min<std::size_t>(token.end, end);
        if (from < to)
            out.tokens.push_back(
                {static_cast<std::uint32_t>(from - begin), static_cast<std::uint32_t>(to - begin), token.kind});
    }
    return out;
}

CodeLine trimmed(const CodeLine& line) {
    const std::size_t begin = std::min(line.text.find_first_not_of(' '), line.text.size());
    const std::size_t last = line.text.find_last_not_of(' ');
    return piece(line, begin, last == kNone ? begin : last + 1);
}

// Where to break: the outermost place that still fits, of several the last one. kNone: nowhere.
std::size_t break_of(const CodeLine& line, std::size_t most) {
    std::size_t best = kNone;
    int depth = 0;
    int best_depth = std::numeric_limits<int>::max();
    for (std::size_t at = 0; at < most && at + 1 < line.text.size(); ++at) {
        const char c = line.text[at];
        if (in_token(line.tokens, at + 1)) continue;
        const bool opens = c == '(' || c == '{' || c == '[';
        if (c == ')' || c == '}' || c == ']') --depth;
        const bool before_space = line.text[at + 1] == ' ';
        const bool assigns = c == '=' && before_space && at > 0 && line.text[at - 1] == ' ';
        const bool separates = (c == ',' || c == ';') && before_space;
        const bool call = c == '(' && line.text[at + 1] != ')';
        if ((assigns || separates || call) && depth <= best_depth) {
            best = at + 1;
            best_depth = depth;
        }
        if (opens) ++depth;
    }
    if (best != kNone) return best;
    for (std::size_t at = std::min(most, line.text.size() - 1); at > 0; --at) {
        if (line.text[at] == ' ' && !in_token(line.tokens, at)) return at;
    }
    return kNone;
}

class Fitter {
public:
    explicit Fitter(std::size_t columns) : columns_(std::max<std::size_t>(columns, 16)) {}

    void take(const CodeLine& line) {
        const std::size_t indent = std::min(line.text.find_first_not_of(' '), line.text.size());
        CodeLine rest = trimmed(line);
        // Far in, in line with something above: it goes on with the line before it.
        const bool goes_on = !rows_.empty() && indent > base_ + kContinued && !rest.text.empty();
        if (!goes_on) base_ = indent;
        const std::size_t in = goes_on ? base_ + kContinued : indent;
        const bool remarks = rest.tokens.size() > 1 && rest.tokens.back().kind == TokenKind::comment;
        if (remarks && in + length(rest.text) > columns_) {
            put(in, trimmed(piece(rest, rest.tokens.back().begin, rest.text.size())), in);
            rest = trimmed(piece(rest, 0, rest.tokens.back().begin));
        }
        put(in, std::move(rest), goes_on ? in : base_ + kContinued);
    }

    std::vector<CodeRow> rows() { return std::move(rows_); }

private:
    void put(std::size_t indent, CodeLine rest, std::size_t continued) {
        // Even in the narrowest column something of the code stands in every row.
        const auto inside = [this](std::size_t in) { return std::min(in, columns_ / 2); };
        std::size_t in = inside(indent);
        while (length(rest.text) + in > columns_) {
            const std::size_t most = bytes_of(rest.text, columns_ - in);
            const bool comment = !rest.tokens.empty() && rest.tokens.front().kind == TokenKind::comment;
            const std::size_t at = comment ? rest.text.rfind(' ', most) : break_of(rest, most);
            if ((at == kNone || at == 0) && in >= base_ + 4 && in >= 4) {
                in -= 4;  // further out it may fit
                continued = std::min(continued, in);
                continue;
            }
            if (at == kNone || at == 0) break;  // one long word: who draws it says that it goes on
            rows_.push_back({in, trimmed(piece(rest, 0, at))});
            rest = trimmed(piece(rest, at, rest.text.size()));
            // A function's name may stand below its return type, as far out as that.
            const bool name = !rest.tokens.empty() && rest.tokens.front().kind == TokenKind::function &&
                              rest.tokens.front().begin == 0 && rows_.back().code.text.back() == '>';
            if (!name) in = inside(continued);
        }
        rows_.push_back({in, std::move(rest)});
    }

    std::size_t columns_;
    std::size_t base_ = 0;  // of the line that continuations belong to
    std::vector<CodeRow> rows_;
};

}  // namespace

std::vector<CodeRow> fit_code(CodeLanguage language, std::string_view source, std::size_t columns) {
    while (source.ends_with('\n')) source.remove_suffix(1);
    const std::vector<CodeLine> lines = code_lines(language, source);
    const bool fits = std::ranges::all_of(lines, [&](const CodeLine& line) { return length(line.text) <= columns; });
    Fitter fitter(columns);
    std::vector<CodeRow> rows;
    for (const CodeLine& line : lines) {
        const std::size_t indent = std::min(line.text.find_first_not_of(' '), line.text.size());
        if (fits)
            rows.push_back({indent, trimmed(line)});
        else
            fitter.take(line);
    }
    return fits ? rows : fitter.rows();
}

}  // namespace viz
