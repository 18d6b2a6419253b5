#include "kit/book/kept_toml.hpp"

#include "monitor/toml_library.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>
#include <utility>

namespace book {
namespace {

KeptToml converted(const toml::node& node);

KeptToml converted_table(const toml::table& table) {
    KeptToml::Table out;
    for (const auto& [key, node] : table) out.emplace(std::string(key.str()), converted(node));
    return {std::move(out)};
}

template <class Date>
std::string as_text(const Date& date) {
    std::ostringstream out;
    out << date;
    return out.str();
}

KeptToml converted(const toml::node& node) {
    if (const auto* table = node.as_table()) return converted_table(*table);
    if (const auto* array = node.as_array()) {
        KeptToml::List out;
        for (const toml::node& element : *array) out.push_back(converted(element));
        return {std::move(out)};
    }
    if (const auto* text = node.as_string()) return {text->get()};
    if (const auto* whole = node.as_integer()) return {whole->get()};
    if (const auto* number = node.as_floating_point()) return {number->get()};
    if (const auto* yes = node.as_boolean()) return {yes->get()};
    if (const auto* date = node.as_date()) return {as_text(date->get())};
    if (const auto* time = node.as_time()) return {as_text(time->get())};
    if (const auto* both = node.as_date_time()) return {as_text(both->get())};
    return {std::string()};
}

bool is_bare(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

std::string quoted(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\u00";
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string key_words(std::string_view key) { return is_bare(key) ? std::string(key) : quoted(key); }

std::string number_words(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    std::string words(buffer, end);
    if (words.find_first_of(".e") == std::string::npos) words += ".0";  // "1e30" is a number of its own
    return words;
}

bool is_list_of_tables(const KeptToml& value) {
    const auto* list = std::get_if<KeptToml::List>(&value.value);
    return list != nullptr && !list->empty() && std::ranges::all_of(*list, [](const KeptToml& element) {
               return std::holds_alternative<KeptToml::Table>(element.value);
           });
}

bool is_section(const KeptToml& value) {
    return std::holds_alternative<KeptToml::Table>(value.value) || is_list_of_tables(value);
}

std::string inline_words(const KeptToml& value);

struct InlineWords {
    std::string operator()(const KeptToml::Table& table) const {
        std::string out = "{";
        for (const auto& [key, element] : table)
            out += (out.size() > 1 ? ", " : " ") + key_words(key) + " = " + inline_words(element);
        return out + " }";
    }
    std::string operator()(const KeptToml::List& list) const {
        std::string out = "[";
        for (const KeptToml& element : list) out += (out.size() > 1 ? ", " : "") + inline_words(element);
        return out + "]";
    }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
    std::string operator()(double number) const { return number_words(number); }
    std::string operator()(bool yes) const { return yes ? "true" : "false"; }
};

std::string inline_words(const KeptToml& value) { return std::visit(InlineWords{}, value.value); }

void put_table(const KeptToml::Table& table, const std::string& path, std::string& out) {
    for (const auto& [key, element] : table) {
        if (!is_section(element)) out += key_words(key) + " = " + inline_words(element) + "\n";
    }
    for (const auto& [key, element] : table) {
        const std::string name = path.empty() ? key_words(key) : path + "." + key_words(key);
        if (const auto* inner = std::get_if<KeptToml::Table>(&element.value)) {
            // One that holds only other tables needs no line of its own.
            const bool silent = !inner->empty() &&
                                std::ranges::all_of(*inner, [](const auto& entry) { return is_section(entry.second); });
            if (!silent) out += "\n[" + name + "]\n";
            put_table(*inner, name, out);
        } else if (is_list_of_tables(element)) {
            for (const KeptToml& one : std::get<KeptToml::List>(element.value)) {
                out += "\n[[" + name + "]]\n";
                put_table(std::get<KeptToml::Table>(one.value), name, out);
            }
        }
    }
}

}  // namespace

const KeptToml* KeptToml::find(std::string_view key) const {
    const auto* all = std::get_if<Table>(&value);
    if (all == nullptr) return nullptr;
    const auto found = all->find(key);
    return found == all->end() ? nullptr : &found->second;
}

KeptToml& KeptToml::at(std::string_view key) {
    if (!std::holds_alternative<Table>(value)) value = Table{};
    return std::get<Table>(value).try_emplace(std::string(key)).first->second;
}

void KeptToml::erase(std::string_view key) {
    auto* all = std::get_if<Table>(&value);
    if (all == nullptr) return;
    const auto found = all->find(key);
    if (found != all->end()) all->erase(found);
}

std::string KeptToml::text(std::string_view key, std::string fallback) const {
    const KeptToml* found = find(key);
    const auto* is = found == nullptr ? nullptr : std::get_if<std::string>(&found->value);
    return is == nullptr ? std::move(fallback) : *is;
}

double KeptToml::number(std::string_view key, double fallback) const {
    const KeptToml* found = find(key);
    if (found == nullptr) return fallback;
    if (const auto* whole = std::get_if<std::int64_t>(&found->value)) return static_cast<double>(*whole);
    const auto* number = std::get_if<double>(&found->value);
    return number == nullptr || !std::isfinite(*number) ? fallback : *number;
}

std::int64_t KeptToml::whole(std::string_view key, std::int64_t fallback) const {
    const KeptToml* found = find(key);
    const auto* is = found == nullptr ? nullptr : std::get_if<std::int64_t>(&found->value);
    return is == nullptr ? fallback : *is;
}

bool KeptToml::yes(std::string_view key, bool fallback) const {
    const KeptToml* found = find(key);
    const auto* is = found == nullptr ? nullptr : std::get_if<bool>(&found->value);
    return is == nullptr ? fallback : *is;
}

std::vector<std::string> KeptToml::texts(std::string_view key) const {
    std::vector<std::string> out;
    for (const KeptToml& element : list(key)) {
        if (const auto* text = std::get_if<std::string>(&element.value)) out.push_back(*text);
    }
    return out;
}

const KeptToml::List& KeptToml::list(std::string_view key) const {
    static const List none;
    const KeptToml* found = find(key);
    const auto* is = found == nullptr ? nullptr : std::get_if<List>(&found->value);
    return is == nullptr ? none : *is;
}

const KeptToml::Table& KeptToml::table(std::string_view key) const {
    static const Table none;
    const KeptToml* found = find(key);
    const auto* is = found == nullptr ? nullptr : std::get_if<Table>(&found->value);
    return is == nullptr ? none : *is;
}

std::optional<KeptToml> read_kept_toml(std::string_view text) {
    try {
        return converted_table(toml::parse(text));
    } catch (const toml::parse_error&) {
        return std::nullopt;
    } catch (const loopscope::detail::BrokenToml&) {
        return std::nullopt;
    }
}

std::string write_kept_toml(const KeptToml& all, std::string_view heading) {
    std::string out(heading);
    if (!out.empty()) out += "\n";
    if (const auto* table = std::get_if<KeptToml::Table>(&all.value)) put_table(*table, "", out);
    return out;
}

}  // namespace book
