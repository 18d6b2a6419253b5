// Glossary: what the words of a lesson mean, and where they stand in a text.
//
// Read from a language file's tables [glossary.WORD]; English is built in, and stands in for
// a word that another language lacks.
//
// Thread rule: values; a Glossary may be read from any thread.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace viz {

struct Term {
    std::string word;                // "event loop"
    std::string means;               // two sentences
    std::vector<std::string> forms;  // in lower case, the word itself first
    // An everyday word: a text means the term only where it writes it in italics or bold.
    bool only_emphasised = false;
    std::string asyncio, javascript, rust;  // what it is called there; "" for nothing
};

// assets/language/en_glossary.toml as it was when this program was built.
std::string_view english_glossary();

class Glossary {
public:
    // `files`: a later one's word takes the place of an earlier one's. What cannot be read has no words.
    explicit Glossary(const std::vector<std::string>& files = {});

    const std::vector<Term>& terms() const { return terms_; }  // by word
    const Term* find(std::string_view word) const;             // null if there is none

    struct Place {
        const Term* term;
        std::size_t begin, size;  // in bytes of the text
    };
    // The first whole word or words of the glossary at or behind `from`, in any case.
    std::optional<Place> next(std::string_view text, std::size_t from, bool emphasised) const;

private:
    void read(std::string_view toml);
    std::vector<Term> terms_;
    // Lower-case form and index into terms_, the longest first: "event loop" before "loop".
    std::vector<std::pair<std::string, std::size_t>> forms_;
};

}  // namespace viz
