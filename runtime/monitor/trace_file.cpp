#include "monitor/trace_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace loopscope {
namespace {

static_assert(std::endian::native == std::endian::little,
              "trace files are little-endian and are written as they lie in memory");

constexpr char kMagic[8] = {'L', 'O', 'O', 'P', 'T', 'R', 'C', 'E'};
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kBlockMagic = 0x4b4c424c;  // "LBLK"
constexpr std::size_t kBlockSlots = 4096;

struct FileHeader {
    char magic[8];
    std::uint32_t version;
    std::uint32_t header_bytes;
    std::uint32_t slot_bytes;
    std::uint32_t reserved[2];
    std::uint32_t crc;  // of the bytes before it
};
static_assert(sizeof(FileHeader) == 32);

struct BlockHeader {
    std::uint32_t magic;
    std::uint32_t slots;
    std::uint32_t slots_crc;
    std::uint32_t crc;  // of the bytes before it: a damaged length must not look like a truncated file
};
static_assert(sizeof(BlockHeader) == 16);

std::uint32_t crc_of(const void* bytes, std::size_t count) {
    return static_cast<std::uint32_t>(crc32_z(0, static_cast<const Bytef*>(bytes), count));
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

TraceFileResult refused(std::string error) {
    TraceFileResult result;
    result.error = std::move(error);
    return result;
}

std::string why_not_opened(const std::filesystem::path& path) {
    const int reason = errno;
    std::error_code ignored;
    const std::filesystem::path part = path.string() + ".part";
    if (!std::filesystem::exists(path, ignored) && std::filesystem::exists(part, ignored)) {
        return "There is no " + path.string() + ", but a recording that did not end well: open " + part.string() +
               " instead.";
    }
    return "Cannot open " + path.string() + ": " + std::strerror(reason) + ". Check the name of the file.";
}

// "" if this build can read what follows.
std::string check_header(std::FILE* file, const std::string& name) {
    FileHeader header{};
    const std::size_t got = std::fread(&header, 1, sizeof header, file);
    if (std::ferror(file)) return "Cannot read " + name + ": " + std::strerror(errno) + ". Check that it is a file.";
    if (std::memcmp(header.magic, kMagic, std::min(got, sizeof kMagic)) != 0 || got == 0) {
        return name + " is not a Loopscope recording. Record one with: loopscope run LESSON --record FILE.loop";
    }
    if (got < sizeof header) return name + " ends before its header does: nothing was recorded. Record it again.";
    if (header.version > kVersion) {
        return name + " was written by a newer Loopscope (format " + std::to_string(header.version) +
               ", this one reads " + std::to_string(kVersion) + "), or is damaged. Update Loopscope.";
    }
    if (header.crc != crc_of(&header, sizeof header - sizeof header.crc) || header.version != kVersion ||
        header.header_bytes != sizeof header || header.slot_bytes != kSlotBytes) {
        return name + " is damaged: its header does not add up. Record it again, or use another copy.";
    }
    return "";
}

enum class BlockRead { whole, end, cut, damaged };

BlockRead read_block(std::FILE* file, std::vector<Event>& slots) {
    BlockHeader header{};
    const std::size_t got = std::fread(&header, 1, sizeof header, file);
    if (got == 0) return BlockRead::end;
    if (got < sizeof header) return BlockRead::cut;
    if (header.magic != kBlockMagic || header.slots > kBlockSlots || header.crc != crc_of(&header, 12))
        return BlockRead::damaged;
    slots.resize(header.slots);
    if (std::fread(slots.data(), kSlotBytes, slots.size(), file) < slots.size()) return BlockRead::cut;
    return crc_of(slots.data(), slots.size() * kSlotBytes) == header.slots_crc ? BlockRead::whole : BlockRead::damaged;
}

}  // namespace

TraceFileWriter::TraceFileWriter(std::filesystem::path path) : path_(std::move(path)), file_(nullptr, &std::fclose) {
    std::error_code ignored;
    // A link stays a link: its target is what is written.
    if (std::filesystem::is_symlink(path_, ignored)) {
        if (const auto target = std::filesystem::weakly_canonical(path_, ignored); !target.empty()) path_ = target;
    }
    part_ = path_.string() + ".part";
    const std::filesystem::file_status there = std::filesystem::status(path_, ignored);
    if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) {
        error_ = "Cannot record into " + path_.string() + ", which is no file. Name a file, such as run.loop.";
        return;
    }
    block_.reserve(kBlockSlots);
    file_.reset(std::fopen(part_.c_str(), "wb"));
    if (!file_) {
        fail("write");
        return;
    }
    FileHeader header{};
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    header.version = kVersion;
    header.header_bytes = sizeof header;
    header.slot_bytes = kSlotBytes;
    header.crc = crc_of(&header, sizeof header - sizeof header.crc);
    if (std::fwrite(&header, sizeof header, 1, file_.get()) != 1) fail("write");
}

