#include "monitor/function_name.hpp"

#include <doctest/doctest.h>

using loopscope::short_function;

TEST_SUITE("monitor.function_name") {
    TEST_CASE("a function is called by its name, whatever its signature and its compiler") {
        CHECK(short_function("Coro<int> fetch(int)") == "fetch");
        CHECK(short_function("aio::Coro<> Body::main(Lines *)") == "main");
        CHECK(short_function("Coro<> each(T) [T = int]") == "each");
        CHECK(short_function("Coro<> each(T) [with T = int]") == "each");
        CHECK(short_function("Coro<> each(T, F) [T = int[3], F = (lambda at main.cpp:3:7)]") == "each");
        CHECK(short_function("Coro<> call(void (*)(int))") == "call");
    }

    TEST_CASE("a lambda has no name") {
        CHECK(short_function("auto main()::(anonymous class)::operator()(int) const") == "lambda");
        CHECK(short_function("auto main()::(anonymous class)::operator()(auto) const [auto:1 = int]") == "lambda");
    }
}
