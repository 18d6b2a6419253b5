// The reader of language files, and the sentences that are made of what it read.
#include "everything.hpp"
#include "fuzz.hpp"

#include "monitor/stream_builder.hpp"
#include "monitor/toml_texts.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

const loopscope::Recording& some_run() {
    static const loopscope::Recording recording = [] {
        loopscope::Recording made;
        fuzz::insist(made.append(loopscope::testing::RandomProgram(2, 60).out.slots()));
        return made;
    }();
    return recording;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    static_cast<void>(loopscope::read_texts(file, "ui"));
    // A language may lack phrases, and ask for words that nobody gives.
    const loopscope::Narrator narrator(some_run(), loopscope::parse_phrases(file));
    for (std::size_t index = 0; index < some_run().size(); ++index) static_cast<void>(narrator.describe(index));
    return 0;
}

std::vector<std::string> fuzz::good_inputs() {
    std::vector<std::string> inputs{"[narration]\nat = \" ({file}:{line})\"\nturn_begin = \"Turn {number}\"\n"};
    for (const auto& entry : std::filesystem::directory_iterator(LOOPSCOPE_LANGUAGE_FOLDER)) {
        std::ifstream in(entry.path(), std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    std::ranges::sort(inputs);
    return inputs;
}
