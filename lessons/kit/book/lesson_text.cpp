#include "kit/book/lesson_text.hpp"

#include "kit/book/toml_blocks.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

namespace book {
namespace {

using detail::Fault;

// A lesson is a few kilobytes; a file of this size is something else, met by mistake.
constexpr std::uintmax_t kMaxFileBytes = 1 << 20;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string joined(const std::vector<std::string_view>& lines, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) text.append(lines[i]).push_back('\n');
    return text;
}

// "// [name]" gives "name", "// [/name]" gives "/name", anything else gives "".
std::string_view marker_name(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with("//")) return {};
    line = trimmed(line.substr(2));
    if (line.size() < 3 || line.front() != '[' || line.back() != ']') return {};
    line = line.substr(1, line.size() - 2);
    const std::string_view word = line.starts_with('/') ? line.substr(1) : line;
    return detail::is_word(word) ? line : std::string_view{};
}

// A line that opens or closes a fenced block: how many backticks, and what stands behind them.
struct Fence {
    std::size_t ticks = 0;  // 0: no fence
    std::string_view info;
};

Fence fence_of(std::string_view line) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    if (indent > 3) return {};
    line.remove_prefix(indent);
    const std::size_t ticks = std::min(line.find_first_not_of('`'), line.size());
    if (ticks < 3 || line.substr(ticks).find('`') != std::string_view::npos) return {};
    return {ticks, trimmed(line.substr(ticks))};
}

// A region of the program as a fenced block, moved to the left margin, without markers.
std::string region_block(const std::string& program, std::pair<int, int> region) {
    const std::vector<std::string_view> lines = split_lines(program);
    std::vector<std::string_view> kept;
    std::size_t indent = std::string_view::npos;
    std::size_t ticks = 3;
    for (int number = region.first; number <= region.second; ++number) {
        const std::string_view line = lines[static_cast<std::size_t>(number - 1)];
        if (is_region_marker(line)) continue;
        kept.push_back(line);
        if (!trimmed(line).empty()) indent = std::min(indent, line.find_first_not_of(' '));
        ticks = std::max(ticks, fence_of(line).ticks + 1);
    }
    const std::string fence(ticks, '`');
    std::string block = fence + "cpp\n";
    for (const std::string_view line : kept) {
        block.append(trimmed(line).empty() ? std::string_view{} : line.substr(indent)).push_back('\n');
    }
    return block + fence + "\n";
}

// Turns the markdown behind the metadata into steps.
class StepReader {
public:
    StepReader(const std::vector<std::string_view>& lines, std::size_t first, Lesson& lesson)
        : lines_(lines), at_(first), lesson_(lesson) {}

    void read() {
        while (at_ < lines_.size()) {
            const std::string_view line = lines_[at_];
            if (fence_of(line).ticks > 0) {
                read_block();
            } else if (line.starts_with("# ")) {
                finish_step();
                begin_step(trimmed(line.substr(2)));
            } else {
                if (lesson_.steps.empty() && !trimmed(line).empty()) {
                    throw Fault{line_number(at_), "this text belongs to no step; begin one with '# Title' before it."};
                }
                if (!lesson_.steps.empty()) text_.append(line).push_back('\n');
                ++at_;
            }
        }
        finish_step();
        if (lesson_.steps.empty()) {
            throw Fault{std::max(1, line_number(lines_.size()) - 1),
                        "the lesson has no step; begin one with '# Title'."};
        }
    }

private:
    static int line_number(std::size_t index) { return static_cast<int>(index) + 1; }

    void begin_step(std::string_view title) {
        if (title.empty()) throw Fault{line_number(at_), "this step has no title; write it behind the '#'."};
        lesson_.steps.emplace_back();
        lesson_.steps.back().title = title;
        step_line_ = line_number(at_);
        ++at_;
    }

