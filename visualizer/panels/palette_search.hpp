// What the palette finds: actions, and whatever a recording names, by a few letters.
//
// Nothing is indexed beforehand: each name is looked at where it lies, a part of them a frame,
// so that a recording of a million prints costs nothing until somebody searches.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

enum class PaletteGroup {
    actions,
    lessons,
    bookmarks,
    checkpoints,
    tasks,
    objects,
    findings,
    lines,
    prints,
    words,
};
inline constexpr std::size_t kPaletteGroups = 10;

struct PaletteRow {
    PaletteGroup group = PaletteGroup::actions;
    std::string text;
    std::string remark;  // a key, a time, a state
    std::string tip;     // more, for who points at it
    Actions does;        // what Enter does; nothing for a word of the glossary
    int score = 0;
};

// How well a text fits what was typed; nullopt: not at all. Every word typed must be in it: best as
// it stands, best of all at the beginning of a word, else letter by letter not far apart.
std::optional<int> fits(std::string_view typed, std::string_view text);

class PaletteSearch {
public:
    // Begins anew if anything differs from what was asked before. `recorded_only`: no actions, lessons and words.
    void ask(const View& view, const std::string& typed, bool recorded_only);
    // Looks at no more than so many names. False: all were looked at.
    bool go_on(const View& view, std::size_t most);

    // By group, the group with the best row first; in it the best first.
    const std::vector<PaletteRow>& rows() const { return rows_; }
    std::size_t found(PaletteGroup group) const { return counts_[static_cast<std::size_t>(group)]; }
    bool searching() const { return searching_; }

private:
    struct Asked {
        const loopscope::Recording* recording = nullptr;
        std::size_t first = 0;
        std::size_t limit = 0;
        std::string typed, language;
        bool recorded_only = false;
        friend bool operator==(const Asked&, const Asked&) = default;
    };
    struct Best {
        int score = 0;
        std::size_t number = 0;
    };
    bool wanted(PaletteGroup group) const;
    std::size_t most_of(PaletteGroup group) const;
    void keep(PaletteGroup group, int score, std::size_t number);
    void make_rows(const View& view);

    Asked asked_;
    bool began_ = false;
    bool searching_ = false;
    std::array<std::size_t, kPaletteGroups> next_{};
    std::array<std::size_t, kPaletteGroups> counts_{};
    std::array<std::vector<Best>, kPaletteGroups> best_;
    std::vector<PaletteRow> fixed_;  // the actions
    std::vector<PaletteRow> rows_;
};

}  // namespace viz
