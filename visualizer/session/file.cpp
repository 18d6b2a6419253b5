// A recording from a file: everything is there from the start, and nobody can be steered.
#include "monitor/trace_file.hpp"
#include "session/session.hpp"

namespace viz {
namespace {

class File final : public Session {
public:
    File(const std::filesystem::path& path, std::size_t keep_at_most) : name_(path.filename().string()) {
        loopscope::TraceFileResult result = loopscope::read_trace_file(path, keep_at_most);
        ok_ = result.ok;
        notice_ = std::move(result.error);
        recording_ = std::move(result.recording);
    }

    bool poll() override { return false; }
    SessionState state() const override { return ok_ ? SessionState::finished : SessionState::lost; }
    std::string notice() const override { return notice_; }
    std::string source_name() const override { return name_; }

private:
    std::string name_;
    std::string notice_;
    bool ok_ = false;
};

}  // namespace

std::unique_ptr<Session> open_file(const std::filesystem::path& path, std::size_t keep_at_most) {
    return std::make_unique<File>(path, keep_at_most);
}

}  // namespace viz
