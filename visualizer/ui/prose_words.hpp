// The words of the glossary within running prose: underlined, with their meaning as a tooltip.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "ui/glossary.hpp"
#include "ui/widgets.hpp"

#include <string>
#include <vector>

namespace viz {

// Where a word stands; one that is broken over two lines has two pieces.
struct WordPiece {
    ImVec2 min, max;
    std::string term;
};

void draw_words(Ui& ui, const char* name, const std::vector<WordPiece>& pieces, const Glossary& glossary);

}  // namespace viz
