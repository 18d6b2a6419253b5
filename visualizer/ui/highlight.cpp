#include "ui/highlight.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace viz {
namespace {

// Sorted, for binary search.
constexpr std::array<std::string_view, 66> kCppKeywords = {
    "alignas",       "auto",        "break",        "case",
    "catch",         "class",       "co_await",     "co_return",
    "co_yield",      "concept",     "const",        "const_cast",
    "consteval",     "constexpr",   "constinit",    "continue",
    "decltype",      "default",     "delete",       "do",
    "dynamic_cast",  "else",        "enum",         "explicit",
    "export",        "extern",      "false",        "final",
    "for",           "friend",      "goto",         "if",
    "inline",        "mutable",     "namespace",    "new",
    "noexcept",      "nullptr",     "operator",     "override",
    "private",       "protected",   "public",       "reinterpret_cast",
    "requires",      "return",      "sizeof",       "static",
    "static_assert", "static_cast", "struct",       "switch",
    "template",      "this",        "thread_local", "throw",
    "true",          "try",         "typedef",      "typeid",
    "typename",      "union",       "using",        "virtual",
    "volatile",      "while"};
constexpr std::array<std::string_view, 11> kCppTypes = {"bool",  "char",   "double",   "float", "int",    "long",
                                                        "short", "signed", "unsigned", "void",  "wchar_t"};
constexpr std::array<std::string_view, 36> kPythonKeywords = {
    "False", "None",     "True", "and",    "as",     "assert", "async",  "await",   "break",
    "class", "continue", "def",  "del",    "elif",   "else",   "except", "finally", "for",
    "from",  "global",   "if",   "import", "in",     "is",     "lambda", "match",   "nonlocal",
    "not",   "or",       "pass", "raise",  "return", "try",    "while",  "with",    "yield"};
constexpr std::array<std::string_view, 11> kPythonTypes = {"bool",   "bytes", "dict", "float", "int", "list",
                                                           "object", "set",   "str",  "tuple", "type"};
static_assert(std::ranges::is_sorted(kCppKeywords) && std::ranges::is_sorted(kCppTypes));
static_assert(std::ranges::is_sorted(kPythonKeywords) && std::ranges::is_sorted(kPythonTypes));

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class LineReader {
public:
    LineReader(CodeLanguage language, std::string_view line, LineState& state)
        : language_(language), line_(line), state_(state) {}

    std::vector<Token> read() {
        if (!state_.closing.empty()) run_to_closing(0, state_.kind);
        while (at_ < line_.size()) next();
        return std::move(tokens_);
    }

private:
    bool starts(std::string_view text) const { return line_.substr(at_).starts_with(text); }

    void add(std::size_t begin, std::size_t end, TokenKind kind) {
        if (end > begin) tokens_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind});
        at_ = end;
    }

    // From `begin` to after state_.closing, which may be on a later line.
    void run_to_closing(std::size_t begin, TokenKind kind) {
        const std::size_t found = line_.find(state_.closing, at_);
        if (found == std::string_view::npos) {
            state_.kind = kind;
            add(begin, line_.size(), kind);
            return;
        }
        const std::size_t end = found + state_.closing.size();
        state_ = {};
        add(begin, end, kind);
    }

    void open(std::size_t begin, std::string closing, TokenKind kind) {
        state_.closing = std::move(closing);
        run_to_closing(begin, kind);
    }

    // A string that ends on this line at the latest.
    void quoted(std::size_t begin, char quote) {
        std::size_t end = at_ + 1;
        while (end < line_.size() && line_[end] != quote) end += line_[end] == '\\' ? 2 : 1;
        add(begin, std::min(end + 1, line_.size()), TokenKind::string);
    }

    void next() {
        const char c = line_[at_];
        if (language_ == CodeLanguage::cpp ? starts("//") : c == '#') return add(at_, line_.size(), TokenKind::comment);
        if (language_ == CodeLanguage::cpp && starts("/*")) {
            const std::size_t begin = at_;
            at_ += 2;
            return open(begin, "*/", TokenKind::comment);
        }
        if (c == '"' || c == '\'') return string_at(at_);
        if (is_digit(c)) return number();
        if (is_word(c)) return word();
        if (language_ == CodeLanguage::cpp && c == '#' && tokens_.empty()) return directive();
        ++at_;
    }

    // at_ is at a quote; `begin` is where its prefix (R, f, b) began.
    void string_at(std::size_t begin) {
        const char quote = line_[at_];
        if (language_ == CodeLanguage::python) {
            const std::string triple(3, quote);
            if (starts(triple)) {
                at_ += 3;
                return open(begin, triple, TokenKind::string);
            }
        }
        quoted(begin, quote);
    }

    void number() {
        std::size_t end = at_;
        while (end < line_.size() && (is_word(line_[end]) || line_[end] == '.' ||
                                      (line_[end] == '\'' && end + 1 < line_.size() && is_word(line_[end + 1])))) {
            ++end;
        }
        add(at_, end, TokenKind::number);
    }

    void directive() {
        std::size_t end = at_ + 1;
        while (end < line_.size() && is_word(line_[end])) ++end;
        const bool include = line_.substr(at_, end - at_) == "#include";
        add(at_, end, TokenKind::keyword);
        const std::size_t bracket = line_.find('<', at_);
        if (!include || bracket == std::string_view::npos) return;
        const std::size_t close = line_.find('>', bracket);
        add(bracket, close == std::string_view::npos ? line_.size() : close + 1, TokenKind::string);
    }

    void word() {
        const std::size_t begin = at_;
        std::size_t end = at_;
        while (end < line_.size() && is_word(line_[end])) ++end;
        const std::string_view text = line_.substr(begin, end - begin);
        const char after = end < line_.size() ? line_[end] : '\0';
        if ((after == '"' || after == '\'') && prefix(begin, text)) return;
        const TokenKind kind = kind_of(text, begin, after);
        previous_ = text;
        if (kind == TokenKind::plain) {
            at_ = end;
        } else {
            add(begin, end, kind);
        }
    }

    // R"x( ... )x" and u8"..." in C++, f'...' in Python.
    bool prefix(std::size_t begin, std::string_view text) {
        const std::size_t quote = begin + text.size();
        if (language_ == CodeLanguage::cpp && text.ends_with('R') && line_[quote] == '"') {
            const std::size_t paren = line_.find('(', quote);
            if (paren == std::string_view::npos) return false;
            at_ = paren + 1;
            open(begin, ")" + std::string(line_.substr(quote + 1, paren - quote - 1)) + "\"", TokenKind::string);
            return true;
        }
        const std::string_view allowed = language_ == CodeLanguage::cpp ? "uUL8" : "rRbBfFuU";
        if (text.size() > 2 || text.find_first_not_of(allowed) != std::string_view::npos) return false;
        at_ = quote;
        string_at(begin);
        return true;
    }

    TokenKind kind_of(std::string_view text, std::size_t begin, char after) const {
        const bool cpp = language_ == CodeLanguage::cpp;
        const std::span<const std::string_view> keywords =
            cpp ? std::span<const std::string_view>(kCppKeywords) : std::span<const std::string_view>(kPythonKeywords);
        const std::span<const std::string_view> types =
            cpp ? std::span<const std::string_view>(kCppTypes) : std::span<const std::string_view>(kPythonTypes);
        if (std::ranges::binary_search(keywords, text)) return TokenKind::keyword;
        if (std::ranges::binary_search(types, text)) return TokenKind::type;
        if (!cpp) {
            if (previous_ == "def") return TokenKind::function;
            if (previous_ == "class") return TokenKind::type;
        }
        // In C++ a definition starts in the first column, so its name is the word before "(".
        if (cpp && after == '(' && begin > 0 && !std::isspace(static_cast<unsigned char>(line_[0]))) {
            return TokenKind::function;
        }
        // Types here are written in PascalCase; a name before "(" is as likely a constructor.
        const bool pascal = text.size() > 1 && std::isupper(static_cast<unsigned char>(text[0])) &&
                            std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
        return pascal ? TokenKind::type : TokenKind::plain;
    }

    CodeLanguage language_;
    std::string_view line_;
    LineState& state_;
    std::size_t at_ = 0;
    std::string_view previous_;
    std::vector<Token> tokens_;
};

