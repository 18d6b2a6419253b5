// Small sums over knobs, such as "delay_1 + delay_2" or "max(delay_1, 2 * delay_2)".
//
// An option of a prediction says with one what it means, so that it means the same
// when a knob is moved. Numbers, names, + - *, brackets, max(), min() and sum().
//
// Thread rule: plain functions, none.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace book {

using KnobValues = std::map<std::string, double, std::less<>>;

// nullopt: the text is no such sum, or asks for a knob that is not there.
std::optional<double> evaluate(std::string_view text, const KnobValues& knobs);

}  // namespace book
