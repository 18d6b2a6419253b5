// Memory: all that is kept of the reader's from one window to the next, and what has to be said about it.
//
// Without folders (a picture, a test) nothing is read and nothing is written.
//
// Thread rule: the window's thread.
#pragma once
#include "app/bookmarks.hpp"
#include "app/recent.hpp"
#include "app/settings.hpp"
#include "kit/book/progress.hpp"
#include "panels/view.hpp"
#include "session/xdg.hpp"

#include <optional>
#include <string>
#include <vector>

namespace viz {

// A sentence of it, with what to do.
std::string note_words(const book::KeptNote& note, const Language& language);

struct Memory {
    explicit Memory(const std::optional<Folders>& given);

    Folders folders;  // empty paths where nothing is kept
    SettingsFile settings;
    book::Progress progress;
    Recent recent;
    Bookmarks bookmarks;  // of what is open

    // Writes what changed; what could not be kept becomes notes.
    void save();
    // Opens the bookmarks at another place; those of before are written.
    void open_bookmarks(const std::filesystem::path& path);
    // What the files had to tell since this was asked last, as sentences.
    std::vector<Note> take_notes(const Language& language);
};

}  // namespace viz
