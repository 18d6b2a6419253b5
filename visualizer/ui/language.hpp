// Language: everything that the window says, in one language.
//
// A language is zh.toml and any zh_*.toml beside it. Of their tables [language] has its name, [ui] the window's
// words, [narration] the monitor's phrases, [glossary] the tooltips of words. English is built in; what another
// language lacks is told in English. A new language needs files, and no code.
//
// Thread rule: values; a Language may be read from any thread.
#pragma once
#include "monitor/narrate.hpp"
#include "ui/glossary.hpp"
#include "ui/text.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace viz {

struct Language {
    std::string id;    // "en", "zh"
    std::string name;  // as its speakers call it: "English"
    Text text;
    loopscope::Phrases phrases;
    std::string letters;  // all that its files say, to find out which glyphs are needed
    Glossary glossary{};
};

// English, built in.
const Language& default_language();

struct Languages {
    std::vector<Language> known;     // English first, then by id
    std::vector<std::string> notes;  // files that could not be read, one sentence each
};

// English, and what lies in these folders; one that is not there has none. A later folder's language
// takes the place of an earlier one's of the same id.
Languages find_languages(const std::vector<std::filesystem::path>& folders);

}  // namespace viz
