// A fuzz target: what strange bytes are given to, and good ones to begin from.
//
// Each target is one source file with these two functions. seeded.cpp runs it for a while
// with changes that a seed decides, as a test. With -DLOOPSCOPE_FUZZERS=ON and Clang it is
// linked with libFuzzer too, which learns from coverage and does not end by itself.
//
// Thread rule: the main thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Must neither crash nor hang, whatever the bytes are. Always 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

// Bytes that are right, to be damaged.
std::vector<std::string> good_inputs();

}  // namespace fuzz
