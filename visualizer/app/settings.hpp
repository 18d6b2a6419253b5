// Settings: how the reader likes the window; kept in settings.toml, which a person may change.
//
// Thread rule: the window's thread.
#pragma once
#include "app/layout.hpp"
#include "kit/book/kept_file.hpp"
#include "panels/view.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace viz {

struct Settings {
    bool light = false;
    std::string language = "en";
    int notches = 0;  // Ctrl +/-, each 10 %
    bool reduce_motion = false;
    Axis axis = Axis::step;
    double pace = 1.0;
    SourceTab source_tab = SourceTab::program;
    BottomTab tab = BottomTab::console;
    Fractions fractions;
    int width = 0, height = 0;  // of the window; 0: as it comes
};

book::KeptToml to_toml(const Settings& settings);
// What is missing, of another kind or out of range is as it comes.
Settings from_toml(const book::KeptToml& toml);

class SettingsFile {
public:
    // With an empty path nothing is kept.
    explicit SettingsFile(std::filesystem::path path = {});

    const Settings& read() const { return read_; }
    // These count now, whatever the file says: what a command line asks for is not written
    // down, only what changes from here on.
    void begin_with(const Settings& now);
    // Notes what changed; true if something did since the last call.
    bool take(const Settings& now);
    bool save() { return file_.save(); }
    std::vector<book::KeptNote> take_notes() { return file_.take_notes(); }

private:
    book::KeptFile file_;
    Settings read_;
    book::KeptToml last_;
};

}  // namespace viz
