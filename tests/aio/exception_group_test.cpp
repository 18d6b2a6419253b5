#include "support.hpp"

#include "aio/exception_group.hpp"

using namespace test;

namespace {

template <class E>
std::exception_ptr error(const char* what) {
    return std::make_exception_ptr(E(what));
}

std::exception_ptr group_of(std::string message, std::vector<std::exception_ptr> inside) {
    return std::make_exception_ptr(aio::ExceptionGroup(std::move(message), std::move(inside)));
}

// Its shape in one line: "all[range, [domain]]".
std::string shape(const aio::ExceptionGroup& group) {
    std::string text = group.message() + "[";
    for (const auto& one : group.exceptions()) {
        if (text.back() != '[') text += " ";
        try {
            std::rethrow_exception(one);
        } catch (const aio::ExceptionGroup& inner) {
            text += shape(inner);
        } catch (...) {
            text += aio::detail::text_of(one);
        }
    }
    return text + "]";
}

std::string shape(const std::optional<aio::ExceptionGroup>& group) { return group ? shape(*group) : "nothing"; }

// a range_error, a domain_error, and the same two once more, deeper.
aio::ExceptionGroup sample() {
    return aio::ExceptionGroup(
        "outer", {error<std::range_error>("range"), error<std::domain_error>("domain"),
                  group_of("inner", {error<std::domain_error>("deep domain"), error<std::range_error>("deep range")})});
}

}  // namespace

TEST_SUITE("aio.exception_group") {
    TEST_CASE("it says how many exceptions it holds") {
        CHECK(std::string(sample().what()) == "outer (3 sub-exceptions)");
        const aio::ExceptionGroup one("alone", {error<std::range_error>("x")});
        CHECK(std::string(one.what()) == "alone (1 sub-exception)");
        CHECK(one.message() == "alone");
    }

    TEST_CASE("it holds at least one exception, and no null pointers") {
        CHECK_THROWS_AS(aio::ExceptionGroup("none", {}), std::invalid_argument);
        CHECK_THROWS_AS(aio::ExceptionGroup("null", {nullptr}), std::invalid_argument);
    }

    TEST_CASE("it is caught as what it is, and as a std::exception, not as what is inside") {
        CHECK_THROWS_AS(throw sample(), aio::ExceptionGroup);
        CHECK_THROWS_AS(throw sample(), std::exception);
        try {
            throw sample();
        } catch (const std::runtime_error&) {
            FAIL("a group is no runtime_error, whatever it holds");
        } catch (const aio::ExceptionGroup& group) {
            CHECK(group.exceptions().size() == 3);
        }
    }

    TEST_CASE("split by type goes into nested groups, and both parts keep the shape") {
        const auto [matched, rest] = sample().split<std::range_error>();
        CHECK(shape(matched) == "outer[range inner[deep range]]");
        CHECK(shape(rest) == "outer[domain inner[deep domain]]");
    }

    TEST_CASE("split by a base or by several types") {
        const auto logic = sample().split<std::logic_error>();
        CHECK(shape(logic.matched) == "outer[domain inner[deep domain]]");
        const auto both = sample().split<std::range_error, std::domain_error>();
        CHECK(shape(both.matched) == "outer[range domain inner[deep domain deep range]]");
        CHECK_FALSE(both.rest.has_value());
        const auto none = sample().split<std::bad_alloc>();
        CHECK_FALSE(none.matched.has_value());
        CHECK(shape(none.rest) == shape(sample()));
    }

    TEST_CASE("a group that itself is what is asked for belongs whole to the first part") {
        const auto [matched, rest] = sample().split<std::exception>();
        CHECK(shape(matched) == shape(sample()));
        CHECK_FALSE(rest.has_value());
        const auto inner = sample().split_if([](const std::exception_ptr& one) {
            try {
                std::rethrow_exception(one);
            } catch (const aio::ExceptionGroup& group) {
                return group.message() == "inner";
            } catch (...) {
                return false;
            }
        });
        CHECK(shape(inner.matched) == "outer[inner[deep domain deep range]]");
        CHECK(shape(inner.rest) == "outer[range domain]");
    }

    TEST_CASE("a part that is whole keeps its own exception object") {
        const auto inner = group_of("inner", {error<std::range_error>("deep")});
        const aio::ExceptionGroup outer("outer", {inner, error<std::domain_error>("domain")});
        const auto part = outer.subgroup<std::range_error>();
        REQUIRE(part.has_value());
        CHECK(part->exceptions().front() == inner);
    }

    TEST_CASE("subgroup and contains ask for one part") {
        CHECK(shape(sample().subgroup<std::domain_error>()) == "outer[domain inner[deep domain]]");
        CHECK_FALSE(sample().subgroup<std::bad_alloc>().has_value());
        const auto deep = sample().subgroup_if(
            [](const std::exception_ptr& one) { return aio::detail::text_of(one).starts_with("deep"); });
        CHECK(shape(deep) == "outer[inner[deep domain deep range]]");
        CHECK(sample().contains<std::domain_error>());
        CHECK_FALSE(sample().contains<std::bad_alloc>());
    }

    TEST_CASE("leaves come first to last, however deep") {
        Lines lines;
        for (const auto& leaf : sample().leaves()) lines.push_back(aio::detail::text_of(leaf));
        CHECK(lines == Lines{"range", "domain", "deep domain", "deep range"});
    }

    TEST_CASE("the tree has a line for every exception, below its group") {
        const aio::ExceptionGroup all("all", {group_of("inner", {error<std::domain_error>("a")}),
                                              std::make_exception_ptr(aio::CancelledError("enough"))});
        CHECK(all.tree() ==
              "all (2 sub-exceptions)\n"
              "+- inner (1 sub-exception)\n"
              "|  +- std::domain_error: a\n"
              "+- aio::CancelledError: cancelled: enough\n");
    }

    TEST_CASE("a copy outlives the original, and a group that was moved from still says what it is") {
        aio::ExceptionGroup first = sample();
        const aio::ExceptionGroup second = std::move(first);
        CHECK(std::string(first.what()) == "outer (3 sub-exceptions)");  // NOLINT(bugprone-use-after-move)
        CHECK(shape(second) == shape(first));
    }
}
