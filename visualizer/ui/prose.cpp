#include "ui/prose.hpp"

#include "ui/code_fit.hpp"
#include "ui/code_text.hpp"
#include "ui/prose_words.hpp"

#include <md4c.h>

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

// --- reading ---

struct Reader {
    std::vector<ProseBlock> blocks;
    struct List {
        bool ordered;
        unsigned next;
    };
    std::vector<List> lists;
    int bold = 0, italic = 0, code = 0;
    bool open = false;        // text belongs to blocks.back()
    bool fresh_item = false;  // the next paragraph is the list item itself

    void begin(ProseBlock::Kind kind) {
        if (fresh_item && kind == ProseBlock::Kind::paragraph) {
            fresh_item = false;  // the item's own block is open already
            return;
        }
        blocks.push_back({kind, {}, {}, std::max(0, static_cast<int>(lists.size()) - 1)});
        open = true;
    }

    void text(std::string_view words) {
        if (!open) begin(ProseBlock::Kind::paragraph);
        using Style = ProseRun::Style;
        const Style style = code > 0 ? Style::code : bold > 0 ? Style::bold : italic > 0 ? Style::italic : Style::plain;
        std::vector<ProseRun>& runs = blocks.back().runs;
        if (runs.empty() || runs.back().style != style) runs.push_back({{}, style, {}});
        runs.back().text += words;
    }
};

CodeLanguage language_of(const MD_ATTRIBUTE& fence) {
    const std::string_view name(fence.text, fence.text == nullptr ? 0 : fence.size);
    if (name.empty() || name == "cpp" || name == "c++") return CodeLanguage::cpp;
    return name == "python" || name == "py" ? CodeLanguage::python : CodeLanguage::plain;
}

int enter_block(MD_BLOCKTYPE type, void* detail, void* user) {
    Reader& reader = *static_cast<Reader*>(user);
    switch (type) {
        case MD_BLOCK_UL:
            reader.lists.push_back({false, 0});
            break;
        case MD_BLOCK_OL:
            reader.lists.push_back({true, static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start});
            break;
        case MD_BLOCK_LI: {
            reader.begin(ProseBlock::Kind::item);
            reader.blocks.back().marker = "\u2022";
            if (!reader.lists.empty() && reader.lists.back().ordered)
                reader.blocks.back().marker = std::to_string(reader.lists.back().next++) + ".";
            reader.fresh_item = true;
            break;
        }
        case MD_BLOCK_H:
            reader.begin(ProseBlock::Kind::heading);
            break;
        case MD_BLOCK_CODE:
            reader.begin(ProseBlock::Kind::code);
            reader.blocks.back().language = language_of(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
            ++reader.code;
            break;
        case MD_BLOCK_P:
        case MD_BLOCK_TR:
            reader.begin(ProseBlock::Kind::paragraph);
            break;
        default:
            break;
    }
    return 0;
}

int leave_block(MD_BLOCKTYPE type, void*, void* user) {
    Reader& reader = *static_cast<Reader*>(user);
    switch (type) {
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
            if (!reader.lists.empty()) reader.lists.pop_back();
            break;
        case MD_BLOCK_CODE:
            --reader.code;
            [[fallthrough]];
        case MD_BLOCK_P:
        case MD_BLOCK_H:
        case MD_BLOCK_LI:
        case MD_BLOCK_TR:
            reader.open = false;
            reader.fresh_item = false;
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            reader.text("  ");
            break;
        default:
            break;
    }
    return 0;
}

int change_span(MD_SPANTYPE type, void* user, int by) {
    Reader& reader = *static_cast<Reader*>(user);
    if (type == MD_SPAN_STRONG) reader.bold += by;
    if (type == MD_SPAN_EM) reader.italic += by;
    if (type == MD_SPAN_CODE) reader.code += by;
    return 0;
}

int take_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
    Reader& reader = *static_cast<Reader*>(user);
    const std::string_view words(text, size);
    if (type == MD_TEXT_SOFTBR)
        reader.text(" ");
    else if (type == MD_TEXT_BR)
        reader.text("\n");
    else if (type == MD_TEXT_ENTITY && words == "&lt;")
        reader.text("<");
    else if (type == MD_TEXT_ENTITY && words == "&gt;")
        reader.text(">");
    else if (type == MD_TEXT_ENTITY && words == "&amp;")
        reader.text("&");
    else if (type == MD_TEXT_NULLCHAR)
        reader.text("\uFFFD");
    else
        reader.text(words);
    return 0;
}

