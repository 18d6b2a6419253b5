#include "kit/book/toml_blocks.hpp"

#include "kit/book/catalogue.hpp"
#include "kit/book/expression.hpp"
#include "kit/book/moment.hpp"
#include "kit/book/prediction.hpp"
#include "monitor/toml_library.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace book::detail {
namespace {

std::string in_quotes(std::string_view text) { return "'" + std::string(text) + "'"; }

// One table of a block. Every key must be asked for: what is left over at the end is a
// misspelling, and a misspelled key that is silently ignored costs an author an hour.
class Reader {
public:
    Reader(const toml::table& table, int first_line, std::string what)
        : table_(table), first_line_(first_line), what_(std::move(what)) {}

    int line_of(const toml::node& node) const {
        return first_line_ + std::max(static_cast<int>(node.source().begin.line) - 1, 0);
    }
    int line() const { return line_of(table_); }

    // Text that must be there and say something.
    std::string text(std::string_view key) {
        const toml::node* node = find(key);
        if (!node) missing(key);
        std::string value = as_text(*node, key);
        if (value.empty()) throw Fault{line_of(*node), in_quotes(key) + " is empty; give it some text."};
        return value;
    }

    std::string optional_text(std::string_view key) {
        const toml::node* node = find(key);
        return node ? as_text(*node, key) : std::string();
    }

    double number(std::string_view key) {
        const toml::node* node = find(key);
        if (!node) missing(key);
        const std::optional<double> value = node->value<double>();
        if (!node->is_number() || !value || !std::isfinite(*value)) {
            throw Fault{line_of(*node), in_quotes(key) + " must be a number, such as 1.5."};
        }
        return *value;
    }

    int whole_number(std::string_view key, int least, int most) {
        const double value = number(key);
        if (value != std::floor(value) || value < least || value > most) {
            throw Fault{line_of(*find(key)), in_quotes(key) + " must be a whole number from " + std::to_string(least) +
                                                 " to " + std::to_string(most) + "."};
        }
        return static_cast<int>(value);
    }

    // false if it is missing.
    bool yes_or_no(std::string_view key) {
        const toml::node* node = find(key);
        if (!node) return false;
        const toml::value<bool>* value = node->as_boolean();
        if (!value) throw Fault{line_of(*node), in_quotes(key) + " must be true or false."};
        return value->get();
    }

    // A list of texts; missing is the same as empty.
    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> values;
        const toml::node* node = find(key);
        if (!node) return values;
        const toml::array* array = node->as_array();
        if (!array)
            throw Fault{line_of(*node), in_quotes(key) + R"( must be a list of texts, such as ["one", "two"].)"};
        for (const toml::node& element : *array) {
            values.push_back(as_text(element, key));
            if (values.back().empty()) throw Fault{line_of(element), in_quotes(key) + " has an empty text; remove it."};
        }
        return values;
    }

    // The tables of [[key]]; missing is the same as none.
    std::vector<Reader> tables(std::string_view key, const std::string& what) {
        std::vector<Reader> readers;
        const toml::node* node = find(key);
        if (!node) return readers;
        const toml::array* array = node->as_array();
        if (!array) throw Fault{line_of(*node), in_quotes(key) + " must be written as [[" + std::string(key) + "]]."};
        for (const toml::node& element : *array) {
            const toml::table* table = element.as_table();
            if (!table) {
                throw Fault{line_of(element), in_quotes(key) + " must be written as [[" + std::string(key) + "]]."};
            }
            readers.emplace_back(*table, first_line_, what);
        }
        return readers;
    }

    // The line of a key that has been found.
    int line_of_key(std::string_view key) const {
        const toml::node* node = table_.get(key);
        return node ? line_of(*node) : line();
    }

