// Focus: which widget the keyboard is at.
//
// Dear ImGui 1.86 moves by Tab between text fields only, and its own navigation
// takes the arrow keys and space, which here step and run the program. So every
// widget that can be pressed is told to a Focus while it draws; Tab and Shift+Tab
// walk along that order, Enter presses, Left and Right move a focused slider.
//
// Thread rule: the window's thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace viz {

class Focus {
public:
    // What a widget is told when it draws.
    struct Told {
        bool focused = false;  // draw the ring
        bool pressed = false;  // Enter was pressed here
        bool arrived = false;  // the focus has just come here: scroll it into view
        int nudge = 0;         // Left and Right, for what can be adjusted
    };

    void begin_frame();
    // `adjustable`: Left and Right belong to this widget while it has the focus.
    Told here(std::string_view name, bool adjustable = false);

    void move(int by);                  // Tab: 1, Shift+Tab: -1; from nowhere, to the first or last
    void go_to(std::string_view name);  // straight to this one, with its ring
    void press() { press_ = !name_.empty(); }
    void nudge(int by) { nudge_ += by; }
    void clear() {
        name_.clear();
        visible_ = false;
    }
    // The mouse pressed this one: Tab goes on from here, without a ring until then.
    void take(std::string_view name);

    bool any() const { return visible_ && !name_.empty(); }
    bool on_adjustable() const { return any() && adjustable_; }
    const std::string& name() const { return name_; }

private:
    std::string name_;
    std::vector<std::string> order_;  // as drawn in this frame
    std::vector<std::string> last_order_;
    bool visible_ = false;
    bool adjustable_ = false;
    bool arrived_ = false;
    bool press_ = false;
    int nudge_ = 0;
};

}  // namespace viz
