#include "app/bookmarks.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

namespace viz {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHeading = "# Bookmarks in a recording; `event` is how many events came before.";
constexpr std::size_t kMost = 10'000;

std::string number_words(double number) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr};
}

// A file name of a path: two recordings of one name in two folders stay apart.
std::string one_word(const fs::path& path) {
    std::uint64_t hash = 14695981039346656037u;  // FNV-1a
    for (const char c : path.string()) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    char buffer[16];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, hash, 16).ptr;
    return path.filename().string().substr(0, 100) + "-" + std::string(buffer, end);
}

}  // namespace

Bookmarks::Bookmarks(fs::path path) : file_(std::move(path), kHeading) {
    for (const book::KeptToml& entry : file_.all().list("bookmarks")) {
        const std::int64_t index = entry.whole("event", -1);
        if (index < 0 || all_.size() == kMost || at(static_cast<std::size_t>(index)) != nullptr) continue;
        all_.push_back({static_cast<std::size_t>(index), entry.text("note")});
        std::ranges::sort(all_, {}, &Bookmark::index);
    }
}

const Bookmark* Bookmarks::at(std::size_t index) const {
    const auto found = std::ranges::lower_bound(all_, index, {}, &Bookmark::index);
    return found == all_.end() || found->index != index ? nullptr : &*found;
}

const Bookmark* Bookmarks::after(std::size_t cursor) const {
    if (all_.empty()) return nullptr;
    const auto found = std::ranges::upper_bound(all_, cursor, {}, &Bookmark::index);
    return found == all_.end() ? &all_.front() : &*found;
}

void Bookmarks::toggle(std::size_t index) {
    const auto found = std::ranges::lower_bound(all_, index, {}, &Bookmark::index);
    if (found != all_.end() && found->index == index)
        all_.erase(found);
    else if (all_.size() < kMost)
        all_.insert(found, Bookmark{index, ""});
    put();
}

void Bookmarks::set_note(std::size_t index, const std::string& note) {
    const auto found = std::ranges::lower_bound(all_, index, {}, &Bookmark::index);
    if (found == all_.end() || found->index != index) return;
    found->note = note;
    put();
}

void Bookmarks::put() {
    book::KeptToml::List list;
    for (const Bookmark& one : all_) {
        book::KeptToml entry;
        entry.at("event").value = static_cast<std::int64_t>(one.index);
        if (!one.note.empty()) entry.at("note").value = one.note;
        list.push_back(std::move(entry));
    }
    file_.change().at("bookmarks").value = std::move(list);
}

BookmarkPlace bookmarks_of_file(const fs::path& recording, const fs::path& state) {
    if (recording.empty()) return {};
    std::error_code failed;
    const fs::path whole = fs::absolute(recording, failed).lexically_normal();
    const fs::path beside = whole.string() + ".bookmarks.toml";
    const bool known = fs::exists(beside, failed);
    if (state.empty() || ::access(known ? beside.c_str() : whole.parent_path().c_str(), W_OK) == 0) return {beside};
    const fs::path other = state / "bookmarks" / (one_word(whole) + ".toml");
    // What came with a recording is read, if nothing of ours is there yet; it is not written to.
    if (known && !fs::exists(other, failed)) {
        fs::create_directories(other.parent_path(), failed);
        fs::copy_file(beside, other, failed);
        fs::permissions(other, fs::perms::owner_write, fs::perm_options::add, failed);
    }
    return {other, true};
}

fs::path bookmarks_of_lesson(const std::string& id, const std::map<std::string, double>& knobs, const fs::path& state) {
    if (state.empty() || id.empty()) return {};
    std::string name = id;
    for (const auto& [knob, value] : knobs) name += "," + knob + "=" + number_words(value);
    constexpr std::size_t kLongest = 150;
    if (name.size() > kLongest) name = one_word(name);
    return state / "bookmarks" / (name + ".toml");
}

}  // namespace viz
