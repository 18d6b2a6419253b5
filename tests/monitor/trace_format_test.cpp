// docs/trace_format.md says what the program does: every kind with its number, every detail with its own.
#include "monitor/kinds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

using namespace loopscope;

namespace {

const std::string& document() {
    static const std::string text = [] {
        std::ifstream file(LOOPSCOPE_TRACE_FORMAT);
        return std::string{std::istreambuf_iterator<char>(file), {}};
    }();
    return text;
}

// The line that begins with this; "" if there is none.
std::string line_with(const std::string& beginning) {
    const std::size_t at = document().find("\n" + beginning);
    return at == std::string::npos ? "" : document().substr(at + 1, document().find('\n', at + 1) - at - 1);
}

}  // namespace

TEST_CASE("the format's document lists every kind with its number") {
    REQUIRE_FALSE(document().empty());
    for (const KindShape& shape : kind_shapes()) {
        CAPTURE(shape.name);
        const auto number = std::to_string(static_cast<unsigned>(shape.kind));
        const std::string line = line_with("| `" + std::string(shape.name) + "` | " + number + " | ");
        CHECK_FALSE(line.empty());
        // What has a meaning is said, or is said to be as for another kind.
        const auto says = [&](const std::string& field) {
            return line.find(field) != std::string::npos || line.find("as `") != std::string::npos;
        };
        if (*shape.detail_name) CHECK(says("`detail`"));
        if (shape.a.meaning != Meaning::none) CHECK(says("`a`"));
        if (shape.b.meaning != Meaning::none) CHECK(says("`b`"));
    }
}

TEST_CASE("the format's document lists every detail with its number") {
    for (const KindShape& shape : kind_shapes()) {
        if (shape.details.empty()) continue;
        CAPTURE(shape.name);
        // One line of the table of enumerations has all of them, in their order.
        const auto in_order = [&](const std::string& line) {
            std::size_t from = 0;
            for (std::size_t number = 0; number < shape.details.size(); ++number) {
                std::string name = shape.details[number];
                std::ranges::replace(name, '_', ' ');
                from = line.find((number == 0 ? "| " : ", ") + std::to_string(number) + " " + name, from);
                if (from == std::string::npos) return false;
            }
            return true;
        };
        bool found = false;
        for (std::size_t at = document().find("## What `detail` says"); at != std::string::npos;) {
            const std::size_t end = document().find('\n', at + 1);
            found = found || in_order(document().substr(at, end - at));
            at = end;
        }
        CHECK(found);
    }
}
