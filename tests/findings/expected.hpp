// The findings that a program is known to have: tests/findings/expected.txt, which a person has read.
#pragma once
#include "monitor/diagnose.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace test {

// By program; one that is not there has none.
using Expected = std::map<std::string, std::string, std::less<>>;

// A line is "program: kind, kind 2"; # begins a remark.
inline Expected read_expected(const std::filesystem::path& path) {
    const auto trimmed = [](std::string_view text) {
        const auto begin = text.find_first_not_of(' ');
        if (begin == std::string_view::npos) return std::string();
        return std::string(text.substr(begin, text.find_last_not_of(' ') + 1 - begin));
    };
    Expected expected;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        const std::string_view said = std::string_view(line).substr(0, line.find('#'));
        const auto colon = said.find(':');
        if (colon == std::string_view::npos) continue;
        expected[trimmed(said.substr(0, colon))] = trimmed(said.substr(colon + 1));
    }
    return expected;
}

// "cancelled_before_start, never_awaited 2": by kind, and how many where there are several.
inline std::string summary(std::span<const loopscope::Finding> findings) {
    std::string text;
    for (const loopscope::FindingKind kind : loopscope::finding_kinds()) {
        const auto count = std::ranges::count(findings, kind, &loopscope::Finding::kind);
        if (count == 0) continue;
        text += (text.empty() ? "" : ", ") + std::string(to_string(kind));
        if (count > 1) text += " " + std::to_string(count);
    }
    return text;
}

// How fast a machine is must not decide what a program is found to do.
inline loopscope::FindingLimits unhurried() {
    loopscope::FindingLimits limits;
    limits.blocked_loop_ns = 60'000'000'000;
    return limits;
}

}  // namespace test
