#include "ui/code_text.hpp"

#include "ui/widgets.hpp"

#include <algorithm>
#include <string_view>

namespace viz {

ImU32 token_colour(const Theme& theme, TokenKind kind) {
    switch (kind) {
        case TokenKind::keyword:
            return theme.code_keyword;
        case TokenKind::type:
            return theme.code_type;
        case TokenKind::function:
            return theme.code_function;
        case TokenKind::string:
        case TokenKind::number:
            return theme.code_string;
        case TokenKind::comment:
            return theme.code_comment;
        case TokenKind::plain:
            break;
    }
    return theme.code_text;
}

CodeDrawn draw_code_line(ImDrawList* draw, ImFont* font, const Theme& theme, ImVec2 at, const CodeLine& line,
                         float limit) {
    CodeDrawn drawn{at.x + text_size(font, line.text).x, false};
    std::size_t done = 0;
    const auto put = [&](std::size_t to, TokenKind kind) {
        const std::string_view part = std::string_view(line.text).substr(done, to - done);
        done = to;
        const float width = text_size(font, part).x;
        // The ellipsis stands for all that follows; its room is kept free until the end is in sight.
        const bool last = to == line.text.size();
        const float keep = last ? 0 : text_size(font, "\u2026").x;
        if (!drawn.cut && part.find_first_not_of(' ') != std::string_view::npos) {
            const bool fits = at.x + width <= limit - keep || drawn.end <= limit + 0.5f;
            if (fits)
                draw_text(draw, font, at, token_colour(theme, kind), part);
            else
                text_cut(draw, font, at, token_colour(theme, kind), part, std::min(width - 1, limit - at.x));
            drawn.cut = !fits;
        }
        at.x += width;
    };
    for (const Token& token : line.tokens) {
        if (token.begin > done) put(token.begin, TokenKind::plain);
        put(token.end, token.kind);
    }
    if (done < line.text.size()) put(line.text.size(), TokenKind::plain);
    return drawn;
}

}  // namespace viz
