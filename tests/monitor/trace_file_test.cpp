#include "monitor/trace_file.hpp"

#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

// A folder of this test's own, gone at its end.
struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("loopscope_trace_" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path file(const char* name = "run.loop") const { return path / name; }
};

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put_bytes(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// Writes the slots in blocks of `block`, to have more than one in a small file.
void write_file(const std::filesystem::path& path, std::span<const Event> slots, std::size_t block = 4096) {
    TraceFileWriter writer(path);
    for (std::size_t at = 0; at < slots.size(); at += block) {
        writer.write(slots.subspan(at, std::min(block, slots.size() - at)));
        if (block < 4096) writer.flush();
    }
    REQUIRE(writer.finish());
}

}  // namespace

TEST_CASE("a recording comes back from its file as it was") {
    const Folder folder;
    const RandomProgram program(5, 12'000);
    write_file(folder.file(), program.out.slots());
    const TraceFileResult result = read_trace_file(folder.file());
    CHECK_MESSAGE(result.ok, result.error);
    CHECK_FALSE(result.truncated);
    CHECK(result.error.empty());
    Recording direct;
    REQUIRE(direct.append(program.out.slots()));
    REQUIRE(result.recording.size() == direct.size());
    CHECK(result.recording.now() == direct.now());
    for (const std::uint32_t index : direct.prints()) CHECK(result.recording.text(index) == direct.text(index));
}

TEST_CASE("a file cut at any length opens up to its last whole block") {
    const Folder folder;
    StreamBuilder stream;
    for (CallbackId id = 1; id <= 12; ++id) stream.add(EventKind::callback_ready, id);
    write_file(folder.file(), stream.slots(), 4);
    const std::string whole = bytes_of(folder.file());
    const std::size_t block = 16 + 4 * kSlotBytes;
    REQUIRE(whole.size() == 32 + 3 * block);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CAPTURE(length);
        put_bytes(folder.file("cut.loop"), whole.substr(0, length));
        const TraceFileResult result = read_trace_file(folder.file("cut.loop"));
        CHECK(result.ok == (length >= 32));
        if (length < 32) {
            CHECK_FALSE(result.error.empty());
            continue;
        }
        CHECK(result.recording.size() == (length - 32) / block * 4);
        CHECK(result.truncated == ((length - 32) % block != 0));
        CHECK(result.error.empty() == !result.truncated);
    }
}

TEST_CASE("a file with any bit flipped is refused") {
    const Folder folder;
    StreamBuilder stream;
    stream.add_text(EventKind::print, 0, {}, "some text");
    for (CallbackId id = 1; id <= 4; ++id) stream.add(EventKind::callback_ready, id);
    write_file(folder.file(), stream.slots(), 3);
    const std::string whole = bytes_of(folder.file());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
            put_bytes(folder.file("bad.loop"), damaged);
            const TraceFileResult result = read_trace_file(folder.file("bad.loop"));
            CAPTURE(at);
            CHECK_FALSE(result.ok);
            CHECK_FALSE(result.error.empty());
        }
    }
}

TEST_CASE("a file of a newer version is refused with that reason") {
    const Folder folder;
    write_file(folder.file(), {});
    std::string bytes = bytes_of(folder.file());
    bytes[8] = 2;
    put_bytes(folder.file(), bytes);
    CHECK(read_trace_file(folder.file()).error.find("newer Loopscope (format 2") != std::string::npos);
}

TEST_CASE("what is no recording is refused in one sentence") {
    const Folder folder;
    put_bytes(folder.file("text.loop"), "#include <iostream>\nint main() {}\n");
    CHECK(read_trace_file(folder.file("text.loop")).error.find("is not a Loopscope recording") != std::string::npos);
    CHECK(read_trace_file(folder.file("none.loop")).error.find("Cannot open") == 0);
    CHECK(read_trace_file(folder.path).error.find("Cannot") == 0);
    CHECK_FALSE(read_trace_file(folder.path).ok);
}

TEST_CASE("whole blocks that hold no stream are refused too") {
    const Folder folder;
    write_file(folder.file(), std::vector<Event>(3));
    const TraceFileResult result = read_trace_file(folder.file());
    CHECK_FALSE(result.ok);
    CHECK(result.error.find("kind 0") != std::string::npos);
}

TEST_CASE("an old file stays until the new one is whole") {
    const Folder folder;
    put_bytes(folder.file(), "old");
    {
        TraceFileWriter writer(folder.file());
        writer.write(std::vector<Event>(1));
        writer.flush();
        CHECK(bytes_of(folder.file()) == "old");
        CHECK(std::filesystem::exists(folder.file("run.loop.part")));
    }
    CHECK(bytes_of(folder.file()).starts_with("LOOPTRCE"));
    CHECK_FALSE(std::filesystem::exists(folder.file("run.loop.part")));
}

TEST_CASE("a run that crashed leaves a part that opens, and the error names it") {
    const Folder folder;
    StreamBuilder stream;
    stream.add(EventKind::loop_start);
    write_file(folder.file(), stream.slots());
    std::filesystem::rename(folder.file(), folder.file("run.loop.part"));
    CHECK(read_trace_file(folder.file()).error.find("run.loop.part") != std::string::npos);
    CHECK(read_trace_file(folder.file("run.loop.part")).recording.size() == 1);
}

TEST_CASE("a folder that cannot be written to gives one sentence, and nothing else happens") {
    const Folder folder;
    TraceFileWriter writer(folder.file("missing") / "run.loop");
    CHECK(writer.error().find("Cannot write") == 0);
    writer.write(std::vector<Event>(10'000));
    writer.flush();
    CHECK_FALSE(writer.finish());
    CHECK_FALSE(writer.finish());
}

TEST_CASE("what is written after the end is not lost in silence") {
    const Folder folder;
    StreamBuilder stream;
    stream.add(EventKind::callback_ready, 1);
    TraceFileWriter writer(folder.file());
    writer.write(stream.slots());
    REQUIRE(writer.finish());
    writer.write({});
    CHECK(writer.finish());
    writer.write(stream.slots());
    CHECK(writer.error().find("it was finished before everything was written") != std::string::npos);
    CHECK_FALSE(writer.finish());
    CHECK(read_trace_file(folder.file()).recording.size() == 1);
}

TEST_CASE("a full disk is told of when it happens") {
    if (!std::filesystem::exists("/dev/full")) return;
    const Folder folder;
    std::filesystem::create_symlink("/dev/full", folder.file("run.loop.part"));
    TraceFileWriter writer(folder.file());
    writer.write(std::vector<Event>(10'000));
    writer.flush();
    CHECK(writer.error().find("No space left") != std::string::npos);
    CHECK_FALSE(writer.finish());
    CHECK_FALSE(std::filesystem::exists(folder.file()));
}
