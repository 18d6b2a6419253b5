// Paths: what a path that is half typed may become.
//
// Thread rule: plain functions, none. They read folders.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace viz {

struct PathMatch {
    std::string path;  // begins as it was typed; a folder ends in "/"
    bool folder = false;
};

// Recordings (.loop) and folders first, each by name; what begins with a dot only if that was typed.
std::vector<PathMatch> complete_path(const std::string& typed, std::size_t most);
// "~/x" as the shell means it.
std::string with_home(const std::string& path);

}  // namespace viz
