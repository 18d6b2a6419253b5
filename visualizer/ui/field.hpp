// Field: one line of text that is typed.
//
// Dear ImGui 1.86 has its own, but takes keys as they are down when a frame begins, and so
// loses quick ones; and Esc, Enter and the arrows mean more here than in a field. So keys and
// characters are given to a Field as they come, in a window and in a test alike.
//
// Thread rule: the window's thread.
#pragma once
#include "ui/widgets.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace viz {

class Field {
public:
    static constexpr std::size_t kMost = 4096;  // bytes

    const std::string& text() const { return text_; }
    void set(std::string text);  // the caret goes to the end
    // Characters from 32 on; others mean nothing.
    bool type(unsigned character);
    // Backspace, Delete, Left, Right, Home, End (with Ctrl: by words), Ctrl+V, Ctrl+U. False: not a key of a field.
    bool key(int code, int modifiers);
    std::size_t caret() const { return caret_; }  // in bytes

private:
    std::size_t before(std::size_t at, bool word) const;
    std::size_t after(std::size_t at, bool word) const;
    void erase(std::size_t from, std::size_t to);

    std::string text_;
    std::size_t caret_ = 0;
};

// Draws it between min and max: a line below, the caret, `hint` while it is empty. What is too long is
// shown from where the caret is.
void draw_field(Ui& ui, const char* name, const Field& field, const char* hint, ImVec2 min, ImVec2 max, ImFont* font);

// One character as UTF-8; "" for one that is none.
std::string utf8(unsigned character);

}  // namespace viz
