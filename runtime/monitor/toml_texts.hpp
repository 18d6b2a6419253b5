// Reads a language file: all texts of one table of a TOML file.
//
// Thread rule: plain functions, none.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace loopscope {

// By dotted name: "task_ready.timer".
using Texts = std::map<std::string, std::string, std::less<>>;

// nullopt: the file is not TOML, whatever its bytes are. A table that is not there has no texts.
std::optional<Texts> read_texts(std::string_view file, std::string_view table);

}  // namespace loopscope