    void finish() const {
        for (const auto& [key, node] : table_) {
            const std::string_view name = key.str();
            if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
            const std::string near = nearest(name, known_);
            std::string sentence = in_quotes(name) + " is not a key of " + what_ + "; ";
            sentence += near.empty() ? "remove it." : "did you mean " + in_quotes(near) + "?";
            throw Fault{line_of(node), std::move(sentence)};
        }
    }

private:
    const toml::node* find(std::string_view key) {
        known_.emplace_back(key);
        return table_.get(key);
    }

    [[noreturn]] void missing(std::string_view key) const {
        throw Fault{line(), what_ + " has no " + in_quotes(key) + "; add it."};
    }

    std::string as_text(const toml::node& node, std::string_view key) const {
        const toml::value<std::string>* value = node.as_string();
        if (!value) throw Fault{line_of(node), in_quotes(key) + " must be text in quotes."};
        return value->get();
    }

    const toml::table& table_;
    int first_line_;
    std::string what_;
    std::vector<std::string> known_;
};

toml::table parse(std::string_view text, int first_line) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw Fault{first_line + std::max(static_cast<int>(error.source().begin.line) - 1, 0),
                    "this is not TOML: " + std::string(error.description()) + "."};
    } catch (const loopscope::detail::BrokenToml&) {
        throw Fault{first_line, "this block is not TOML; look for a bracket, comma or name that is missing."};
    }
}

void check_misconceptions(const std::vector<std::string>& ids, int line) {
    for (const std::string& id : ids) {
        if (!is_misconception(id)) throw Fault{line, in_quotes(id) + " is not the name of a misconception; write M01."};
    }
}

Knob read_knob(Reader reader) {
    Knob knob;
    knob.name = reader.text("name");
    knob.label = reader.text("label");
    knob.unit = reader.optional_text("unit");
    knob.minimum = reader.number("minimum");
    knob.maximum = reader.number("maximum");
    knob.step = reader.number("step");
    knob.value = reader.number("value");
    reader.finish();
    if (!is_word(knob.name)) {
        throw Fault{reader.line_of_key("name"),
                    in_quotes(knob.name) + " cannot name a knob; use a word such as 'delay'."};
    }
    if (knob.minimum >= knob.maximum) {
        throw Fault{reader.line_of_key("minimum"), "'minimum' must be less than 'maximum'; change one of them."};
    }
    if (knob.step <= 0 || knob.step > knob.maximum - knob.minimum) {
        throw Fault{reader.line_of_key("step"), "'step' must be more than 0 and fit between 'minimum' and 'maximum'."};
    }
    if (knob.value < knob.minimum || knob.value > knob.maximum) {
        throw Fault{reader.line_of_key("value"), "'value' must lie between 'minimum' and 'maximum'."};
    }
    return knob;
}

void check_option(const Option& option, const Reader& reader) {
    if (!option.misconception.empty())
        check_misconceptions({option.misconception}, reader.line_of_key("misconception"));
    if (!option.contradicted_by.empty() && !is_moment(option.contradicted_by)) {
        throw Fault{reader.line_of_key("contradicted_by"),
                    in_quotes(option.contradicted_by) +
                        " is not a moment; write such as \"checkpoint:done\" or \"next_step@done\"."};
    }
}

Option read_option(Reader reader) {
    Option option;
    option.text = reader.text("text");
    option.value = reader.text("value");
    option.misconception = reader.optional_text("misconception");
    option.because = reader.optional_text("because");
    option.contradicted_by = reader.optional_text("contradicted_by");
    reader.finish();
    check_option(option, reader);
    return option;
}

