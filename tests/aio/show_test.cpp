// How values are shown in recordings.
#include "support.hpp"

#include "aio/show.hpp"

#include <memory>
#include <optional>
#include <tuple>

using aio::detail::cut;
using aio::detail::short_type;
using aio::detail::show;

namespace {

struct Job {
    int number;
};
template <class T>
struct Box {
    T value;
};

}  // namespace

TEST_SUITE("aio.show") {
    TEST_CASE("what fmt can format is shown as it does") {
        CHECK(show(42) == "42");
        CHECK(show(2.5) == "2.5");
        CHECK(show(true) == "true");
        CHECK(show(std::string("a page")) == "a page");
        CHECK(show("literal") == "literal");
    }

    TEST_CASE("pairs, tuples, ranges and pointers are shown by what is in them") {
        CHECK(show(std::pair(1, std::string("x"))) == "(1, 'x')");
        CHECK(show(std::tuple(1, 'c', Job{2})) == "(1, c, Job)");
        CHECK(show(std::vector<int>{1, 2, 3}) == "[1, 2, 3]");
        CHECK(show(std::vector<std::pair<int, Job>>{{1, {2}}}) == "[(1, Job)]");
        CHECK(show(std::make_unique<int>(7)) == "7");
        CHECK(show(std::unique_ptr<int>()) == "nothing");
        CHECK(show(std::optional<std::string>("x")) == "x");
        CHECK(show(std::make_shared<Job>()) == "Job");
    }

    TEST_CASE("anything else is shown by the short name of its type") {
        CHECK(show(Job{1}) == "Job");
        CHECK(show(Box<std::vector<int>>()) == "Box");
        CHECK(short_type("std::string_view aio::f() [T = (anonymous namespace)::Job]") == "Job");
        CHECK(short_type("std::string_view aio::f() [with T = {anonymous}::Job; std::string_view = x]") == "Job");
        CHECK(short_type("f() [T = app::Outer<int, std::less<>>::Inner]") == "Inner");
    }

    TEST_CASE("a text is cut to 60 characters, whole ones") {
        CHECK(cut("short") == "short");
        CHECK(cut("12345", 5) == "12345");
        CHECK(cut("123456", 5) == "1234…");
        CHECK(cut("äöüäöü", 5) == "äöüä…");
        const std::string shown = show(std::string(1000, 'x'));
        CHECK(shown == std::string(59, 'x') + "…");
        CHECK(show(std::vector<int>(100'000, 1)).size() == 59 + 3);
    }
}
