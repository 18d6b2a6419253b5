// One pane of code, the program's or the twin's. Private to source*.cpp.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/line_history.hpp"
#include "panels/source.hpp"
#include "panels/source_marks.hpp"
#include "panels/watched.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace viz {

// Where it is, and what stands at its lines.
class SourcePane {
public:
    SourcePane(const View& view, Ui& ui, SourceLook::Document& document, ImVec2 min, ImVec2 max, const char* name,
               Actions& actions);

    // When all is set, before anything else: lines are as high as their type.
    void prepare();
    void scroll_to(int line);
    void draw();

    std::vector<SourceMark> marks;
    int running = 0;
    int selected = 0;                                        // the chosen line
    std::vector<int> chain;                                  // of the chosen task, innermost first
    const std::map<int, const LinePlace*>* lines = nullptr;  // those with a history
    std::vector<Watched> watches;                            // of the chosen task
    int watched_line = 0;                                    // where they stand

private:
    // How much a chip says: less where the code leaves less room.
    enum class Form { state, name, swatch };
    struct Chips {
        Form form = Form::state;
        std::size_t shown = 0;
        float left = 0;  // of the first one
    };

    float row() const;
    float number_width() const;
    float code_left() const;
    void take_wheel();
    void draw_scrollbar(ImDrawList* list) const;
    void draw_line(ImDrawList* list, const CodeLine& line, float y);
    void draw_band(ImDrawList* list, int line, float y);
    void draw_numbers(ImDrawList* list, int line, float y);
    void take_click(int line, float y, float right);
    void tell_line(const CodeLine& line, float y, bool cut, float limit);
    void draw_watches(ImDrawList* list, float left, float right, float y);

    std::string chip_words(const SourceMark& mark, Form form) const;
    float chip_width(const SourceMark& mark, Form form) const;
    float chip_gap() const;
    float chips_right() const;
    float more_width() const;
    Chips chips_of(std::span<const SourceMark> here, float code_end) const;
    void draw_marks(ImDrawList* list, std::span<const SourceMark> here, const Chips& chips, float y);
    void draw_chip(ImDrawList* list, const SourceMark& mark, Form form, ImVec2 low, ImVec2 high);
    std::string chip_tip(const SourceMark& mark) const;

    const View& view_;
    Ui& ui_;
    SourceLook::Document& document_;
    ImVec2 min_, max_;
    const char* name_;
    Actions& actions_;
    ImFont* font_;
    float gutter_ = 0;  // of the counts, left of the numbers, where there are any
};

}  // namespace viz