TraceFileWriter::~TraceFileWriter() { finish(); }

void TraceFileWriter::fail(const char* what) {
    error_ = std::string("Cannot ") + what + " " + part_.string() + ": " + std::strerror(errno) +
             ". Record to a folder that exists, may be written to, and has room.";
}

void TraceFileWriter::write(std::span<const Event> slots) {
    if (finished_ && !slots.empty() && error_.empty()) {
        error_ = "The end of the recording is not in " + path_.string() +
                 ": it was finished before everything was written. Call finish() when whoever writes to it is gone.";
    }
    while (!slots.empty() && error_.empty()) {
        const auto part = slots.first(std::min(slots.size(), kBlockSlots - block_.size()));
        block_.insert(block_.end(), part.begin(), part.end());
        slots = slots.subspan(part.size());
        if (block_.size() == kBlockSlots) write_block();
    }
}

void TraceFileWriter::write_block() {
    if (block_.empty() || !error_.empty()) return;
    BlockHeader header{kBlockMagic, static_cast<std::uint32_t>(block_.size()),
                       crc_of(block_.data(), block_.size() * kSlotBytes), 0};
    header.crc = crc_of(&header, 12);
    const bool written = std::fwrite(&header, sizeof header, 1, file_.get()) == 1 &&
                         std::fwrite(block_.data(), kSlotBytes, block_.size(), file_.get()) == block_.size();
    if (!written) fail("write");
    block_.clear();
}

void TraceFileWriter::flush() {
    if (finished_ || !error_.empty()) return;
    write_block();
    if (error_.empty() && std::fflush(file_.get()) != 0) fail("write");
}

bool TraceFileWriter::finish() {
    if (finished_) return error_.empty();
    flush();
    finished_ = true;
    if (file_ && std::fclose(file_.release()) != 0 && error_.empty()) fail("write");
    if (!error_.empty()) return false;
    std::error_code failed;
    std::filesystem::rename(part_, path_, failed);
    if (failed) {
        error_ = "Cannot put the recording in its place, " + path_.string() + ": " + failed.message() + ". It is in " +
                 part_.string() + ".";
    }
    return error_.empty();
}

TraceFileResult read_trace_file(const std::filesystem::path& path, std::size_t keep_at_most) {
    const std::string name = path.string();
    const File file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) return refused(why_not_opened(path));
    if (std::string error = check_header(file.get(), name); !error.empty()) return refused(std::move(error));

    TraceFileResult result;
    result.recording.keep_at_most(keep_at_most);
    std::vector<Event> slots;
    for (std::size_t block = 1;; ++block) {
        const BlockRead read = read_block(file.get(), slots);
        if (std::ferror(file.get()))
            return refused("Cannot read all of " + name + ": " + std::strerror(errno) + ". Try another copy.");
        if (read == BlockRead::damaged) {
            return refused(name + " is damaged in block " + std::to_string(block) +
                           ". Record it again, or use another copy.");
        }
        if (read == BlockRead::cut) {
            result.truncated = true;
            result.error =
                name + " is cut off: it is shown up to its last whole block. Record it again to see the rest.";
        }
        if (read != BlockRead::whole) break;
        if (!result.recording.append(slots))
            return refused(name + " cannot be read: " + result.recording.error() + " Record it again.");
    }
    result.ok = true;
    return result;
}

}  // namespace loopscope
