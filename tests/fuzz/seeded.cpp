// Damages good inputs in ways that a seed decides: PROGRAM ITERATIONS [SEED], or
// PROGRAM --write FOLDER for libFuzzer to begin from.
#include "fuzz.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string_view>

namespace {

constexpr std::size_t kLongest = 1 << 17;

class Damage {
public:
    explicit Damage(std::uint32_t seed) : engine_(seed) {}

    std::string of(const std::vector<std::string>& inputs) {
        std::string bytes = inputs[below(inputs.size())];
        const std::size_t times = 1 + below(below(8) + 1);
        for (std::size_t i = 0; i < times; ++i) once(bytes, inputs);
        if (bytes.size() > kLongest) bytes.resize(kLongest);
        return bytes;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : engine_() % limit; }

    void once(std::string& bytes, const std::vector<std::string>& inputs) {
        const std::size_t at = below(bytes.size() + 1);
        const std::size_t length = std::min(below(64) + 1, bytes.size() - at);
        switch (below(8)) {
            case 0:
                if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
                return;
            case 1:
                if (at < bytes.size()) bytes[at] = static_cast<char>(engine_());
                return;
            case 2:
                return put_number(bytes, at);
            case 3:
                bytes.erase(at, length);
                return;
            case 4:
                bytes.insert(at, bytes.substr(below(bytes.size() + 1), 1 + below(64)));
                return;
            case 5:
                bytes.insert(at, std::string(1 + below(40), static_cast<char>(engine_())));
                return;
            case 6:
                bytes.resize(at);
                return;
            default: {
                const std::string& other = inputs[below(inputs.size())];
                bytes = bytes.substr(0, at) + other.substr(below(other.size() + 1));
                return;
            }
        }
    }

    // Numbers that programs trip over, in any width.
    void put_number(std::string& bytes, std::size_t at) {
        constexpr std::uint64_t kNumbers[] = {0,
                                              1,
                                              31,
                                              32,
                                              255,
                                              4096,
                                              4097,
                                              0x7fffffff,
                                              0x80000000,
                                              0xffffffff,
                                              0x100000000,
                                              ~std::uint64_t{0},
                                              0x7ff8000000000000};
        const std::uint64_t number = kNumbers[below(std::size(kNumbers))] + (below(4) == 0 ? below(5) : 0);
        const std::size_t width = std::size_t{1} << below(4);
        for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i) {
            bytes[at + i] = static_cast<char>(number >> (8 * i));
        }
    }

    std::mt19937 engine_;
};

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

int write_inputs(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    std::size_t number = 0;
    for (const std::string& input : fuzz::good_inputs()) {
        std::ofstream(folder / ("good_" + std::to_string(++number)), std::ios::binary) << input;
    }
    return 0;
}

// An input that ends the program by a crash is in this file afterwards.
void remember(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--write") return write_inputs(argv[2]);
    const long iterations = argc > 1 ? std::atol(argv[1]) : 1000;
    const auto seed = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 1);
    const char* keep = std::getenv("FUZZ_KEEP");
    const std::vector<std::string> inputs = fuzz::good_inputs();
    for (const std::string& input : inputs) run(input);
    Damage damage(seed);
    for (long i = 0; i < iterations; ++i) {
        const std::string bytes = damage.of(inputs);
        if (keep != nullptr) remember(keep, bytes);
        run(bytes);
    }
    std::printf("%ld damaged inputs, seed %u: nothing went wrong\n", iterations, seed);
}