// A wrong answer that is not offered, but has a reason when somebody gives it.
Option read_wrong(Reader reader, const Prediction& prediction) {
    Option wrong;
    if (prediction.kind == Prediction::Kind::order) {
        wrong.first = reader.text("first");
        wrong.then = reader.text("then");
    } else {
        wrong.value = reader.text("value");
    }
    wrong.misconception = reader.text("misconception");
    wrong.because = reader.text("because");
    wrong.contradicted_by = reader.optional_text("contradicted_by");
    reader.finish();
    check_option(wrong, reader);
    const auto& lines = prediction.lines;
    for (const std::string& line : {wrong.first, wrong.then}) {
        if (prediction.kind != Prediction::Kind::order || std::ranges::find(lines, line) != lines.end()) continue;
        throw Fault{reader.line(),
                    in_quotes(line) + " is none of the question's 'lines'; write one as it stands there."};
    }
    if (!wrong.first.empty() && wrong.first == wrong.then) {
        throw Fault{reader.line(), "'first' and 'then' are the same line; name two."};
    }
    return wrong;
}

void check_order(const Prediction& prediction, const Reader& reader) {
    if (prediction.lines.size() < 2) {
        throw Fault{reader.line_of_key("lines"), "a question of order needs at least two 'lines'; add them."};
    }
    std::vector<std::string> sorted = prediction.lines;
    std::sort(sorted.begin(), sorted.end());
    if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end()) {
        throw Fault{reader.line_of_key("lines"),
                    "the line " + in_quotes(*twice) + " stands there twice; a learner could not tell them apart."};
    }
    if (!prediction.measure.empty()) {
        throw Fault{reader.line(), "a question of order has 'lines' and no 'measure'; remove it."};
    }
}

KnobValues defaults_of(const Prediction& prediction) {
    KnobValues knobs;
    for (const Knob& knob : prediction.knobs) knobs[knob.name] = knob.value;
    return knobs;
}

[[noreturn]] void not_a_sum(std::string_view text, int line) {
    throw Fault{line, in_quotes(text) +
                          " is no number and no sum of this lesson's knobs; write such as \"3\" or "
                          "\"max(delay_1, delay_2)\"."};
}

// No two options may mean the same: both would be right or both wrong.
void check_values(const Prediction& prediction, const Reader& reader) {
    const KnobValues knobs = defaults_of(prediction);
    const bool numbers = is_number_measure(prediction.measure);
    std::vector<double> values;
    for (const Option& option : prediction.options) {
        if (!numbers) break;
        const std::optional<double> value = evaluate(option.value, knobs);
        if (!value) not_a_sum(option.value, reader.line());
        values.push_back(*value);
    }
    for (std::size_t i = 0; i < prediction.options.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bool same = numbers ? std::abs(values[i] - values[j]) < 1e-6
                                      : prediction.options[i].value == prediction.options[j].value;
            if (!same) continue;
            throw Fault{reader.line(), "two options have the value " + in_quotes(prediction.options[i].value) +
                                           "; both would be right or both wrong, so change one."};
        }
    }
}

void check_choice(const Prediction& prediction, const Reader& reader) {
    if (!is_measure(prediction.measure)) {
        throw Fault{reader.line_of_key("measure"),
                    prediction.measure.empty()
                        ? "a choice has no 'measure'; say what to measure, such as \"elapsed@done\"."
                        : in_quotes(prediction.measure) + " is not a measure; docs/authoring.md lists them."};
    }
    if (prediction.options.size() < 2) {
        throw Fault{reader.line(), "a choice needs at least two [[options]]; add them."};
    }
    check_values(prediction, reader);
    if (!prediction.lines.empty()) {
        throw Fault{reader.line_of_key("lines"), "a choice has 'options', no 'lines'; remove them."};
    }
}

void check_next_task(const Prediction& prediction, const Reader& reader) {
    if (!is_measure(prediction.measure) || !prediction.measure.starts_with("next_task@")) {
        throw Fault{reader.line_of_key("measure"),
                    "a question of the next task needs a 'measure' such as \"next_task@created\"."};
    }
    check_values(prediction, reader);
}

