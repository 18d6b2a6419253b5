#include "kit/book/expression.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace book {
namespace {

// Brackets within brackets; a text from a file must not exhaust the stack.
constexpr int kDeepest = 32;

// sum := product (('+' | '-') product)*;  product := factor ('*' factor)*
// factor := '-' factor | number | knob | function '(' sum (',' sum)* ')' | '(' sum ')'
class Reader {
public:
    Reader(std::string_view text, const KnobValues& knobs) : rest_(text), knobs_(knobs) {}

    std::optional<double> whole() {
        const auto value = sum();
        skip_space();
        if (!value || !rest_.empty() || !std::isfinite(*value)) return std::nullopt;
        return value;
    }

private:
    using Value = std::optional<double>;

    void skip_space() {
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    }

    bool take(char what) {
        skip_space();
        if (!rest_.starts_with(what)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    Value sum() {
        Value value = product();
        while (value) {
            const bool minus = take('-');
            if (!minus && !take('+')) break;
            const Value other = product();
            if (!other) return std::nullopt;
            *value += minus ? -*other : *other;
        }
        return value;
    }

    Value product() {
        Value value = factor();
        while (value && take('*')) {
            const Value other = factor();
            if (!other) return std::nullopt;
            *value *= *other;
        }
        return value;
    }

    Value factor() {
        if (++depth_ > kDeepest) return std::nullopt;
        const Value value = factor_within();
        --depth_;
        return value;
    }

    Value factor_within() {
        if (take('-')) {
            const Value value = factor();
            return value ? Value(-*value) : std::nullopt;
        }
        if (take('(')) {
            const Value value = sum();
            return value && take(')') ? value : std::nullopt;
        }
        const std::string_view name = word();
        if (name.empty()) return number();
        if (take('(')) return function(name);
        const auto knob = knobs_.find(name);
        return knob == knobs_.end() ? std::nullopt : Value(knob->second);
    }

    Value number() {
        double value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc()) return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }

    std::string_view word() {
        const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        std::size_t size = 0;
        while (size < rest_.size() && (letter(rest_[size]) || (size > 0 && digit(rest_[size])))) ++size;
        const std::string_view name = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return name;
    }

    Value function(std::string_view name) {
        std::vector<double> values;
        do {
            const Value value = sum();
            if (!value) return std::nullopt;
            values.push_back(*value);
        } while (take(','));
        if (!take(')')) return std::nullopt;
        if (name == "max") return *std::max_element(values.begin(), values.end());
        if (name == "min") return *std::min_element(values.begin(), values.end());
        if (name != "sum") return std::nullopt;
        double total = 0;
        for (const double value : values) total += value;
        return total;
    }

    std::string_view rest_;
    const KnobValues& knobs_;
    int depth_ = 0;
};

}  // namespace

std::optional<double> evaluate(std::string_view text, const KnobValues& knobs) { return Reader(text, knobs).whole(); }

}  // namespace book
