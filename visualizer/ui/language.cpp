#include "ui/language.hpp"

#include "monitor/toml_texts.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace viz {
namespace {

constexpr std::uintmax_t kMostBytes = 4'000'000;

using Files = std::vector<std::string>;  // the texts of one language's files, zh.toml first

std::optional<std::string> read_text(const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(path, failed) || std::filesystem::file_size(path, failed) > kMostBytes)
        return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (in.bad() || !loopscope::read_texts(text, "ui")) return std::nullopt;
    return text;
}

loopscope::Phrases joined(const std::vector<std::string>& files) {
    std::vector<loopscope::Phrases> all;
    for (const std::string& file : files) all.push_back(loopscope::parse_phrases(file));
    all.push_back(loopscope::english());
    return [all = std::move(all)](std::string_view key) {
        for (const loopscope::Phrases& one : all) {
            if (const std::string_view phrase = one(key); !phrase.empty()) return phrase;
        }
        return std::string_view{};
    };
}

Language make_language(const std::string& id, const Files& files) {
    std::string name = id;
    std::string letters;
    for (const std::string& file : files) {
        letters += file;
        if (const auto told = loopscope::read_texts(file, "language"); told && told->contains("name"))
            name = told->at("name");
    }
    return {id, name, Text(files), joined(files), std::move(letters), Glossary(files)};
}

void read_folder(const std::filesystem::path& folder, std::map<std::string, Files>& found, Languages& out) {
    std::error_code failed;
    std::vector<std::filesystem::path> paths;
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        if (at->path().extension() == ".toml") paths.push_back(at->path());
    std::ranges::sort(paths);
    for (const std::filesystem::path& path : paths) {
        const std::string stem = path.stem().string();
        const std::string id = stem.substr(0, stem.find('_'));
        if (id == "en") continue;
        auto text = read_text(path);
        if (!text) {
            out.notes.push_back("The language file " + path.string() +
                                " cannot be read; correct it, or remove it. English is used where it is missing.");
            continue;
        }
        found[id].push_back(std::move(*text));
    }
}

}  // namespace

const Language& default_language() {
    static const Language language{"en", "English", Text(english_language()), loopscope::english(),
                                   std::string(english_language()) + std::string(english_glossary())};
    return language;
}

Languages find_languages(const std::vector<std::filesystem::path>& folders) {
    Languages out;
    out.known.push_back(default_language());
    std::map<std::string, Files> all;
    for (const std::filesystem::path& folder : folders) {
        std::map<std::string, Files> found;
        read_folder(folder, found, out);
        for (auto& [id, files] : found) all[id] = std::move(files);
    }
    for (const auto& [id, files] : all) out.known.push_back(make_language(id, files));
    return out;
}

}  // namespace viz
