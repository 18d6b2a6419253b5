// Layout: paragraphs and tables for a terminal of kColumns columns.
//
// Thread rule: pure functions, none.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

inline constexpr std::size_t kColumns = 100;

// At most so many columns, cut with "..." if it is longer.
std::string fitted(std::string_view utf8, std::size_t columns);
// Lines of at most kColumns, broken between words: the first one begins with `first`, the others with as many blanks.
std::string paragraph(std::string_view first, std::string_view text);

// Rows of cells under a headline. The first column is what the row is about, others that are
// figures stand to the right.
class Table {
public:
    struct Column {
        std::string title;
        bool figure = true;
        std::size_t most = kColumns;  // columns that it may take
    };
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    std::string text() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace cli
