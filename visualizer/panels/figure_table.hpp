// Figure table: rows of figures that can be sorted by a column; only those in sight are made.
//
// Rows do not jump: their order is made anew when there are other figures, but not under the mouse.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace viz {

struct FigureColumn {
    const char* key;   // of its title; its tooltip is `key`_tip
    float weight = 0;  // 0: as wide as its title and `sample`
    const char* sample = "00000";
    bool number = true;  // right-aligned, sorted by figure and not by text
};

struct FigureRows {
    const char* name;  // for the probe: name/row/ID
    std::span<const FigureColumn> columns;
    std::size_t count = 0;
    std::size_t version = 0;  // of the figures
    std::function<std::string(std::size_t row, std::size_t column)> text;
    std::function<double(std::size_t row, std::size_t column)> figure;
    std::function<std::uint64_t(std::size_t row)> id;
    std::function<std::string(std::size_t row)> tip;
    std::function<bool(std::size_t row)> chosen;
    std::function<void(std::size_t row)> press;
    // The colour of whom the row is about, as a mark before its first cell.
    std::function<ImU32(std::size_t row)> swatch;
    // Draws into a cell instead of its text; true if it did.
    std::function<bool(std::size_t row, std::size_t column, ImVec2 min, ImVec2 max)> picture;
};

struct FigureTableLook {
    std::vector<std::uint32_t> order;
    std::size_t column = 0;
    bool descending = false;
    std::size_t version = ~std::size_t{0};
};

void figure_table(Ui& ui, const FigureRows& rows, FigureTableLook& look, ImVec2 size);

}  // namespace viz