    void finish_step() {
        if (lesson_.steps.empty()) return;
        Step& step = lesson_.steps.back();
        step.markdown = trimmed(text_);
        text_.clear();
        if (step.markdown.empty()) {
            throw Fault{step_line_, "the step '" + step.title + "' has no text; write some or remove the step."};
        }
        check_hints();
    }

    void read_block() {
        const Fence fence = fence_of(lines_[at_]);
        const std::size_t open = at_;
        std::size_t close = open + 1;
        while (close < lines_.size()) {
            const Fence end = fence_of(lines_[close]);
            if (end.ticks >= fence.ticks && end.info.empty()) break;
            ++close;
        }
        if (close == lines_.size()) {
            throw Fault{line_number(open), "this block is never closed; end it with a line of ```."};
        }
        if (lesson_.steps.empty()) {
            throw Fault{line_number(open), "this block belongs to no step; begin one with '# Title' before it."};
        }
        const std::string inside = joined(lines_, open + 1, close);
        const int first_line = line_number(open + 1);
        if (fence.info == "predict") {
            take_prediction(detail::read_prediction(inside, first_line, lesson_.knobs), line_number(open));
        } else if (fence.info == "until") {
            take_until(detail::read_until(inside, first_line), line_number(open));
        } else if (fence.info == "hint") {
            take_hint(detail::read_hint(inside, first_line), line_number(open));
        } else if (fence.info == "region") {
            take_region(std::string(trimmed(inside)), first_line);
        } else {
            text_ += joined(lines_, open, close + 1);
        }
        at_ = close + 1;
    }

    void take_prediction(Prediction prediction, int line) {
        if (lesson_.steps.back().prediction) {
            throw Fault{line, "this step has a prediction already; put this one into a step of its own."};
        }
        if (!prediction_ids_.insert(prediction.id).second) {
            throw Fault{line, "there is a prediction '" + prediction.id + "' already; give this one another id."};
        }
        lesson_.steps.back().prediction = std::move(prediction);
    }

    void take_until(std::string checkpoint, int line) {
        if (!lesson_.steps.back().checkpoint.empty()) {
            throw Fault{line, "this step has an until block already; remove one of them."};
        }
        lesson_.steps.back().checkpoint = std::move(checkpoint);
    }

    void take_hint(detail::Hint hint, int line) {
        constexpr std::size_t kMost = 9;
        std::vector<std::string>& hints = lesson_.steps.back().hints;
        if (hints.size() == kMost) {
            throw Fault{line, "this step has " + std::to_string(kMost) + " hints already; three are enough."};
        }
        if (!hint.prediction.empty()) hints_for_.emplace_back(hint.prediction, line);
        hints.push_back(std::move(hint.text));
    }

    // A hint may name its question, so that it does not stay behind when the question moves to another step.
    void check_hints() {
        const auto& prediction = lesson_.steps.back().prediction;
        for (const auto& [id, line] : hints_for_) {
            if (prediction && prediction->id == id) continue;
            throw Fault{line, "this step has no prediction '" + id + "'; correct 'for', or move the hint."};
        }
        hints_for_.clear();
    }

    void take_region(const std::string& name, int line) {
        const auto region = find_region(lesson_.program, name);
        if (!region) {
            throw Fault{line, "lesson.cpp has no region '" + name + "'; mark it with // [" + name + "] and // [/" +
                                  name + "]."};
        }
        text_ += region_block(lesson_.program, *region);
    }

    const std::vector<std::string_view>& lines_;
    std::size_t at_;
    Lesson& lesson_;
    std::string text_;  // of the step being read
    int step_line_ = 1;
    std::set<std::string> prediction_ids_;
    std::vector<std::pair<std::string, int>> hints_for_;  // of this step: a prediction's id, the hint's line
};

