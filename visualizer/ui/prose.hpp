// Prose: a lesson's markdown, read once and drawn wrapped in the window's fonts.
//
// Paragraphs, **bold**, *italic*, `code`, lists, fenced code and headings. What
// markdown has beyond that (links, quotes, tables) is shown as its plain text.
//
// Thread rule: parse anywhere; draw on the window's thread.
#pragma once
#include "ui/highlight.hpp"
#include "ui/widgets.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace viz {

struct ProseRun {
    enum class Style { plain, bold, italic, code };
    std::string text;
    Style style = Style::plain;
    friend bool operator==(const ProseRun&, const ProseRun&) = default;
};

struct ProseBlock {
    enum class Kind { paragraph, heading, item, code };
    Kind kind = Kind::paragraph;
    std::vector<ProseRun> runs;           // code: one run, its lines
    std::string marker;                   // item: a bullet or "2."
    int depth = 0;                        // item: how deep the list is nested, from 0
    Language language = Language::plain;  // code: as its fence says; C++ if it says nothing
};

std::vector<ProseBlock> parse_prose(std::string_view markdown);

// Draws at the current place, `width` wide, and takes the room it needs. The probe hears
// each block as name/0, name/1, ...
void draw_prose(Ui& ui, const char* name, const std::vector<ProseBlock>& blocks, float width);

// The same as plain text, one block a line.
std::string prose_text(const std::vector<ProseBlock>& blocks);

}  // namespace viz
