// Runs asyncio_peer.py and takes its figures; no python3, no figures.
#include "report.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <memory>

namespace bench {

void measure_python(Values& values) {
    const std::string command = "python3 '" LOOPSCOPE_BENCH_FOLDER "/asyncio_peer.py' 2>/dev/null";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    if (!pipe) return;
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
        text.append(buffer.data(), count);
    }
    const auto figures = nlohmann::json::parse(text, nullptr, false);
    if (!figures.is_object()) return;
    for (const auto& [peer, measured] : figures.items()) {
        for (const auto& [id, value] : measured.items()) values[id][peer] = value.get<double>();
    }
}

}  // namespace bench
