#include "ui/code_fit.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace viz;

namespace {

std::string fitted(const char* source, std::size_t columns, CodeLanguage language = CodeLanguage::cpp) {
    std::string out;
    for (const CodeRow& row : fit_code(language, source, columns))
        out += std::string(row.indent, ' ') + row.code.text + "\n";
    return out;
}

}  // namespace

TEST_CASE("code that fits stays as it stands") {
    const char* source = "int main() {\n    return 0;  // fine\n}\n";
    CHECK(fitted(source, 40) == source);
}

TEST_CASE("a signature is broken behind its bracket and goes on further in than a body") {
    CHECK(
        fitted("aio::Coro<std::string> fetch_data(std::string url, aio::Duration delay) {\n    co_return url;\n}",
               48) ==
        "aio::Coro<std::string> fetch_data(\n        std::string url, aio::Duration delay) {\n    co_return url;\n}\n");
}

TEST_CASE("in a narrower column a function's name stands below its return type") {
    CHECK(fitted("aio::Coro<std::string> simple_coroutine(aio::Duration nap) {", 38) ==
          "aio::Coro<std::string>\nsimple_coroutine(aio::Duration nap) {\n");
}

TEST_CASE("a remark that has no room moves above its line, as far in as that") {
    CHECK(fitted("    co_await aio::sleep(delay);  // the network takes its time", 36) ==
          "    // the network takes its time\n    co_await aio::sleep(delay);\n");
}

TEST_CASE("lines that were set in line with something above go on from where they belong") {
    CHECK(fitted("    auto [a, b] = co_await aio::gather(fetch_data(1),\n                                       "
                 "fetch_data(2));",
                 36) ==
          "    auto [a, b] =\n            co_await aio::gather(\n            fetch_data(1),\n            "
          "fetch_data(2));\n");
}

TEST_CASE("a string is never broken inside, and goes further out before it is cut") {
    CHECK(fitted("aio::print(\"One after the other: {:.1f} s\", now() - start);", 40) ==
          "aio::print(\n        \"One after the other: {:.1f} s\",\n        now() - start);\n");
    CHECK(fitted("aio::print(\"One after the other: {:.1f} s\", now() - start);", 38) ==
          "aio::print(\n    \"One after the other: {:.1f} s\",\n    now() - start);\n");
    CHECK(fitted("print(\"a very long string, in (one) piece = whole\")", 20)
              .find("\"a very long string, in (one) piece = whole\"") != std::string::npos);
}

TEST_CASE("colours stay with their words when a line is broken") {
    const auto rows = fit_code(CodeLanguage::cpp, "    co_return combine(\"first part\", \"second part\");", 30);
    REQUIRE(rows.size() > 1);
    for (const CodeRow& row : rows) {
        for (const Token& token : row.code.tokens) {
            REQUIRE(token.end <= row.code.text.size());
            if (token.kind == TokenKind::string) CHECK(row.code.text[token.begin] == '"');
        }
    }
}

TEST_CASE("no column is too narrow, and no code too odd, to end") {
    for (const char* source :
         {"", "\n\n", "(((((((((((((((((((((((((((((((((((((((((((", ",,,,,, , , , ,  , , , , ,, , , ,",
          "                                                  x", "/* never closed",
          "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f "
          "\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87, a"}) {
        for (const std::size_t columns : {std::size_t{0}, std::size_t{1}, std::size_t{17}, std::size_t{200}}) {
            for (const CodeLanguage language : {CodeLanguage::cpp, CodeLanguage::python, CodeLanguage::plain})
                CHECK_NOTHROW(fit_code(language, source, columns));
        }
    }
}
