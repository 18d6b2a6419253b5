#include "ui/script.hpp"

#include "ui/keys.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

namespace viz {
namespace {

using Verb = ScriptLine::Verb;

struct NamedKey {
    std::string_view name;
    int code;
};
constexpr NamedKey kNamed[] = {{"space", GLFW_KEY_SPACE},
                               {"left", GLFW_KEY_LEFT},
                               {"right", GLFW_KEY_RIGHT},
                               {"up", GLFW_KEY_UP},
                               {"down", GLFW_KEY_DOWN},
                               {"home", GLFW_KEY_HOME},
                               {"end", GLFW_KEY_END},
                               {"pageup", GLFW_KEY_PAGE_UP},
                               {"pagedown", GLFW_KEY_PAGE_DOWN},
                               {"tab", GLFW_KEY_TAB},
                               {"enter", GLFW_KEY_ENTER},
                               {"esc", GLFW_KEY_ESCAPE},
                               {"backspace", GLFW_KEY_BACKSPACE},
                               {"delete", GLFW_KEY_DELETE},
                               {"f1", GLFW_KEY_F1},
                               {"f11", GLFW_KEY_F11},
                               {"plus", GLFW_KEY_EQUAL},
                               {"minus", GLFW_KEY_MINUS}};

constexpr std::pair<std::string_view, Verb> kVerbs[] = {
    {"click", Verb::click},   {"hover", Verb::hover}, {"drag", Verb::drag},
    {"scroll", Verb::scroll}, {"key", Verb::key},     {"type", Verb::type},
    {"wait", Verb::wait},     {"until", Verb::until}, {"picture", Verb::picture}};

std::string trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r");
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t\r") - from + 1));
}

// "ctrl+shift+p"; false if there is no such key.
bool read_key(std::string words, ScriptLine& line) {
    std::ranges::transform(words, words.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [name, modifier] : {std::pair<std::string_view, int>{"ctrl+", GLFW_MOD_CONTROL},
                                         {"shift+", GLFW_MOD_SHIFT},
                                         {"alt+", GLFW_MOD_ALT}}) {
        const std::size_t at = words.find(name);
        if (at == std::string::npos) continue;
        words.erase(at, name.size());
        line.modifiers |= modifier;
    }
    const auto named = std::ranges::find(kNamed, words, &NamedKey::name);
    if (named != std::end(kNamed)) {
        line.key = named->code;
        return true;
    }
    // The others have GLFW's codes by what is printed on them.
    if (words.size() != 1 || words[0] < '\'' || words[0] > 'z') return false;
    line.key = std::toupper(static_cast<unsigned char>(words[0]));
    return true;
}

// The rest of a line; "" or what is wrong with it.
std::string read_rest(const std::string& rest, ScriptLine& line) {
    std::istringstream in(rest);
    switch (line.verb) {
        case Verb::drag:
            if (!(in >> line.name >> line.x >> line.y)) return "write `drag NAME RIGHT DOWN`, in pixels";
            break;
        case Verb::scroll:
            if (!(in >> line.name >> line.amount)) return "write `scroll NAME TURNS`";
            break;
        case Verb::wait:
            if (!(in >> line.amount) || line.amount < 0 || line.amount > 60) return "write `wait SECONDS`, 60 at most";
            break;
        case Verb::key:
            if (!read_key(rest, line)) return "there is no key '" + rest + "'; write it as `key shift+right`";
            break;
        default:
            line.name = rest;
            if (rest.empty()) return "something is missing behind this word";
            break;
    }
    return {};
}

}  // namespace

Script parse_script(std::string_view text) {
    Script out;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string line = trimmed(text.substr(at, end - at));
        at = end + 1;
        ++number;
        if (line.empty() || line[0] == '#') continue;
        const std::string word = line.substr(0, line.find(' '));
        const auto verb = std::ranges::find(kVerbs, word, &std::pair<std::string_view, Verb>::first);
        if (verb == std::end(kVerbs)) {
            out.error = "Line " + std::to_string(number) + ": there is no '" + word +
                        "'; there are click, hover, drag, scroll, key, type, wait, until and picture.";
            return out;
        }
        ScriptLine read;
        read.verb = verb->second;
        read.number = number;
        if (const std::string wrong = read_rest(trimmed(line.substr(word.size())), read); !wrong.empty()) {
            out.error = "Line " + std::to_string(number) + ": " + wrong + ".";
            return out;
        }
        out.lines.push_back(std::move(read));
    }
    return out;
}

}  // namespace viz
