#include "ui/glossary.hpp"

#include "monitor/toml_texts.hpp"

#include <algorithm>
#include <map>

namespace viz {
namespace {

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lowered(c);
    return out;
}

// Letters, and every byte of a letter beyond ASCII.
bool in_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (lowered(c) >= 'a' && lowered(c) <= 'z');
}

bool same(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, [](char left, char right) { return lowered(left) == right; });
}

// "give way, gives way" taken apart.
std::vector<std::string> listed(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::string_view word = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
        word = word.substr(0, word.find_last_not_of(' ') + 1);
        if (!word.empty()) words.push_back(lowered(word));
    }
    return words;
}

}  // namespace

Glossary::Glossary(const std::vector<std::string>& files) {
    read(english_glossary());
    for (const std::string& file : files) read(file);
    for (std::size_t i = 0; i < terms_.size(); ++i) {
        for (const std::string& form : terms_[i].forms) forms_.emplace_back(form, i);
    }
    std::ranges::sort(forms_, [](const auto& left, const auto& right) {
        return left.first.size() != right.first.size() ? left.first.size() > right.first.size() : left < right;
    });
}

void Glossary::read(std::string_view toml) {
    const auto texts = loopscope::read_texts(toml, "glossary");
    if (!texts) return;
    std::map<std::string, Term> found;
    for (const auto& [key, text] : *texts) {
        const std::size_t dot = key.rfind('.');
        if (dot == std::string::npos || dot == 0) continue;
        Term& term = found[key.substr(0, dot)];
        const std::string_view what = std::string_view(key).substr(dot + 1);
        if (what == "means") term.means = text;
        if (what == "also") term.forms = listed(text);
        if (what == "marked") term.only_emphasised = text == "emphasised";
        if (what == "asyncio") term.asyncio = text;
        if (what == "javascript") term.javascript = text;
        if (what == "rust") term.rust = text;
    }
    for (auto& [word, term] : found) {
        if (term.means.empty()) continue;
        term.word = word;
        term.forms.insert(term.forms.begin(), lowered(word));
        std::erase_if(terms_, [&](const Term& other) { return other.word == word; });
        terms_.push_back(std::move(term));
    }
    std::ranges::sort(terms_, {}, &Term::word);
}

const Term* Glossary::find(std::string_view word) const {
    const auto found = std::ranges::lower_bound(terms_, word, {}, &Term::word);
    return found == terms_.end() || found->word != word ? nullptr : &*found;
}

std::optional<Glossary::Place> Glossary::next(std::string_view text, std::size_t from, bool emphasised) const {
    for (std::size_t at = from; at < text.size(); ++at) {
        const bool begins = in_word(text[at]) && (at == 0 || !in_word(text[at - 1]));
        if (!begins) continue;
        for (const auto& [form, index] : forms_) {
            const Term& term = terms_[index];
            if (term.only_emphasised && !emphasised) continue;
            const std::size_t end = at + form.size();
            if (end > text.size() || !same(text.substr(at, form.size()), form)) continue;
            if (end < text.size() && in_word(text[end])) continue;
            return Place{&term, at, form.size()};
        }
    }
    return std::nullopt;
}

}  // namespace viz
