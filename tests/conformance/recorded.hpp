// Programs that are recorded while they run, and what the monitor finds in them.
#pragma once
#include "conformance/program.hpp"
#include "monitor/diagnose.hpp"

#include <string>
#include <vector>

namespace conformance {

// What is found in a program, a line of text each, and all of it by kind.
struct Found {
    std::string summary;
    std::vector<std::string> claims;
};

// Runs it in this process, with a recorder for each of its loops. Call it once in a process.
Found find_in(const Program& program);

}  // namespace conformance