// "03_gather" gives 3; -1 if the name does not begin so.
int folder_number(const std::string& name) {
    int number = 0;
    std::size_t digits = 0;
    while (digits < name.size() && name[digits] >= '0' && name[digits] <= '9' && digits < 4) {
        number = number * 10 + (name[digits++] - '0');
    }
    return digits > 0 && digits < name.size() && name[digits] == '_' ? number : -1;
}

void parse_into(std::string_view text, Lesson& lesson) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::vector<std::string_view> lines = split_lines(text);
    const auto is_rule = [](std::string_view line) { return trimmed(line) == "+++"; };
    if (lines.empty() || !is_rule(lines[0])) {
        throw Fault{1, "a lesson begins with its metadata; write it between two lines of +++."};
    }
    const auto end = std::find_if(lines.begin() + 1, lines.end(), is_rule);
    if (end == lines.end()) throw Fault{1, "the metadata never ends; close it with a line of +++."};
    const auto end_index = static_cast<std::size_t>(end - lines.begin());
    detail::read_metadata(joined(lines, 1, end_index), 2, lesson);
    StepReader(lines, end_index + 1, lesson).read();
}

// What a file says; nullopt, and why, if it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path, std::string& error) {
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code)) {
        error = path.string() + ": there is no such file; a lesson needs lesson.md, lesson.cpp and twin.py.";
        return std::nullopt;
    }
    const std::uintmax_t size = std::filesystem::file_size(path, code);
    if (code || size > kMaxFileBytes) {
        error = path.string() + ": too large for a lesson; a file of a lesson has at most 1 MB.";
        return std::nullopt;
    }
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) {
        error = path.string() + ": cannot be read; check its permissions.";
        return std::nullopt;
    }
    return text;
}

}  // namespace

std::string Lesson::number_text() const {
    char text[16];
    std::snprintf(text, sizeof text, "%02d", number);
    return text;
}

bool is_region_marker(std::string_view line) { return !marker_name(line).empty(); }

std::optional<std::pair<int, int>> find_region(const std::string& source, const std::string& name) {
    const std::vector<std::string_view> lines = split_lines(source);
    const auto find = [&](std::string_view marker, std::size_t from) {
        while (from < lines.size() && marker_name(lines[from]) != marker) ++from;
        return from;
    };
    if (!detail::is_word(name)) return std::nullopt;
    const std::size_t begin = find(name, 0);
    const std::size_t end = find("/" + name, begin);
    if (end >= lines.size() || end == begin + 1) return std::nullopt;
    // Indexes count from 0 and lines from 1: the line after the marker is begin + 2.
    return std::pair{static_cast<int>(begin) + 2, static_cast<int>(end)};
}

LessonResult parse_lesson(const std::filesystem::path& folder, std::string text, std::string program,
                          std::string twin) {
    LessonResult result;
    Lesson lesson;
    lesson.folder = folder;
    lesson.program = std::move(program);
    lesson.twin = std::move(twin);
    lesson.number = folder_number(folder.filename().string());
    if (lesson.number < 0) {
        result.error = folder.string() + ": a lesson's folder begins with its number; call it such as 03_gather.";
        return result;
    }
    try {
        parse_into(text, lesson);
        result.lesson = std::move(lesson);
    } catch (const Fault& fault) {
        result.error = (folder / "lesson.md").string() + ":" + std::to_string(fault.line) + ": " + fault.sentence;
    }
    return result;
}

LessonResult read_lesson(const std::filesystem::path& folder) {
    // A trailing slash would leave the folder without a name.
    const std::filesystem::path clean = folder.has_filename() ? folder : folder.parent_path();
    LessonResult result;
    auto text = read_file(clean / "lesson.md", result.error);
    auto program = text ? read_file(clean / "lesson.cpp", result.error) : std::nullopt;
    auto twin = program ? read_file(clean / "twin.py", result.error) : std::nullopt;
    if (!twin) return result;
    return parse_lesson(clean, std::move(*text), std::move(*program), std::move(*twin));
}

}  // namespace book
