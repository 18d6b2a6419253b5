#include "visualizer/scenes/pseudo_language.hpp"

#include "monitor/toml_texts.hpp"
#include "ui/keys.hpp"

#include <algorithm>
#include <cctype>

namespace scenes {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// Data: what the program, its file or the lesson's page calls things.
bool is_data(std::string_view word, const viz::View& view) {
    if (word == "Task") return true;                 // Task-1: what the runtime calls a task without a name
    for (const viz::KeyRow& row : viz::key_table())  // what is printed on the keys
        if (std::string_view(row.shown).find(word) != std::string_view::npos) return true;
    for (const book::Lesson& one : view.lessons)
        if (one.title.find(word) != std::string::npos) return true;
    const auto in = [&](std::string_view text) { return text.find(word) != std::string_view::npos; };
    for (const auto& task : view.recording.tasks())
        if (in(view.recording.string(task.name))) return true;
    for (const std::size_t print : view.recording.prints())
        if (in(view.recording.text(print))) return true;
    // Files, functions and names of primitives too; they are numbered from 1 without gaps.
    for (loopscope::StringId string = 1; !view.recording.string(string).empty(); ++string)
        if (in(view.recording.string(string))) return true;
    if (in(view.source_name)) return true;
    if (view.lesson == nullptr) return false;
    const book::Lesson& lesson = *view.lesson;
    if (in(lesson.title) || in(lesson.tagline) || in(lesson.program) || in(lesson.twin)) return true;
    for (const book::Knob& knob : lesson.knobs)
        if (in(knob.label) || in(knob.unit)) return true;
    for (const book::Step& step : lesson.steps) {
        if (in(step.title) || in(step.markdown) || in(step.checkpoint)) return true;
        if (!step.prediction) continue;
        if (in(step.prediction->question) || in(step.prediction->explain)) return true;
        for (const std::string& line : step.prediction->lines)
            if (in(line)) return true;
        for (const book::Option& option : step.prediction->options)
            if (in(option.text) || in(option.because)) return true;
    }
    return false;
}

}  // namespace

std::string pseudo(std::string_view english, std::string_view table) {
    std::string out = "[language]\nname = \"[~Pseudo~~]\"\n[" + std::string(table) + "]\n";
    const auto texts = loopscope::read_texts(english, table);
    if (!texts) return {};
    for (const auto& [key, text] : *texts) {
        std::string wrapped = "[~" + text + std::string(text.size() * 3 / 10, '~') + "~]";
        std::string quoted;
        for (const char c : wrapped) {
            if (c == '"' || c == '\\') quoted += '\\';
            if (c == '\n')
                quoted += "\\n";
            else
                quoted += c;
        }
        out += key + " = \"" + quoted + "\"\n";
    }
    return out;
}

std::vector<std::string> bare_words(std::string_view told, const viz::View& view) {
    std::vector<std::string> out;
    int depth = 0;
    std::string word;
    const auto end_word = [&] {
        constexpr std::size_t kShort = 3;  // ms, s, C: units and marks
        if (word.size() >= kShort && !is_data(word, view)) out.push_back(word);
        word.clear();
    };
    for (std::size_t i = 0; i < told.size(); ++i) {
        const std::string_view two = told.substr(i, 2);
        if (two == "[~") ++depth;
        if (two == "~]") depth = std::max(0, depth - 1);
        if (depth == 0 && is_letter(told[i]))
            word += told[i];
        else
            end_word();
    }
    end_word();
    return out;
}

}  // namespace scenes
