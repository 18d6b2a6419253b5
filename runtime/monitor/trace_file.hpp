// Trace files (.loop): a stream of events on disk.
//
// A header, then blocks of slots, each with its length and CRC, so that a file
// is appended to and a truncated one opens up to its last whole block. The bytes
// are described in docs/trace_format.md.
//
// Thread rule: each object belongs to one thread at a time.
#pragma once
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace loopscope {

class TraceFileWriter final : public Sink {
public:
    // Creates the file, or replaces it when it closes well: the bytes go to
    // "<path>.part" first, so that a failure leaves what was there before.
    explicit TraceFileWriter(std::filesystem::path path);
    ~TraceFileWriter() override;  // finish()

    void write(std::span<const Event> slots) override;
    void flush() override;
    // Writes the last block and puts the file in its place. False: see error(). REQUIRES: nobody writes
    // any more: the Pump or the LoopMonitor that has this among its sinks is gone. What comes later is
    // lost, and error() says so.
    bool finish();
    const std::string& error() const { return error_; }  // "" while all is well

private:
    void write_block();
    void fail(const char* what);  // keeps errno's reason in error_
    std::filesystem::path path_;
    std::filesystem::path part_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::vector<Event> block_;
    std::string error_;
    bool finished_ = false;
};

struct TraceFileResult {
    bool ok = false;         // false: nothing could be read, and error says why and what to try
    bool truncated = false;  // some bytes at the end were not a whole block
    std::string error;       // one sentence and a suggestion, also for a truncated file
    Recording recording;
};

// Reads a whole file, and keeps at most about so many events of it, the last ones. Never throws for
// what a file contains.
TraceFileResult read_trace_file(const std::filesystem::path& path, std::size_t keep_at_most = kKeepAll);

}  // namespace loopscope
