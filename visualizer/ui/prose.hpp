// Prose: a lesson's markdown, read once and drawn wrapped in the window's fonts.
//
// Paragraphs, **bold**, *italic*, `code`, lists, fenced code and headings. What
// markdown has beyond that (links, quotes, tables) is shown as its plain text.
//
// Thread rule: parse anywhere; draw on the window's thread.
#pragma once
#include "ui/glossary.hpp"
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
    std::string term{};  // the word of the glossary that it is; "" for none
    friend bool operator==(const ProseRun&, const ProseRun&) = default;
};

struct ProseBlock {
    enum class Kind { paragraph, heading, item, code };
    Kind kind = Kind::paragraph;
    std::vector<ProseRun> runs;                   // code: one run, its lines
    std::string marker;                           // item: a bullet or "2."
    int depth = 0;                                // item: how deep the list is nested, from 0
    CodeLanguage language = CodeLanguage::plain;  // code: as its fence says; C++ if it says nothing
};

std::vector<ProseBlock> parse_prose(std::string_view markdown);

// Makes the first occurrence of each word of the glossary a run of its own, but none in code and headings.
void mark_words(std::vector<ProseBlock>& blocks, const Glossary& glossary);

// Draws at the current place, `width` wide, and takes the room it needs. The probe hears
// each block as name/0, name/1, ..., and each marked word as name/word/WORD: its meaning is a tooltip,
// for the mouse and for the keyboard's focus.
void draw_prose(Ui& ui, const char* name, const std::vector<ProseBlock>& blocks, float width,
                const Glossary* glossary = nullptr);

// The same as plain text, one block a line.
std::string prose_text(const std::vector<ProseBlock>& blocks);

// The tooltip of a word: what it means, and what it is called elsewhere.
std::string term_words(const Text& text, const Term& term);

}  // namespace viz
