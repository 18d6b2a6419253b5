// Flow: writes sentences word by word, so that a name inside one can be pressed.
//
// A task's name, an object's and a line are links: they select what they name.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "monitor/sentence.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

class Flow {
public:
    // `name`: what the links' names begin with. `font`: of what is no link; null for the body's.
    Flow(Ui& ui, Actions& actions, std::string name, ImVec2 at, float right, ImFont* font = nullptr);

    // The probe hears it as name/sentence/number.
    void write(const loopscope::Sentence& sentence, std::size_t number);
    void words(std::string_view text, ImU32 colour);
    void space();
    // A word or more that can be pressed, kept on one line where it has room there, else broken over several.
    bool press(const std::string& id, std::string_view text, const char* tip);
    void end_line();
    float y() const { return at_.y; }

private:
    struct Part {
        ImVec2 min, max;
    };

    void word(std::string_view text, ImFont* font, ImU32 colour);
    void put(std::string_view text, ImFont* font, ImU32 colour);
    // Over all of the last word, which may stand on several lines.
    bool pressed(const std::string& id, std::string_view text, const char* tip);
    void name(const loopscope::Piece& piece);
    bool is_link(const loopscope::Piece& piece) const;
    float line_height() const;

    Ui& ui_;
    Actions& actions_;
    std::string name_;
    ImDrawList* list_;
    ImFont* font_;
    float left_, right_;
    ImVec2 at_;
    std::vector<Part> last_;  // where the last word stands, a part for each line
    int names_ = 0;
};

}  // namespace viz
