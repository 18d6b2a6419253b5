#include "monitor/clean_text.hpp"

#include <algorithm>
#include <cstdint>

namespace loopscope {
namespace {

constexpr std::string_view kUnreadable = "\xef\xbf\xbd";
constexpr std::string_view kMore = "\xe2\x80\xa6";

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

// Bytes of the character that `text` begins with; 0 if it begins with none that UTF-8 allows.
std::size_t character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    if (length == 0 || length > text.size()) return 0;
    std::uint32_t value = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text[i])) return 0;
        value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
    }
    const bool too_long = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    const bool no_character = (value & 0xfffe) == 0xfffe;  // XML refuses U+FFFE and U+FFFF
    return too_long || surrogate || no_character || value > 0x10ffff ? 0 : length;
}

std::string picture(char control) {
    const auto code = static_cast<unsigned char>(control);
    return {'\xe2', '\x90', static_cast<char>(code == 0x7f ? 0xa1 : 0x80 + code)};
}

}  // namespace

std::string clean_text(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const std::size_t bytes = character(text);
        const auto code = static_cast<unsigned char>(text.front());
        if (bytes == 0) {
            clean += kUnreadable;
        } else if (code < ' ' || code == 0x7f) {
            clean += picture(text.front());
        } else if (bytes == 2 && code == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0) {
            clean += kUnreadable;  // the second set of control characters has no pictures
        } else {
            clean += text.substr(0, bytes);
        }
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return clean;
}

std::size_t letters_of(std::string_view clean) {
    return clean.size() - static_cast<std::size_t>(std::ranges::count_if(clean, continues));
}

std::string shortened(std::string_view clean, std::size_t letters) {
    if (letters_of(clean) <= letters) return std::string(clean);
    std::size_t bytes = 0;
    for (std::size_t kept = 0; kept < letters; ++bytes) {
        if (bytes + 1 == clean.size() || !continues(clean[bytes + 1])) ++kept;
        if (kept == letters) break;
    }
    // `bytes` is the last byte of the letter that gives way to the dots.
    while (bytes > 0 && continues(clean[bytes])) --bytes;
    return letters == 0 ? std::string() : std::string(clean.substr(0, bytes)) + std::string(kMore);
}

}  // namespace loopscope
