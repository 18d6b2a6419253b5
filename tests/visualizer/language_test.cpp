// The visible words: whatever the code asks for stands in the language file.
#include "ui/text.hpp"
#include "ui/widgets.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

using namespace viz;

namespace {

// The tables below [ui]: "app", "transport", ...
std::set<std::string> sections() {
    std::set<std::string> names;
    const std::string language(english_language());
    const std::regex table(R"(\n\[ui\.([a-z_]+)\])");
    for (std::sregex_iterator at(language.begin(), language.end(), table), end; at != end; ++at) names.insert((*at)[1]);
    return names;
}

// Every literal in the sources that looks like a key: "section.word".
std::set<std::string> asked_for() {
    const std::set<std::string> known = sections();
    const std::regex key(R"#("([a-z]+)\.([a-z_]+)")#");
    std::set<std::string> keys;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(LOOPSCOPE_WINDOW_SOURCES)) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        for (std::sregex_iterator at(text.begin(), text.end(), key), end; at != end; ++at) {
            const std::string word = (*at)[2];
            if (known.contains((*at)[1]) && word != "cpp" && word != "hpp") keys.insert((*at)[1].str() + "." + word);
        }
    }
    return keys;
}

}  // namespace

TEST_CASE("every key that the window asks for is in the language file") {
    const Text text(english_language());
    const std::set<std::string> keys = asked_for();
    CHECK(keys.size() > 120);
    for (const std::string& key : keys) CHECK_MESSAGE(std::string(text(key.c_str())) != key, key);
}

TEST_CASE("a second language needs no code") {
    const Text other("[ui.timeline]\nheading = \"ZEITACHSE\"\n[ui.loop]\npoll = \"E/A fragen\"\n");
    CHECK(std::string(other("timeline.heading")) == "ZEITACHSE");
    CHECK(std::string(other("loop.poll")) == "E/A fragen");
    CHECK(std::string(other("loop.due")) == "timers due");
}
