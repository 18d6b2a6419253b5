// The names among which the palette searches, by group and number.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/palette_search.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

// How much of the recording may be told: all of it, or only up to the cursor while a prediction is open.
std::size_t palette_limit(const View& view);

// Of every group but the actions: how many names there are.
std::size_t names_in(const View& view, PaletteGroup group);
// One of them; `room` is for a text that has to be put together. "" for one that is not told.
std::string_view name_at(const View& view, PaletteGroup group, std::size_t number, std::string& room);
// All of its row.
PaletteRow row_of(const View& view, PaletteGroup group, std::size_t number);
// Everything that can be done now, with its key.
std::vector<PaletteRow> action_rows(const View& view);

}  // namespace viz
