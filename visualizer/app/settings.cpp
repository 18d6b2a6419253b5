#include "app/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

namespace viz {
namespace {

constexpr const char* kHeading =
    "# How Loopscope's window looks. It is written when you change something there; you may change it here too,\n"
    "# while no window is open. Remove a line, and it is as it comes.";

constexpr std::array<std::string_view, 3> kAxes{"step", "loop_time", "real_time"};
constexpr std::array<std::string_view, 3> kSources{"program", "twin", "both"};
constexpr std::array<std::string_view, 5> kTabs{"console", "narration", "tasks", "findings", "statistics"};
constexpr std::array<std::string_view, 2> kThemes{"dark", "light"};

// One table for reading and writing.
constexpr std::array<std::pair<std::string_view, float Fractions::*>, 7> kSplits{{{"left", &Fractions::left},
                                                                                  {"right", &Fractions::right},
                                                                                  {"centre", &Fractions::centre},
                                                                                  {"bottom", &Fractions::bottom},
                                                                                  {"side", &Fractions::side},
                                                                                  {"low_side", &Fractions::low_side},
                                                                                  {"foot", &Fractions::foot}}};

template <std::size_t kCount>
std::size_t chosen(const book::KeptToml& toml, std::string_view key, const std::array<std::string_view, kCount>& words,
                   std::size_t fallback) {
    const std::string word = toml.text(key);
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? fallback : static_cast<std::size_t>(found - words.begin());
}

template <std::size_t kCount, class Value>
std::string word_of(const std::array<std::string_view, kCount>& words, Value value) {
    return std::string(words[static_cast<std::size_t>(value)]);
}

int whole(const book::KeptToml& toml, std::string_view key, int least, int most, int fallback) {
    const auto value = toml.whole(key, fallback);
    return value < least || value > most ? fallback : static_cast<int>(value);
}

// Written with few digits: nobody wants to read 0.20000000298.
double rounded(float fraction) { return std::round(static_cast<double>(fraction) * 1000) / 1000; }

}  // namespace

book::KeptToml to_toml(const Settings& settings) {
    book::KeptToml toml;
    toml.at("theme").value = word_of(kThemes, settings.light ? 1 : 0);
    toml.at("language").value = settings.language;
    toml.at("size").value = std::int64_t{settings.notches};
    toml.at("reduce_motion").value = settings.reduce_motion;
    toml.at("axis").value = word_of(kAxes, settings.axis);
    toml.at("pace").value = std::round(settings.pace * 1000) / 1000;
    toml.at("source").value = word_of(kSources, settings.source_tab);
    toml.at("tab").value = word_of(kTabs, settings.tab);
    book::KeptToml& splits = toml.at("splits");
    splits.value = book::KeptToml::Table{};
    for (const auto& [name, member] : kSplits) splits.at(name).value = rounded(settings.fractions.*member);
    book::KeptToml& window = toml.at("window");
    window.value = book::KeptToml::Table{};
    window.at("width").value = std::int64_t{settings.width};
    window.at("height").value = std::int64_t{settings.height};
    return toml;
}

Settings from_toml(const book::KeptToml& toml) {
    constexpr double kLeastPace = 0.05;
    Settings out;
    out.light = chosen(toml, "theme", kThemes, 0) == 1;
    out.language = toml.text("language", out.language);
    out.notches = whole(toml, "size", -3, 15, 0);
    out.reduce_motion = toml.yes("reduce_motion", false);
    out.axis = static_cast<Axis>(chosen(toml, "axis", kAxes, 0));
    const double pace = toml.number("pace", out.pace);
    if (pace >= kLeastPace && pace <= kFastest) out.pace = pace;
    out.source_tab = static_cast<SourceTab>(chosen(toml, "source", kSources, 0));
    out.tab = static_cast<BottomTab>(chosen(toml, "tab", kTabs, 0));
    if (const book::KeptToml* splits = toml.find("splits")) {
        for (const auto& [name, member] : kSplits) {
            const double fraction = splits->number(name, out.fractions.*member);
            if (fraction > 0 && fraction < 1) out.fractions.*member = static_cast<float>(fraction);
        }
    }
    if (const book::KeptToml* window = toml.find("window")) {
        out.width = whole(*window, "width", 320, 16384, 0);
        out.height = whole(*window, "height", 240, 16384, 0);
    }
    return out;
}

SettingsFile::SettingsFile(std::filesystem::path path)
    : file_(std::move(path), kHeading), read_(from_toml(file_.all())), last_(to_toml(read_)) {}

void SettingsFile::begin_with(const Settings& now) { last_ = to_toml(now); }

bool SettingsFile::take(const Settings& now) {
    book::KeptToml next = to_toml(now);
    if (next == last_) return false;
    const auto put = [](const book::KeptToml& from, const book::KeptToml& before, book::KeptToml& into) {
        for (const auto& [key, value] : std::get<book::KeptToml::Table>(from.value)) {
            const book::KeptToml* old = before.find(key);
            const bool table = std::holds_alternative<book::KeptToml::Table>(value.value);
            if (!table && (old == nullptr || *old != value)) into.at(key) = value;
        }
    };
    put(next, last_, file_.change());
    for (const char* const part : {"splits", "window"}) {
        const book::KeptToml& inner = *next.find(part);
        const book::KeptToml& before = *last_.find(part);
        if (inner != before) put(inner, before, file_.change().at(part));
    }
    last_ = std::move(next);
    return true;
}

}  // namespace viz
