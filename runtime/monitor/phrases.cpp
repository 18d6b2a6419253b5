// Language files: the table [narration] as a map from "task_ready.timer" to its template.
#include "monitor/narrate.hpp"
#include "monitor/toml_texts.hpp"

#include <memory>

namespace loopscope {

extern const unsigned char kEnglishFile[];
extern const std::size_t kEnglishFileSize;
extern const unsigned char kEnglishExplainFile[];
extern const std::size_t kEnglishExplainFileSize;

namespace {
std::string_view text_of(const unsigned char* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}
}  // namespace

Phrases parse_phrases(std::string_view language_file) {
    const auto templates = std::make_shared<const Texts>(read_texts(language_file, "narration").value_or(Texts{}));
    return [templates](std::string_view key) {
        const auto found = templates->find(key);
        return found != templates->end() ? std::string_view(found->second) : std::string_view{};
    };
}

const Phrases& english() {
    // What happens, and why somebody stands where it stands: a file each.
    static const Phrases phrases =
        [narration = parse_phrases(text_of(kEnglishFile, kEnglishFileSize)),
         explain = parse_phrases(text_of(kEnglishExplainFile, kEnglishExplainFileSize))](std::string_view key) {
            const std::string_view phrase = narration(key);
            return phrase.empty() ? explain(key) : phrase;
        };
    return phrases;
}

}  // namespace loopscope
