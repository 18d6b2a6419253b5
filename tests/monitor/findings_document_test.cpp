// docs/findings.md lists every kind of finding, as grave as it is and with its lesson.
#include "monitor/diagnose.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

using namespace loopscope;

TEST_CASE("the document of findings lists every kind with its severity and its lesson") {
    std::ifstream file(LOOPSCOPE_FINDINGS);
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    REQUIRE_FALSE(document.empty());
    for (const FindingKind kind : finding_kinds()) {
        const std::string row = "| `" + std::string(to_string(kind)) + "` | " + to_string(severity_of(kind)) + " | " +
                                std::string(lesson_of(kind)) + " | ";
        CAPTURE(row);
        CHECK(document.find("\n" + row) != std::string::npos);
    }
}

TEST_CASE("every kind of finding has a title, a claim, a reason and an advice") {
    for (const FindingKind kind : finding_kinds()) {
        for (const char* part : {".title", ".claim", ".why", ".advice"}) {
            const std::string key = std::string("finding.") + to_string(kind) + part;
            CAPTURE(key);
            CHECK_FALSE(english()(key).empty());
        }
    }
}
