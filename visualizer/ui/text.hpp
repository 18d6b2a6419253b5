// The visible words: looked up by key in a language file, and templates filled with values.
//
// Thread rule: none; a Text is a value.
#pragma once
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viz {

// The window's English, assets/language/en.toml and the files beside it, as it was when this program was built.
std::string_view english_language();

// Looks up a visible string by key ("transport.step"); the key itself if nobody has it.
class Text {
public:
    // A language file's text, its table [ui]; what it lacks, or all if it cannot be read, is English.
    explicit Text(std::string_view toml);
    explicit Text(const std::vector<std::string>& files);  // several
    const char* operator()(const char* key) const;
    // Whether the language file itself, or English, has this key.
    bool has(std::string_view key) const { return strings_.contains(key); }

private:
    std::map<std::string, std::string, std::less<>> strings_;
};

// "turn {turn}" with turn = 17 gives "turn 17". A name that is not given stays as it stands.
std::string fill(std::string_view pattern, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace viz
