// The reader of trace files. The first byte says what the rest is: a file as it is, or only the
// slots, which are put into a file whose checksums are right. Else nothing would come past those.
#include "everything.hpp"
#include "fuzz.hpp"

#include "monitor/stream_builder.hpp"
#include "monitor/trace_file.hpp"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

namespace {

using loopscope::Event;

// A folder of this process's own, gone when it ends well.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("loopscope-fuzz-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path file() const { return path_ / "run.loop"; }

private:
    std::filesystem::path path_;
};

const std::filesystem::path& file() {
    static const Folder folder;
    static const std::filesystem::path path = folder.file();
    return path;
}

void write_slots(std::string_view bytes) {
    std::vector<Event> slots(bytes.size() / sizeof(Event));
    if (!slots.empty()) std::memcpy(static_cast<void*>(slots.data()), bytes.data(), slots.size() * sizeof(Event));
    loopscope::TraceFileWriter writer(file());
    writer.write(slots);
    fuzz::insist(writer.finish());
}

std::string as_text(const std::vector<Event>& slots) {
    return {reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof(Event)};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] % 4 == 0) {
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << rest;
    } else {
        write_slots(rest);
    }
    const loopscope::TraceFileResult result = loopscope::read_trace_file(file());
    fuzz::insist(result.ok || !result.error.empty());
    fuzz::ask_everything(result.recording);
    return 0;
}

std::vector<std::string> fuzz::good_inputs() {
    std::vector<std::string> inputs;
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
        const std::string slots = as_text(loopscope::testing::RandomProgram(seed, 60).out.slots());
        inputs.push_back('\1' + slots);
        write_slots(slots);
        std::ifstream in(file(), std::ios::binary);
        inputs.push_back('\0' + std::string(std::istreambuf_iterator<char>(in), {}));
    }
    return inputs;
}
