#include "aio/show.hpp"

#include <utility>

namespace aio::detail {

std::string cut(std::string text, std::size_t characters) {
    std::size_t count = 0;
    std::size_t last = 0;  // where the last character that may stay begins
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool continues = (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
        if (continues) continue;
        if (++count == characters) last = i;
        if (count > characters) {
            text.resize(last);
            return text + "…";
        }
    }
    return text;
}

// "... type_signature() [T = (anonymous namespace)::Job]" of Clang, "... type_signature() [with T =
// {anonymous}::Job; ...]" of GCC. Template arguments go; of what is left, the part after the last "::".
std::string short_type(std::string_view signature) {
    const std::size_t equals = signature.find("T = ");
    if (equals != std::string_view::npos) signature.remove_prefix(equals + 4);
    std::string name;
    int depth = 0;
    for (const char c : signature) {
        if (depth == 0 && (c == ';' || c == ']')) break;
        depth += c == '<' ? 1 : 0;
        if (depth == 0) name += c;
        depth -= c == '>' ? 1 : 0;
    }
    const std::size_t colon = name.rfind("::");
    return colon == std::string::npos ? name : name.substr(colon + 2);
}

}  // namespace aio::detail
