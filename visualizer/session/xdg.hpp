// XDG: the folders in which a program may keep what is the reader's own.
//
// As the XDG Base Directory Specification has it: a variable that is not set, empty or not
// an absolute path counts for nothing, and the default lies under HOME.
//
// Thread rule: plain functions, none.
#pragma once
#include <filesystem>
#include <functional>
#include <string>

namespace viz {

// Each ends in "loopscope"; empty if there is no HOME either.
struct Folders {
    std::filesystem::path config;  // what was set: settings
    std::filesystem::path data;    // what was made: progress
    std::filesystem::path state;   // what happened last: recent recordings, bookmarks
};

// What an environment variable says, "" if it is not set.
using Environment = std::function<std::string(const char* name)>;

Folders xdg_folders(const Environment& environment);
Folders xdg_folders();  // of this process

}  // namespace viz