// --- drawing ---

ImFont* font_of(const Ui& ui, ProseRun::Style style) {
    switch (style) {
        case ProseRun::Style::bold:
            return ui.fonts.bold;
        case ProseRun::Style::italic:
            return ui.fonts.italic != nullptr ? ui.fonts.italic : ui.fonts.body;
        case ProseRun::Style::code:
            return ui.fonts.mono;
        case ProseRun::Style::plain:
            break;
    }
    return ui.fonts.body;
}

// Sets words one after another, breaking lines between words; a word longer than
// a line is broken inside.
class Setter {
public:
    Setter(Ui& ui, ImVec2 at, float width)
        : ui_(ui),
          draw_(ImGui::GetWindowDrawList()),
          left_(at.x),
          top_(at.y),
          x_(at.x),
          y_(at.y),
          right_(at.x + width),
          line_(std::floor(ui.fonts.body->FontSize * 1.28f)) {}

    void run(const ProseRun& run, ImU32 colour) {
        ImFont* font = font_of(ui_, run.style);
        term_ = run.term;
        std::string_view text = run.text;
        while (!text.empty()) {
            if (text.front() == '\n') {
                new_line();
                text.remove_prefix(1);
                continue;
            }
            if (text.front() == ' ') {
                if (x_ > left_) x_ += text_size(font, " ").x;
                glued_ = false;
                text.remove_prefix(1);
                continue;
            }
            std::string_view word = text.substr(0, text.find_first_of(" \n"));
            text.remove_prefix(word.size());
            put(font, colour, word);
        }
    }
    float height() const { return y_ + line_ - top_; }
    const std::vector<WordPiece>& pieces() const { return pieces_; }

private:
    void new_line() {
        x_ = left_;
        y_ += line_;
        glued_ = false;
    }
    void put(ImFont* font, ImU32 colour, std::string_view word) {
        float width = text_size(font, word).x;
        // A comma behind `code` stays with it, even if it hangs over the edge.
        const bool hangs = glued_ && word.size() <= 2;
        if (x_ + width > right_ && x_ > left_ && !hangs) new_line();
        while (width > right_ - left_) {
            const char* rest = nullptr;
            font->CalcTextSizeA(font->FontSize, right_ - left_, 0, word.data(), word.data() + word.size(), &rest);
            const auto fits = std::max<std::size_t>(1, static_cast<std::size_t>(rest - word.data()));
            if (fits >= word.size()) break;
            draw_text(draw_, font, ImVec2(x_, baseline(font)), colour, word.substr(0, fits));
            word.remove_prefix(fits);
            new_line();
            width = text_size(font, word).x;
        }
        draw_text(draw_, font, ImVec2(x_, baseline(font)), colour, word);
        if (!term_.empty()) piece(width);
        x_ += width;
        glued_ = true;
    }
    // The words of one term on one line are one piece.
    void piece(float width) {
        const ImVec2 max(x_ + width, y_ + line_);
        const bool goes_on = !pieces_.empty() && pieces_.back().term == term_ && pieces_.back().min.y == y_;
        if (goes_on)
            pieces_.back().max = max;
        else
            pieces_.push_back({ImVec2(x_, y_), max, term_});
    }
    // Fonts of one line stand on one baseline.
    float baseline(ImFont* font) const { return y_ + std::round(ui_.fonts.body->Ascent - font->Ascent); }

    Ui& ui_;
    ImDrawList* draw_;
    float left_, top_, x_, y_, right_, line_;
    bool glued_ = false;  // no space since the last word
    std::string term_;    // the word that is being set; "" for none of the glossary
    std::vector<WordPiece> pieces_;
};

std::size_t columns(ImFont* font, float room) {
    return static_cast<std::size_t>(std::max(8.0f, room / text_size(font, "0").x));
}

bool has_room(const std::vector<CodeRow>& rows, std::size_t most) {
    return std::ranges::all_of(rows, [most](const CodeRow& row) {
        return row.indent + static_cast<std::size_t>(row.code.text.size()) <= most;
    });
}

