// The visible words: the built-in language file, and templates filled with values.
//
// Class Text (widgets.hpp) looks words up; this file says where they come from.
//
// Thread rule: none, pure functions.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace viz {

// assets/language/en.toml as it was when this program was built.
std::string_view english_language();

// "turn {turn}" with turn = 17 gives "turn 17". A name that is not given stays as it stands.
std::string fill(std::string_view pattern, std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace viz
