#include "session/paths.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <tuple>

namespace viz {

namespace fs = std::filesystem;

std::string with_home(const std::string& path) {
    const char* home = std::getenv("HOME");
    if (home == nullptr || !path.starts_with("~") || (path.size() > 1 && path[1] != '/')) return path;
    return home + path.substr(1);
}

std::vector<PathMatch> complete_path(const std::string& typed, std::size_t most) {
    constexpr std::size_t kMostRead = 20'000;  // entries of a folder: nobody waits for more
    const std::size_t slash = typed.rfind('/');
    const std::string before = slash == std::string::npos ? "" : typed.substr(0, slash + 1);
    const std::string begun = slash == std::string::npos ? typed : typed.substr(slash + 1);
    std::vector<std::tuple<int, std::string, bool>> found;
    std::error_code failed;
    std::size_t read = 0;
    fs::directory_iterator at(before.empty() ? "." : with_home(before), failed), end;
    for (; !failed && at != end && read < kMostRead; at.increment(failed), ++read) {
        const std::string name = at->path().filename().string();
        if (!name.starts_with(begun) || (name.starts_with('.') && begun.empty())) continue;
        std::error_code ignored;
        const bool folder = at->is_directory(ignored);
        if (!folder && !at->is_regular_file(ignored)) continue;
        const int rank = name.ends_with(".loop") ? 0 : folder ? 1 : 2;
        found.emplace_back(rank, name, folder);
    }
    std::ranges::sort(found);
    if (found.size() > most) found.resize(most);
    std::vector<PathMatch> out;
    for (const auto& [rank, name, folder] : found) out.push_back({before + name + (folder ? "/" : ""), folder});
    return out;
}

}  // namespace viz