// The two ends of the axis, and what lies between.
void read_time_axis(Prediction& prediction, Reader& reader) {
    constexpr double kLongest = 1e6;      // s
    constexpr double kFinest = 0.001;     // s: what a time is told to
    constexpr double kMostPlaces = 1000;  // to which the handle can snap
    prediction.from = reader.text("from");
    prediction.to = reader.text("to");
    prediction.snap = reader.number("snap");
    prediction.tolerance = reader.number("tolerance");
    const KnobValues knobs = defaults_of(prediction);
    const auto from = evaluate(prediction.from, knobs);
    if (!from) not_a_sum(prediction.from, reader.line_of_key("from"));
    const auto to = evaluate(prediction.to, knobs);
    if (!to) not_a_sum(prediction.to, reader.line_of_key("to"));
    if (*from < 0 || *from >= *to || *to > kLongest) {
        throw Fault{reader.line_of_key("to"),
                    "with the knobs as they are, 'from' must be 0 or more, and 'to' more than 'from' and at most "
                    "1000000 s."};
    }
    const double room = *to - *from;
    if (prediction.snap < kFinest || prediction.snap > room / 2 || prediction.snap < room / kMostPlaces) {
        throw Fault{reader.line_of_key("snap"),
                    "'snap' must leave the handle from 2 to 1000 places between 'from' and 'to'; write such as 0.5."};
    }
    if (prediction.tolerance < 0 || prediction.tolerance >= room / 2) {
        throw Fault{reader.line_of_key("tolerance"),
                    "'tolerance' must be 0 or more, and so small that not every answer is right."};
    }
}

void check_time(const Prediction& prediction, const Reader& reader) {
    const std::string_view measure = prediction.measure;
    if (!is_measure(measure) || !is_number_measure(measure) || !measure.starts_with("elapsed")) {
        throw Fault{reader.line_of_key("measure"),
                    "a question of time needs a 'measure' of time, such as \"elapsed@done\"."};
    }
    check_values(prediction, reader);
}

Prediction::Kind read_kind(Reader& reader) {
    const std::string kind = reader.text("kind");
    if (kind == "order") return Prediction::Kind::order;
    if (kind == "choice") return Prediction::Kind::choice;
    if (kind == "next_task") return Prediction::Kind::next_task;
    if (kind == "time") return Prediction::Kind::time;
    throw Fault{reader.line_of_key("kind"),
                in_quotes(kind) + " is no kind of prediction; write 'order', 'choice', 'next_task' or 'time'."};
}

// What each kind must have, and what it has no use for.
void check_prediction(const Prediction& prediction, const Reader& reader) {
    using Kind = Prediction::Kind;
    const bool of_lines = prediction.kind == Kind::order;
    if (!of_lines && prediction.kind != Kind::choice && !prediction.lines.empty()) {
        throw Fault{reader.line_of_key("lines"), "only a question of order has 'lines'; remove them."};
    }
    if (of_lines) check_order(prediction, reader);
    if (prediction.kind == Kind::choice) check_choice(prediction, reader);
    if (prediction.kind == Kind::next_task) check_next_task(prediction, reader);
    if (prediction.kind == Kind::time) check_time(prediction, reader);
}

}  // namespace

void read_metadata(std::string_view text, int first_line, Lesson& lesson) {
    const toml::table table = parse(text, first_line);
    Reader reader(table, first_line, "a lesson");
    lesson.id = reader.text("id");
    if (!is_word(lesson.id)) {
        throw Fault{reader.line_of_key("id"), in_quotes(lesson.id) + " cannot be an id; use a word such as 'gather'."};
    }
    lesson.title = reader.text("title");
    lesson.tagline = reader.text("tagline");
    lesson.track = reader.text("track");
    lesson.minutes = reader.whole_number("minutes", 1, 240);
    lesson.concepts = reader.texts("concepts");
    lesson.needs = reader.texts("needs");
    lesson.misconceptions = reader.texts("misconceptions");
    check_misconceptions(lesson.misconceptions, reader.line_of_key("misconceptions"));
    for (Reader& knob_reader : reader.tables("knobs", "a knob")) {
        Knob knob = read_knob(knob_reader);
        const bool twice = std::any_of(lesson.knobs.begin(), lesson.knobs.end(),
                                       [&](const Knob& other) { return other.name == knob.name; });
        if (twice) throw Fault{knob_reader.line(), "there are two knobs " + in_quotes(knob.name) + "; rename one."};
        lesson.knobs.push_back(std::move(knob));
    }
    reader.finish();
}