// In the smaller type if that saves it from being broken.
void draw_code(Ui& ui, const ProseBlock& block, const std::string& name, float width) {
    const std::string text = block.runs.empty() ? std::string() : block.runs.front().text;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float bar = std::max(2.0f, std::floor(2 * ui.scale));
    const float pad = std::floor(8 * ui.scale);
    const float room = width - bar - pad;
    ImFont* font = ui.fonts.mono_small;
    constexpr std::size_t kAny = 1000;
    std::vector<CodeRow> rows = fit_code(block.language, text, kAny);
    if (!has_room(rows, columns(font, room))) {
        font = ui.fonts.mono_tiny;
        rows = fit_code(block.language, text, columns(font, room));
    }
    const float line = font->FontSize + std::floor(ui.scale);
    const float character = text_size(font, "0").x;
    float y = at.y + std::floor(pad / 2);
    for (const CodeRow& row : rows) {
        const ImVec2 from(at.x + bar + pad + character * static_cast<float>(row.indent), y);
        draw_code_line(draw, font, ui.theme, from, row.code, at.x + width + character);
        y += line;
    }
    const float bottom = y + std::floor(pad / 2);
    draw->AddRectFilled(at, ImVec2(at.x + bar, bottom), ui.theme.card_line);
    ImGui::Dummy(ImVec2(width, bottom - at.y));
    tell(ui, name, at, ImVec2(at.x + width, bottom), text);
}

std::string plain(const ProseBlock& block) {
    std::string out;
    if (!block.marker.empty()) out = std::string(static_cast<std::size_t>(block.depth) * 2, ' ') + block.marker + " ";
    for (const ProseRun& run : block.runs) out += run.text;
    return out;
}

}  // namespace

std::vector<ProseBlock> parse_prose(std::string_view markdown) {
    Reader reader;
    MD_PARSER parser{};
    parser.flags = MD_FLAG_NOHTML;
    parser.enter_block = enter_block;
    parser.leave_block = leave_block;
    parser.enter_span = [](MD_SPANTYPE type, void*, void* user) { return change_span(type, user, 1); };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* user) { return change_span(type, user, -1); };
    parser.text = take_text;
    md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &reader);
    return std::move(reader.blocks);
}

void draw_prose(Ui& ui, const char* name, const std::vector<ProseBlock>& blocks, float width,
                const Glossary* glossary) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const ProseBlock& block = blocks[i];
        const std::string block_name = std::string(name) + "/" + std::to_string(i);
        const float gap = std::floor((block.kind == ProseBlock::Kind::item ? 3 : 9) * ui.scale);
        if (i > 0) ImGui::Dummy(ImVec2(0, gap));
        if (block.kind == ProseBlock::Kind::code) {
            draw_code(ui, block, block_name, width);
            continue;
        }
        ImVec2 at = ImGui::GetCursorScreenPos();
        const ImVec2 origin = at;
        float room = width;
        if (block.kind == ProseBlock::Kind::item) {
            const float indent = std::floor((20 + 18 * static_cast<float>(block.depth)) * ui.scale);
            draw_text(ImGui::GetWindowDrawList(), ui.fonts.body, ImVec2(at.x + indent - 16 * ui.scale, at.y),
                      ui.theme.text_dim, block.marker);
            at.x += indent;
            room -= indent;
        }
        Setter setter(ui, at, room);
        for (const ProseRun& run : block.runs) {
            const bool code = run.style == ProseRun::Style::code;
            ProseRun heading = run;
            if (block.kind == ProseBlock::Kind::heading && !code) heading.style = ProseRun::Style::bold;
            setter.run(heading, code ? ui.theme.code_type : ui.theme.text);
        }
        if (glossary != nullptr) draw_words(ui, name, setter.pieces(), *glossary);
        ImGui::SetCursorScreenPos(origin);
        ImGui::Dummy(ImVec2(width, setter.height()));
        tell(ui, block_name, origin, ImVec2(origin.x + width, origin.y + setter.height()), plain(block));
    }
    ImGui::PopStyleVar();
}

std::string prose_text(const std::vector<ProseBlock>& blocks) {
    std::string out;
    for (const ProseBlock& block : blocks) out += plain(block) + "\n";
    return out;
}

}  // namespace viz
