#include "ui/prose_words.hpp"

#include "ui/prose.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace viz {
namespace {

// Cuts a run at the words that nobody has explained yet.
void mark_run(const ProseRun& run, const Glossary& glossary, std::set<std::string>& seen, std::vector<ProseRun>& out) {
    const bool emphasised = run.style == ProseRun::Style::bold || run.style == ProseRun::Style::italic;
    std::size_t done = 0;
    for (std::size_t at = 0; const auto place = glossary.next(run.text, at, emphasised);) {
        at = place->begin + place->size;
        if (!seen.insert(place->term->word).second) continue;
        if (place->begin > done) out.push_back({run.text.substr(done, place->begin - done), run.style, {}});
        out.push_back({run.text.substr(place->begin, place->size), run.style, place->term->word});
        done = at;
    }
    if (done < run.text.size()) out.push_back({run.text.substr(done), run.style, {}});
}

void underline(const Ui& ui, const WordPiece& piece, bool bright) {
    const float dot = std::max(1.0f, std::floor(1.5f * ui.scale));
    const float y = std::floor(piece.min.y + ui.fonts.body->FontSize + ui.scale);
    const ImU32 colour = bright ? ui.theme.accent : ui.theme.text_dim;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (float x = std::floor(piece.min.x); x + dot <= piece.max.x; x += 3 * dot)
        draw->AddRectFilled(ImVec2(x, y), ImVec2(x + dot, y + dot), colour);
}

// For the keyboard the tooltip stands below the word; for the mouse, where it always stands.
void show_meaning(Ui& ui, const std::string& name, const WordPiece& piece, const std::string& words, bool focused) {
    if (!focused) {
        tooltip(ui, words.c_str());
        return;
    }
    const float room = 380 * ui.scale;
    const float x = std::max(0.0f, std::min(piece.min.x, ImGui::GetIO().DisplaySize.x - room));
    ImGui::SetNextWindowPos(ImVec2(x, piece.max.y + 4 * ui.scale));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10 * ui.scale, 8 * ui.scale));
    ImGui::BeginTooltip();
    ImGui::PushFont(ui.fonts.small);
    ImGui::PushTextWrapPos(340 * ui.scale);
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopFont();
    const ImVec2 min = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    tell(ui, name + "/meaning", min, ImVec2(min.x + size.x, min.y + size.y), words);
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

}  // namespace

void mark_words(std::vector<ProseBlock>& blocks, const Glossary& glossary) {
    std::set<std::string> seen;
    for (ProseBlock& block : blocks) {
        if (block.kind == ProseBlock::Kind::code || block.kind == ProseBlock::Kind::heading) continue;
        std::vector<ProseRun> runs;
        for (const ProseRun& run : block.runs) {
            if (run.style == ProseRun::Style::code)
                runs.push_back(run);
            else
                mark_run(run, glossary, seen, runs);
        }
        block.runs = std::move(runs);
    }
}

std::string term_words(const Text& text, const Term& term) {
    std::string words = term.means;
    const auto also = [&](const char* key, const std::string& name) {
        if (!name.empty()) words += "\n" + fill(text(key), {{"name", name}});
    };
    also("glossary.asyncio", term.asyncio);
    also("glossary.javascript", term.javascript);
    also("glossary.rust", term.rust);
    return words;
}

void draw_words(Ui& ui, const char* name, const std::vector<WordPiece>& pieces, const Glossary& glossary) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const WordPiece& piece = pieces[i];
        const Term* term = glossary.find(piece.term);
        if (term == nullptr) continue;
        const bool goes_on = i > 0 && pieces[i - 1].term == piece.term;
        std::string word = std::string(name) + "/word/" + term->word;
        if (goes_on) {
            // The second line of a word belongs to the mouse only; the keyboard stops once.
            word += "/2";
            ImGui::SetCursorScreenPos(piece.min);
            ImGui::InvisibleButton(word.c_str(), ImVec2(piece.max.x - piece.min.x, piece.max.y - piece.min.y));
            underline(ui, piece, ImGui::IsItemHovered());
            show_meaning(ui, word, piece, term_words(ui.text, *term), false);
            tell(ui, word, piece.min, piece.max, term->word);
            continue;
        }
        const Hit pointed = hit(ui, word.c_str(), piece.min, piece.max);
        underline(ui, piece, pointed.hovered || pointed.focused);
        show_meaning(ui, word, piece, term_words(ui.text, *term), pointed.focused);
        tell(ui, word, piece.min, piece.max, term->word);
    }
}

}  // namespace viz
