#include "kit/book/kept_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace book {
namespace {

namespace fs = std::filesystem;

// More than a person writes; a recording by mistake is not read as settings.
constexpr std::uintmax_t kMostBytes = 16'000'000;

std::optional<std::string> contents(const fs::path& path) {
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) return std::nullopt;
    const std::uintmax_t bytes = fs::file_size(path, failed);
    if (failed || bytes > kMostBytes) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in.is_open() || in.bad()) return std::nullopt;
    return text;
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

std::string write_whole(const fs::path& path, std::string_view text) {
    std::error_code failed;
    // A link stays a link: what it leads to is replaced.
    const fs::path real = fs::is_symlink(path, failed) ? fs::weakly_canonical(path, failed) : path;
    const fs::path target = real.empty() ? path : real;
    if (target.has_parent_path()) fs::create_directories(target.parent_path(), failed);
    if (failed) return failed.message();
    std::string part = target.string() + ".XXXXXX";
    const int file = ::mkostemp(part.data(), O_CLOEXEC);
    if (file < 0) return std::strerror(errno);
    std::string why;
    if (!write_all(file, text) || ::fsync(file) != 0) why = std::strerror(errno);
    if (::close(file) != 0 && why.empty()) why = std::strerror(errno);
    if (why.empty() && ::rename(part.c_str(), target.c_str()) != 0) why = std::strerror(errno);
    if (!why.empty()) ::unlink(part.c_str());
    return why;
}

KeptFile::KeptFile(fs::path path, std::string heading) : path_(std::move(path)), heading_(std::move(heading)) {
    if (!path_.empty()) read();
    written_ = all_;
}

void KeptFile::read() {
    std::error_code failed;
    if (!fs::exists(fs::symlink_status(path_, failed))) return;
    const auto text = contents(path_);
    if (!text) {
        locked_ = true;
        notes_.push_back({KeptNote::What::unreadable, path_});
        return;
    }
    if (auto all = read_kept_toml(*text))
        all_ = std::move(*all);
    else
        set_aside();
}

void KeptFile::set_aside() {
    std::error_code failed;
    constexpr int kMost = 1000;
    for (int number = 1; number <= kMost; ++number) {
        const fs::path beside = path_.string() + ".broken-" + std::to_string(number);
        if (fs::exists(fs::symlink_status(beside, failed))) continue;
        fs::rename(path_, beside, failed);
        if (failed) break;
        notes_.push_back({KeptNote::What::set_aside, path_, beside.filename().string()});
        return;
    }
    locked_ = true;
    notes_.push_back({KeptNote::What::broken, path_});
}

bool KeptFile::save() {
    if (path_.empty() || locked_) return false;
    if (all_ == written_) return !told_;
    const std::string why = write_whole(path_, write_kept_toml(all_, heading_));
    if (why.empty()) {
        written_ = all_;
        told_ = false;
        return true;
    }
    if (!std::exchange(told_, true)) notes_.push_back({KeptNote::What::cannot_be_kept, path_, why});
    return false;
}

std::vector<KeptNote> KeptFile::take_notes() { return std::exchange(notes_, {}); }

}  // namespace book
