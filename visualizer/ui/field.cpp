#include "ui/field.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool parts(char c) { return c == ' ' || c == '/' || c == '.' || c == '-' || c == '_'; }

}  // namespace

std::string utf8(unsigned character) {
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((character >> shift) & 0x3F)); };
    if (character < 0x80) return {static_cast<char>(character)};
    if (character < 0x800) return {static_cast<char>(0xC0 | (character >> 6)), tail(0)};
    if (character >= 0xD800 && character < 0xE000) return {};
    if (character < 0x10000) return {static_cast<char>(0xE0 | (character >> 12)), tail(6), tail(0)};
    if (character < 0x110000) return {static_cast<char>(0xF0 | (character >> 18)), tail(12), tail(6), tail(0)};
    return {};
}

void Field::set(std::string text) {
    text_ = std::move(text);
    caret_ = text_.size();
}

bool Field::type(unsigned character) {
    if (character < 32 || character == 127) return false;
    const std::string bytes = utf8(character);
    if (bytes.empty() || text_.size() + bytes.size() > kMost) return false;
    text_.insert(caret_, bytes);
    caret_ += bytes.size();
    return true;
}

std::size_t Field::before(std::size_t at, bool word) const {
    const auto one = [&](std::size_t from) {
        do --from;
        while (from > 0 && continues(text_[from]));
        return from;
    };
    if (at == 0) return 0;
    at = one(at);
    if (!word) return at;
    while (at > 0 && parts(text_[at])) at = one(at);
    while (at > 0 && !parts(text_[at - 1])) at = one(at);
    return at;
}

std::size_t Field::after(std::size_t at, bool word) const {
    const auto one = [&](std::size_t from) {
        do ++from;
        while (from < text_.size() && continues(text_[from]));
        return from;
    };
    if (at >= text_.size()) return text_.size();
    at = one(at);
    if (!word) return at;
    while (at < text_.size() && !parts(text_[at])) at = one(at);
    while (at < text_.size() && parts(text_[at])) at = one(at);
    return at;
}

void Field::erase(std::size_t from, std::size_t to) {
    text_.erase(from, to - from);
    caret_ = from;
}

bool Field::key(int code, int modifiers) {
    const bool control = (modifiers & GLFW_MOD_CONTROL) != 0;
    if ((modifiers & (GLFW_MOD_ALT | GLFW_MOD_SUPER)) != 0) return false;
    switch (code) {
        case GLFW_KEY_BACKSPACE:
            erase(before(caret_, control), caret_);
            return true;
        case GLFW_KEY_DELETE:
            erase(caret_, after(caret_, control));
            return true;
        case GLFW_KEY_LEFT:
            caret_ = before(caret_, control);
            return true;
        case GLFW_KEY_RIGHT:
            caret_ = after(caret_, control);
            return true;
        case GLFW_KEY_HOME:
            caret_ = 0;
            return true;
        case GLFW_KEY_END:
            caret_ = text_.size();
            return true;
        case GLFW_KEY_U:
            if (!control) return false;
            erase(0, caret_);
            return true;
        case GLFW_KEY_V: {
            if (!control) return false;
            const char* pasted = ImGui::GetClipboardText();
            std::string line(pasted == nullptr ? "" : pasted);
            std::erase_if(line, [](char c) { return static_cast<unsigned char>(c) < 32; });
            if (text_.size() + line.size() > kMost) return true;
            text_.insert(caret_, line);
            caret_ += line.size();
            return true;
        }
        default:
            return false;
    }
}

void draw_field(Ui& ui, const char* name, const Field& field, const char* hint, ImVec2 min, ImVec2 max, ImFont* font) {
    const float s = ui.scale;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float pad = std::floor(10 * s);
    const float top = std::floor((min.y + max.y - font->FontSize) / 2) - s;
    draw->AddRectFilled(min, max, ui.theme.button);
    draw->AddRectFilled(ImVec2(min.x, max.y - std::max(1.0f, std::floor(2 * s))), max, ui.theme.accent);
    const std::string_view text = field.text();
    const float caret = text_size(font, text.substr(0, field.caret())).x;
    const float room = max.x - min.x - 2 * pad;
    const float scroll = std::max(0.0f, caret - room);
    draw->PushClipRect(min, max, true);
    ui.probe.tell(std::string(name) + "/typed", min, max, "");
    const ImVec2 at(std::floor(min.x + pad - scroll), top);
    if (text.empty())
        draw_text(draw, font, at, ui.theme.text_dim, hint);
    else
        draw_text(draw, font, at, ui.theme.text, text);
    const float x = at.x + caret;
    draw->AddRectFilled(ImVec2(x, top), ImVec2(x + std::max(1.0f, std::floor(2 * s)), top + font->FontSize),
                        ui.theme.accent);
    draw->PopClipRect();
    tell(ui, name, min, max, text.empty() ? std::string_view(hint) : text);
}

}  // namespace viz
