// Recent: the recordings that were opened last, for the start page; kept in recent.toml.
//
// Thread rule: the window's thread.
#pragma once
#include "kit/book/kept_file.hpp"
#include "panels/start.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace viz {

class Recent {
public:
    static constexpr std::size_t kMost = 20;

    explicit Recent(std::filesystem::path path = {});

    std::span<const RecentFile> files() const { return files_; }  // the latest first
    // One that was opened before keeps nothing but its path.
    void opened(const RecentFile& file);
    // What is found out later of one that was opened.
    void found(const std::string& path, std::size_t findings, bool error);
    void forget(const std::string& path);
    void look();  // which of them are still there

    bool save();
    std::vector<book::KeptNote> take_notes() { return file_.take_notes(); }

private:
    void put();

    book::KeptFile file_;
    std::vector<RecentFile> files_;
};

}  // namespace viz
