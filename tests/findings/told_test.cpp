// What the program says of itself.
#include "support.hpp"

using namespace test;

namespace {

aio::Coro<int> fetch() { co_return 1; }

aio::Coro<> forgets_to_await() {
    static_cast<void>(fetch());
    co_return;
}

aio::Coro<> awaits() { co_await fetch(); }

}  // namespace

TEST_SUITE("findings.told") {
    TEST_CASE("a coroutine that nobody awaits is found, with its name") {
        const Examined examined = examine(forgets_to_await());
        const Finding& finding = examined.the(FindingKind::never_awaited);
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.claim(finding).find("fetch()") != std::string::npos);
        CHECK(examined.line(finding) != 0);
    }

    TEST_CASE("one that is awaited is not") { CHECK(examine(awaits()).findings.empty()); }
}
