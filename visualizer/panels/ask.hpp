// A small box that asks for one line: which recording to open, or what to note at a bookmark.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/field.hpp"
#include "ui/widgets.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace viz {

struct PathChoice {
    std::string path;  // as it would be typed
    bool folder = false;
};

enum class AskFor { nothing, recording, note };

struct AskLook {
    AskFor what = AskFor::nothing;
    Field field;
    std::size_t bookmark = 0;  // note: the index of the bookmark
    std::string error;         // why the last one was refused
    // recording: what a path that is half typed may become. Asked when the text changes, never in a frame.
    std::function<std::vector<PathChoice>(const std::string& typed)> complete;
    std::vector<PathChoice> choices;
    std::size_t selected = kNobody;  // of choices
    static constexpr std::size_t kNobody = ~std::size_t{0};
};

void ask_open(AskLook& look, AskFor what, std::string text);
void ask_panel(const View& view, Ui& ui, AskLook& look, ImVec2 min, ImVec2 max, Actions& actions);
void ask_key(AskLook& look, int code, int modifiers, Actions& actions);
void ask_type(AskLook& look, unsigned character);
std::string ask_text(const View& view, const AskLook& look);

}  // namespace viz
