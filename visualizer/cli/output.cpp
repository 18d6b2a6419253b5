#include "cli/output.hpp"

#include <fmt/core.h>

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace cli {
namespace {

int broken = 0;  // errno of the first write that failed, 0: none did

constexpr std::size_t kLongest = 2000;  // bytes of a sentence; a path may take that many

std::string cut(std::string_view text) {
    if (text.size() <= kLongest) return std::string(text);
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not inside a character
    return std::string(text.substr(0, end)) + " ...";
}

std::string styled(const char* code, std::string_view text) {
    return colours() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

}  // namespace

int complain(std::string_view sentence, std::string_view suggestion, int status) {
    std::fflush(stdout);
    // Both may quote what somebody typed or a program said: a terminal must not act on it, nor be flooded.
    const std::string text = fmt::format("loopscope: {}{}{}\n", printable(cut(sentence)), suggestion.empty() ? "" : " ",
                                         printable(cut(suggestion)));
    std::fwrite(text.data(), 1, text.size(), stderr);
    return status;
}

bool put(std::string_view text) {
    if (broken != 0) return false;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) broken = errno;
    return broken == 0;
}

int finish_output(int status) {
    if (broken == 0 && std::fflush(stdout) != 0) broken = errno;
    if (broken == 0 || broken == EPIPE) return status;
    return complain(fmt::format("The output cannot be written ({}).", std::strerror(broken)), "Is the disk full?",
                    kFailed);
}

bool output_is_read() {
    if (broken == 0 && std::fflush(stdout) != 0) broken = errno;
    return broken == 0;
}

bool colours() {
    static const bool on = [] {
        const char* wish = std::getenv("NO_COLOR");
        const char* terminal = std::getenv("TERM");
        const bool dumb = terminal == nullptr || std::strcmp(terminal, "dumb") == 0;
        return ::isatty(STDOUT_FILENO) == 1 && (wish == nullptr || *wish == '\0') && !dumb;
    }();
    return on;
}

std::string dim(std::string_view text) { return styled("2", text); }
std::string bold(std::string_view text) { return styled("1", text); }
std::string green(std::string_view text) { return styled("32", text); }
std::string red(std::string_view text) { return styled("31", text); }

std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code == '\t') {
            out += ' ';
        } else if (code < 0x20 || code == 0x7f) {
            out += fmt::format("\\x{:02x}", code);
        } else {
            out += c;
        }
    }
    return out;
}

std::size_t width(std::string_view utf8) {
    std::size_t columns = 0;
    for (const char c : utf8) columns += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return columns;
}

std::string padded(std::string_view utf8, std::size_t columns) {
    const std::size_t used = width(utf8);
    return std::string(utf8) + std::string(used < columns ? columns - used : 0, ' ');
}

}  // namespace cli
