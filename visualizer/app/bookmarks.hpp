// Bookmarks: the moments that the reader marked, and the file in which they are kept.
//
// Those of a recording stand beside it (run.loop.bookmarks.toml), so that they travel with it;
// where that folder cannot be written, in the state folder. Those of a lesson stand in the state
// folder too, by lesson and knobs, as a run with other knobs is another recording.
//
// Thread rule: the window's thread.
#pragma once
#include "kit/book/kept_file.hpp"
#include "panels/view.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace viz {

class Bookmarks {
public:
    explicit Bookmarks(std::filesystem::path path = {});

    std::span<const Bookmark> all() const { return all_; }  // by index
    void toggle(std::size_t index);
    void set_note(std::size_t index, const std::string& note);  // of one that is there
    const Bookmark* at(std::size_t index) const;
    // The first one after the cursor, and around to the first of all; null if there is none.
    const Bookmark* after(std::size_t cursor) const;

    bool save() { return file_.save(); }
    const std::filesystem::path& path() const { return file_.path(); }
    std::vector<book::KeptNote> take_notes() { return file_.take_notes(); }

private:
    void put();

    book::KeptFile file_;
    std::vector<Bookmark> all_;
};

struct BookmarkPlace {
    std::filesystem::path path;
    bool elsewhere = false;  // not beside the recording, as that folder cannot be written
};

// `state`: the state folder; with an empty one nothing but what stands beside a recording is kept.
BookmarkPlace bookmarks_of_file(const std::filesystem::path& recording, const std::filesystem::path& state);
std::filesystem::path bookmarks_of_lesson(const std::string& id, const std::map<std::string, double>& knobs,
                                          const std::filesystem::path& state);

}  // namespace viz
