#include "app/recent.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace viz {
namespace {

constexpr const char* kHeading = "# The recordings that Loopscope opened last.";

std::int64_t not_negative(std::int64_t value) { return std::max<std::int64_t>(value, 0); }

}  // namespace

Recent::Recent(std::filesystem::path path) : file_(std::move(path), kHeading) {
    for (const book::KeptToml& entry : file_.all().list("recordings")) {
        RecentFile one;
        one.path = entry.text("path");
        if (!std::filesystem::path(one.path).is_absolute() || files_.size() == kMost) continue;
        one.when = not_negative(entry.whole("when", 0));
        one.events = static_cast<std::size_t>(not_negative(entry.whole("events", 0)));
        if (const std::int64_t count = entry.whole("findings", -1); count >= 0)
            one.findings = static_cast<std::size_t>(count);
        one.error = entry.yes("error", false);
        files_.push_back(std::move(one));
    }
    look();
}

void Recent::opened(const RecentFile& file) {
    forget(file.path);
    files_.insert(files_.begin(), file);
    if (files_.size() > kMost) files_.resize(kMost);
    put();
}

void Recent::found(const std::string& path, std::size_t findings, bool error) {
    const auto one = std::ranges::find(files_, path, &RecentFile::path);
    if (one == files_.end()) return;
    one->findings = findings;
    one->error = error;
    put();
}

void Recent::forget(const std::string& path) {
    std::erase_if(files_, [&](const RecentFile& one) { return one.path == path; });
    put();
}

void Recent::look() {
    std::error_code ignored;
    for (RecentFile& one : files_) one.there = std::filesystem::exists(one.path, ignored);
}

void Recent::put() {
    book::KeptToml::List list;
    for (const RecentFile& one : files_) {
        book::KeptToml entry;
        entry.at("path").value = one.path;
        entry.at("when").value = one.when;
        entry.at("events").value = static_cast<std::int64_t>(one.events);
        if (one.findings) entry.at("findings").value = static_cast<std::int64_t>(*one.findings);
        if (one.error) entry.at("error").value = true;
        list.push_back(std::move(entry));
    }
    if (list.empty() && file_.all().find("recordings") == nullptr) return;
    file_.change().at("recordings").value = std::move(list);
}

bool Recent::save() { return file_.save(); }

}  // namespace viz
