// Language files: the table [narration] as a map from "task_ready.timer" to its template.
#include "monitor/narrate.hpp"

#include <toml++/toml.h>

#include <functional>
#include <map>
#include <memory>

namespace loopscope {

extern const unsigned char kEnglishFile[];
extern const std::size_t kEnglishFileSize;

namespace {

using Templates = std::map<std::string, std::string, std::less<>>;

void collect(const toml::table& table, const std::string& prefix, Templates& into) {
    for (const auto& [key, value] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const auto* inner = value.as_table()) collect(*inner, name + ".", into);
        if (const auto* text = value.as_string()) into.emplace(name, text->get());
    }
}

}  // namespace

Phrases parse_phrases(std::string_view language_file) {
    const auto templates = std::make_shared<Templates>();
    try {
        const toml::table file = toml::parse(language_file);
        if (const auto* narration = file["narration"].as_table()) collect(*narration, "", *templates);
    } catch (const toml::parse_error&) {
        templates->clear();
    }
    return [templates](std::string_view key) {
        const auto found = templates->find(key);
        return found != templates->end() ? std::string_view(found->second) : std::string_view{};
    };
}

const Phrases& english() {
    static const Phrases phrases = parse_phrases({reinterpret_cast<const char*>(kEnglishFile), kEnglishFileSize});
    return phrases;
}

}  // namespace loopscope
