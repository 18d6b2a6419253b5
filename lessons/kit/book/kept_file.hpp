// KeptFile: a small TOML file of the reader's own, which is never lost and never in the way.
//
// A file that cannot be understood is set aside beside itself ("settings.toml.broken-1") and
// begun anew. A file is written whole under another name and then put into place, so that
// neither a crash nor a full disk leaves half of one. What goes wrong is told once, by
// take_notes(); the program goes on.
//
// Thread rule: one thread at a time.
#pragma once
#include "kit/book/kept_toml.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace book {

// Something that went wrong with a file, for whoever words it.
struct KeptNote {
    enum class What {
        unreadable,      // it is there, and cannot be read: it is left alone, and nothing is kept
        set_aside,       // it was no TOML; `more` is its new name
        broken,          // it is no TOML, and cannot be set aside: it is left alone, and nothing is kept
        cannot_be_kept,  // it cannot be written; `more` says why
    } what;
    std::filesystem::path path;
    std::string more{};
};

class KeptFile {
public:
    // Reads it, if it is there. With an empty path nothing is ever read or written.
    // `heading`: lines of comment that stand above what is written.
    explicit KeptFile(std::filesystem::path path = {}, std::string heading = {});

    const std::filesystem::path& path() const { return path_; }
    const KeptToml& all() const { return all_; }
    // Changes are written by save().
    KeptToml& change() { return all_; }
    // Writes it if it changed since it was read or written; false if that failed, now or before.
    bool save();
    // Each is handed out once.
    std::vector<KeptNote> take_notes();

private:
    void read();
    void set_aside();

    std::filesystem::path path_;
    std::string heading_;
    KeptToml all_;
    KeptToml written_;
    bool locked_ = false;  // it is there and cannot be read or set aside: it is left alone
    bool told_ = false;
    std::vector<KeptNote> notes_;
};

// Writes a file whole, or leaves what was there; "" or why not.
std::string write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace book