bool marks_region(CodeLanguage language, std::string_view line) {
    if (language == CodeLanguage::plain) return false;
    const auto blank = [](char c) { return c == ' ' || c == '\r'; };
    while (!line.empty() && blank(line.front())) line.remove_prefix(1);
    while (!line.empty() && blank(line.back())) line.remove_suffix(1);
    const std::string_view opening = language == CodeLanguage::cpp ? "//" : "#";
    if (!line.starts_with(opening)) return false;
    line.remove_prefix(opening.size());
    while (!line.empty() && blank(line.front())) line.remove_prefix(1);
    if (line.size() < 3 || line.front() != '[' || line.back() != ']') return false;
    line = line.substr(1, line.size() - 2);
    if (line.starts_with('/')) line.remove_prefix(1);
    return !line.empty() && std::ranges::all_of(line, [](char c) { return is_word(c) || c == '-' || c == '.'; });
}

}  // namespace

std::vector<Token> highlight_line(CodeLanguage language, std::string_view line, LineState& state) {
    if (language == CodeLanguage::plain) return {};
    return LineReader(language, line, state).read();
}

std::vector<CodeLine> code_lines(CodeLanguage language, std::string_view source) {
    std::vector<CodeLine> lines;
    LineState state;
    int number = 0;
    while (!source.empty()) {
        const std::size_t end = source.find('\n');
        std::string_view raw = source.substr(0, end);
        source.remove_prefix(end == std::string_view::npos ? source.size() : end + 1);
        ++number;
        if (!raw.empty() && raw.back() == '\r') raw.remove_suffix(1);
        if (state.closing.empty() && marks_region(language, raw)) continue;
        CodeLine line;
        line.number = number;
        for (const char c : raw) c == '\t' ? line.text.append(4, ' ') : line.text.append(1, c);
        line.tokens = highlight_line(language, line.text, state);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace viz
