#include "kit/book/expression.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

const book::KnobValues kKnobs = {{"a", 2}, {"b_1", 0.5}};

std::optional<double> value(std::string_view text) { return book::evaluate(text, kKnobs); }

}  // namespace

TEST_CASE("numbers, knobs and what is made of them") {
    CHECK(value("3") == 3.0);
    CHECK(value(" 0.25 ") == 0.25);
    CHECK(value("a") == 2.0);
    CHECK(value("a+b_1") == 2.5);
    CHECK(value("a - b_1 - 1") == 0.5);
    CHECK(value("1 + 2 * a") == 5.0);
    CHECK(value("(1 + 2) * a") == 6.0);
    CHECK(value("-a + 3") == 1.0);
    CHECK(value("2 * -a") == -4.0);
    CHECK(value("max(a, b_1, 1)") == 2.0);
    CHECK(value("min(a, b_1, 1)") == 0.5);
    CHECK(value("sum(a, b_1, max(1, a))") == 4.5);
    CHECK(value("sum(a)") == 2.0);
}

TEST_CASE("anything else is no sum over knobs") {
    for (const char* text :
         {"",      " ",   "c",    "a a",   "3 s",   "a +",       "+ a",     "* a",   "(a",
          "a)",    "max", "max(", "max()", "max(a", "max(a,)",   "mean(a)", "a / 2", "Task C started",
          "1e999", "nan", "inf",  "a.b",   "3..",   "1e308 * 10"}) {
        CHECK_MESSAGE(!value(text), text);
    }
}

TEST_CASE("a text that nests without end is refused, not followed") {
    CHECK_FALSE(value(std::string(100'000, '(')));
    CHECK_FALSE(value(std::string(100'000, '-') + "1"));
    CHECK(value("((((a))))") == 2.0);
}
