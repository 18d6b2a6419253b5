// The findings: what is wrong in this run, each as a card that leads to its evidence.
//
// What one line does wrong again and again is one card, through which one can page. What the cursor has
// not reached yet is counted and not told, and nothing at all while a prediction is open.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace viz {

// The same mistake at the same line.
using Mistake = std::tuple<loopscope::FindingKind, loopscope::SiteId, loopscope::Severity>;

struct FindingCard {
    Mistake mistake;
    std::vector<std::size_t> findings;  // indexes into View::findings, in the order in which they showed
};

struct FindingList {
    std::vector<FindingCard> cards;  // the grave ones first
    std::size_t later = 0;           // findings that the cursor has not reached
    std::size_t next = 0;            // where the first of these shows; meaningful if later > 0
    bool held_back = false;          // a prediction is open
};

FindingList list_findings(const View& view);
// How many of them may be told at the cursor.
std::size_t findings_told(const View& view);

struct FindingsLook {
    FindingList list;
    std::map<Mistake, std::size_t> pages;  // which of a card's findings is shown
    // What has been told, by the index of the finding and how often it had been seen then.
    struct Told {
        std::uint64_t count = 0;
        std::size_t last = 0;
        loopscope::FindingText text;
    };
    std::map<std::size_t, Told> told;
    const Language* language = nullptr;
    // Of which moment the list is.
    const loopscope::Recording* recording = nullptr;
    std::size_t cursor = 0;
    std::size_t known = 0;
    bool held_back = false;
};

void findings_panel(const View& view, Ui& ui, FindingsLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string findings_text(const View& view);
// What leads to a finding: the moment at which it was known, whom it is about, and its card.
Actions go_to(const loopscope::Finding& finding);

}  // namespace viz
