#include "cli/output_file.hpp"

#include <fmt/core.h>

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace cli {
namespace {

namespace fs = std::filesystem;

}  // namespace

OutputFile::OutputFile(const fs::path& path) : path_(path) {
    std::error_code ignored;
    // A link stays a link: its target is what is written.
    if (fs::is_symlink(path_, ignored)) {
        if (const fs::path target = fs::weakly_canonical(path_, ignored); !target.empty()) path_ = target;
    }
    part_ = path_.string() + ".part";
    const fs::file_status there = fs::status(path_, ignored);
    if (fs::exists(there) && !fs::is_regular_file(there)) {
        fail(fs::is_directory(there) ? "it is a folder" : "it is a device or a pipe, and not a file");
        return;
    }
    const fs::path folder = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
    if (::access(folder.c_str(), W_OK | X_OK) != 0) fail(std::strerror(errno));
}

OutputFile::~OutputFile() {
    std::error_code ignored;
    fs::remove(part_, ignored);
}

bool OutputFile::put_into_place() {
    if (!error_.empty()) return false;
    std::error_code failed;
    fs::rename(part_, path_, failed);
    if (failed) fail(failed.message());
    return !failed;
}

void OutputFile::fail(const std::string& why) {
    error_ = fmt::format("{} cannot be written ({}).", path_.string(), why);
}

}  // namespace cli
