#include "ui/text.hpp"

#include "monitor/toml_texts.hpp"

namespace viz {
namespace {

// A translation with a mistake in it shows English rather than nothing.
void read(std::string_view toml, loopscope::Texts& out) {
    if (const auto texts = loopscope::read_texts(toml, "ui")) {
        for (const auto& [key, text] : *texts) out[key] = text;
    }
}

}  // namespace

Text::Text(std::string_view toml) {
    read(english_language(), strings_);
    if (toml != english_language()) read(toml, strings_);
}

Text::Text(const std::vector<std::string>& files) : Text(english_language()) {
    for (const std::string& file : files) read(file, strings_);
}

const char* Text::operator()(const char* key) const {
    const auto found = strings_.find(std::string_view(key));
    return found == strings_.end() ? key : found->second.c_str();
}

std::string fill(std::string_view pattern,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t open = pattern.find('{', at);
        const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) {
            out += pattern.substr(at);
            break;
        }
        out += pattern.substr(at, open - at);
        const std::string_view name = pattern.substr(open + 1, close - open - 1);
        bool known = false;
        for (const auto& [key, value] : values) {
            if (key == name) {
                out += value;
                known = true;
            }
        }
        if (!known) out += pattern.substr(open, close - open + 1);
        at = close + 1;
    }
    return out;
}

}  // namespace viz
