#include "monitor/toml_texts.hpp"

#include "monitor/toml_library.hpp"

namespace loopscope {
namespace {

void collect(const toml::table& table, const std::string& prefix, Texts& into) {
    for (const auto& [key, value] : table) {
        const std::string name = prefix + std::string(key.str());
        if (const auto* inner = value.as_table()) collect(*inner, name + ".", into);
        if (const auto* text = value.as_string()) into.emplace(name, text->get());
    }
}

}  // namespace

std::optional<Texts> read_texts(std::string_view file, std::string_view table) {
    try {
        const toml::table all = toml::parse(file);
        Texts texts;
        if (const auto* wanted = all[table].as_table()) collect(*wanted, "", texts);
        return texts;
    } catch (const toml::parse_error&) {
        return std::nullopt;
    } catch (const detail::BrokenToml&) {
        return std::nullopt;
    }
}

}  // namespace loopscope
