#include "app/memory.hpp"

#include "ui/text.hpp"

#include <utility>

namespace viz {
namespace {

std::filesystem::path below(const std::filesystem::path& folder, const char* name) {
    return folder.empty() ? std::filesystem::path() : folder / name;
}

const char* sentence_key(book::KeptNote::What what) {
    switch (what) {
        case book::KeptNote::What::unreadable:
            return "note.unreadable";
        case book::KeptNote::What::set_aside:
            return "note.set_aside";
        case book::KeptNote::What::broken:
            return "note.broken";
        case book::KeptNote::What::cannot_be_kept:
            return "note.cannot_be_kept";
    }
    return "note.unreadable";
}

}  // namespace

std::string note_words(const book::KeptNote& note, const Language& language) {
    return fill(language.text(sentence_key(note.what)), {{"file", note.path.string()}, {"more", note.more}});
}

Memory::Memory(const std::optional<Folders>& given)
    : folders(given.value_or(Folders{})),
      settings(below(folders.config, "settings.toml")),
      progress(below(folders.data, "progress.toml")),
      recent(below(folders.state, "recent.toml")) {}

void Memory::save() {
    settings.save();
    progress.save();
    recent.save();
    bookmarks.save();
}

void Memory::open_bookmarks(const std::filesystem::path& path) {
    bookmarks.save();
    bookmarks = Bookmarks(path);
}

std::vector<Note> Memory::take_notes(const Language& language) {
    std::vector<Note> out;
    const auto add = [&](const std::vector<book::KeptNote>& told) {
        for (const book::KeptNote& one : told) out.push_back({note_words(one, language), NoteHelp::none});
    };
    add(settings.take_notes());
    add(progress.take_notes());
    add(recent.take_notes());
    add(bookmarks.take_notes());
    return out;
}

}  // namespace viz
