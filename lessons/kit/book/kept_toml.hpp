// KeptToml: what a small TOML file says, as plain data that can be changed and written again.
//
// For files that this program writes and a person may read and change: settings, progress.
// What the program does not know is kept; comments and the order of keys are not.
//
// Thread rule: plain data, none.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace book {

struct KeptToml {
    using List = std::vector<KeptToml>;
    using Table = std::map<std::string, KeptToml, std::less<>>;
    std::variant<Table, List, std::string, std::int64_t, double, bool> value;

    // Of a table: null if it has no such key, or is none.
    const KeptToml* find(std::string_view key) const;
    // Of a table, made if it is missing. What is no table becomes one.
    KeptToml& at(std::string_view key);
    void erase(std::string_view key);

    // What this is, or the fallback if it is something else or missing.
    std::string text(std::string_view key, std::string fallback = {}) const;
    double number(std::string_view key, double fallback) const;
    std::int64_t whole(std::string_view key, std::int64_t fallback) const;
    bool yes(std::string_view key, bool fallback) const;
    std::vector<std::string> texts(std::string_view key) const;
    const List& list(std::string_view key) const;    // of tables or anything; empty if it is none
    const Table& table(std::string_view key) const;  // likewise

    friend bool operator==(const KeptToml&, const KeptToml&) = default;
};

// nullopt: this is not TOML. Dates become texts.
std::optional<KeptToml> read_kept_toml(std::string_view text);

// `heading`: lines of comment above. REQUIRES: `all` is a table
std::string write_kept_toml(const KeptToml& all, std::string_view heading);

}  // namespace book
