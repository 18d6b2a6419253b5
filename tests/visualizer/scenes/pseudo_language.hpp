// A language that nobody speaks: English with every text in a wrapper and a third longer. What stands
// in the window without the wrapper was not taken from a language file.
//
// Thread rule: plain functions, none.
#pragma once
#include "panels/view.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace scenes {

// English's file `english`, table `table`, as a file of the pseudo-language: "[~step~~]".
std::string pseudo(std::string_view english, std::string_view table);
// The words of a told text that stand outside of every wrapper and are no data of what is shown.
std::vector<std::string> bare_words(std::string_view told, const viz::View& view);

}  // namespace scenes
