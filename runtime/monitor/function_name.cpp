#include "monitor/function_name.hpp"

namespace loopscope {

std::string_view short_function(std::string_view signature) {
    if (const auto with = signature.find(" [with "); with != std::string_view::npos)
        signature = signature.substr(0, with);
    if (signature.ends_with(']')) {  // Clang says the template's arguments there, parentheses and all
        std::size_t bracket = signature.size() - 1;
        for (int depth = 1; depth > 0 && bracket > 0;) {
            --bracket;
            depth += signature[bracket] == ']' ? 1 : signature[bracket] == '[' ? -1 : 0;
        }
        signature = signature.substr(0, bracket);
    }
    const auto close = signature.rfind(')');
    if (close == std::string_view::npos) return signature;
    std::size_t open = close;
    for (int depth = 0;; --open) {
        if (signature[open] == ')') ++depth;
        if (signature[open] == '(' && --depth == 0) break;
        if (open == 0) return signature;
    }
    std::string_view name = signature.substr(0, open);
    if (name.ends_with("operator()") || name.ends_with(">")) {
        if (name.ends_with("operator()")) return "lambda";
        if (const auto less = name.find('<', name.rfind("::") == std::string_view::npos ? 0 : name.rfind("::"));
            less != std::string_view::npos) {
            name = name.substr(0, less);
        }
    }
    const auto start = name.find_last_of(": *&");
    return start == std::string_view::npos ? name : name.substr(start + 1);
}

}  // namespace loopscope
