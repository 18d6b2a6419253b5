// Language files: the table [narration] as a map from "task_ready.timer" to its template.
#include "monitor/narrate.hpp"
#include "monitor/toml_texts.hpp"

#include <memory>

namespace loopscope {

extern const unsigned char kEnglishFile[];
extern const std::size_t kEnglishFileSize;

Phrases parse_phrases(std::string_view language_file) {
    const auto templates = std::make_shared<const Texts>(read_texts(language_file, "narration").value_or(Texts{}));
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