Prediction read_prediction(std::string_view text, int first_line, const std::vector<Knob>& knobs) {
    const toml::table table = parse(text, first_line);
    Reader reader(table, first_line, "a prediction");
    Prediction prediction;
    prediction.id = reader.text("id");
    prediction.kind = read_kind(reader);
    prediction.question = reader.text("question");
    prediction.explain = reader.text("explain");
    prediction.explain_if_default = reader.yes_or_no("explain_if_default");
    prediction.knobs = knobs;
    prediction.measure = reader.optional_text("measure");
    prediction.lines = reader.texts("lines");
    if (prediction.kind == Prediction::Kind::time) read_time_axis(prediction, reader);
    const bool choice = prediction.kind == Prediction::Kind::choice;
    for (const Reader& option : reader.tables("options", "an option")) {
        if (!choice)
            throw Fault{option.line(), "only a choice has [[options]]; a wrong answer's reason stands in [[wrong]]."};
        prediction.options.push_back(read_option(option));
    }
    for (const Reader& wrong : reader.tables("wrong", "a wrong answer")) {
        if (choice) throw Fault{wrong.line(), "a choice tells its wrong answers in [[options]]; remove [[wrong]]."};
        prediction.options.push_back(read_wrong(wrong, prediction));
    }
    reader.finish();
    check_prediction(prediction, reader);
    return prediction;
}

Hint read_hint(std::string_view text, int first_line) {
    const toml::table table = parse(text, first_line);
    Reader reader(table, first_line, "a hint");
    Hint hint;
    hint.text = reader.text("text");
    hint.prediction = reader.optional_text("for");
    reader.finish();
    return hint;
}

std::string read_until(std::string_view text, int first_line) {
    const toml::table table = parse(text, first_line);
    Reader reader(table, first_line, "an until block");
    std::string checkpoint = reader.text("checkpoint");
    reader.finish();
    return checkpoint;
}

std::map<std::string, std::string> read_misconceptions(std::string_view text) {
    const toml::table table = parse(text, 1);
    std::map<std::string, std::string> misconceptions;
    for (const auto& [key, node] : table) {
        const int line = static_cast<int>(node.source().begin.line);
        check_misconceptions({std::string(key.str())}, line);
        const toml::value<std::string>* belief = node.as_string();
        if (!belief) throw Fault{line, in_quotes(key.str()) + " must be a sentence in quotes."};
        misconceptions.emplace(std::string(key.str()), belief->get());
    }
    return misconceptions;
}

std::vector<Track> read_tracks(std::string_view text) {
    const toml::table table = parse(text, 1);
    Reader reader(table, 1, "the list of tracks");
    std::vector<Track> tracks;
    for (Reader& one : reader.tables("tracks", "a track")) {
        Track track;
        track.id = one.text("id");
        track.name = one.text("name");
        track.subtitle = one.text("subtitle");
        one.finish();
        const bool twice = std::any_of(tracks.begin(), tracks.end(), [&](const Track& t) { return t.id == track.id; });
        if (twice) throw Fault{one.line(), "there are two tracks " + in_quotes(track.id) + "; remove one."};
        tracks.push_back(std::move(track));
    }
    reader.finish();
    return tracks;
}

bool is_misconception(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 3 && text[0] == 'M' && digit(text[1]) && digit(text[2]);
}

bool is_word(std::string_view text) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    if (text.empty() || !lower(text[0])) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return lower(c) || c == '_' || (c >= '0' && c <= '9'); });
}

}  // namespace book::detail
