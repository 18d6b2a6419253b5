#include "cli/layout.hpp"

#include "cli/output.hpp"

#include <algorithm>

namespace cli {

std::string fitted(std::string_view utf8, std::size_t columns) {
    if (width(utf8) <= columns) return std::string(utf8);
    constexpr std::string_view kCut = "...";
    const std::size_t room = columns - std::min(columns, kCut.size());
    std::size_t end = 0;
    for (std::size_t taken = 0; end < utf8.size(); ++end) {
        if ((static_cast<unsigned char>(utf8[end]) & 0xc0) != 0x80 && ++taken > room) break;
    }
    return std::string(utf8.substr(0, end)) + std::string(kCut);
}

std::string paragraph(std::string_view first, std::string_view text) {
    const std::string indent(width(first), ' ');
    std::string out;
    std::string line(first);
    bool fresh = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        if (!fresh && width(line) + 1 + width(word) > kColumns) {
            out += line + "\n";
            line = indent;
            fresh = true;
        }
        line += (fresh ? "" : " ") + std::string(word);
        fresh = false;
    }
    return out + line + "\n";
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t widest = width(columns_[i].title);
        for (const auto& row : rows_) widest = std::max(widest, width(row[i]));
        widths.push_back(std::min(widest, columns_[i].most));
    }
    const auto line = [&](const auto& cell_of) {
        std::string out;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::size_t taken = width(out);
            const std::size_t room = i + 1 == columns_.size() ? kColumns - std::min(kColumns, taken + 2) : widths[i];
            const std::string cell = fitted(cell_of(i), room);
            const std::string blanks(widths[i] - std::min(widths[i], width(cell)), ' ');
            out += "  " + (columns_[i].figure ? blanks + cell : cell + blanks);
        }
        return out.substr(0, out.find_last_not_of(' ') + 1);
    };
    std::string out = dim(line([&](std::size_t i) { return columns_[i].title; })) + "\n";
    for (const auto& row : rows_) out += line([&](std::size_t i) { return row[i]; }) + "\n";
    return out;
}

}  // namespace cli
