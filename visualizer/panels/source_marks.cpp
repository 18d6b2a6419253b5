#include "panels/source_marks.hpp"

#include "monitor/narrate.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace viz {
using namespace loopscope;

namespace {

// Nobody reads more chips than this; looking on would cost every frame.
constexpr std::size_t kMostTasks = 10000;
constexpr std::uintmax_t kMostBytes = 1 << 20;
constexpr const char* kLessonFile = "lesson.cpp";

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t more = lead < 0x80         ? 0
                                 : lead >> 5 == 0x6  ? 1
                                 : lead >> 4 == 0xe  ? 2
                                 : lead >> 3 == 0x1e ? 3
                                                     : 4;
        if (more == 4 || text.size() - at <= more) return false;
        for (std::size_t next = 1; next <= more; ++next) {
            if ((static_cast<unsigned char>(text[at + next]) & 0xc0) != 0x80) return false;
        }
        at += more + 1;
    }
    return true;
}

// A place's line if it lies in the file, 0 if not.
int line_in(const Recording& recording, SiteId id, const std::string& file) {
    if (id == 0) return 0;
    const Site site = recording.site(id);
    return file_name(recording.string(site.file)) == file_name(file) ? static_cast<int>(site.line) : 0;
}

// A task stands where it is suspended; if that is inside a library, where it left the file.
int line_of(const View& view, const TaskNow& task, const std::string& file) {
    if (task.state == TaskState::running) {
        if (const int line = line_in(view.recording, view.world.running_site(), file)) return line;
    }
    if (const int line = line_in(view.recording, task.site, file)) return line;
    const std::vector<FrameNow> chain = view.world.await_chain(task.id);
    for (const FrameNow& frame : chain) {
        if (const int line = line_in(view.recording, frame.awaited_at, file)) return line;
    }
    // Before its first step a task stands at the head of its coroutine.
    if (!chain.empty()) {
        if (const int line = line_in(view.recording, chain.back().defined_at, file)) return line;
    }
    return 0;
}

}  // namespace

std::string shown_file(const View& view) {
    if (view.lesson != nullptr) return kLessonFile;
    const auto file_of = [&](SiteId id) { return std::string(view.recording.string(view.recording.site(id).file)); };
    if (std::string file = file_of(view.world.running_site()); !file.empty()) return file;
    for (const TaskNow& task : view.world.tasks()) {
        if (std::string file = file_of(task.site); !file.empty()) return file;
    }
    // Nobody lives: the file in which somebody has waited.
    const auto tasks = view.recording.tasks();
    for (const TaskInfo& task : tasks.first(std::min<std::size_t>(tasks.size(), 100))) {
        const Lane* lane = view.recording.lane(task.id);
        const std::size_t spans = lane != nullptr ? std::min<std::size_t>(lane->spans.size(), 100) : 0;
        for (std::size_t at = 0; at < spans; ++at) {
            if (std::string file = file_of(lane->spans[at].site); !file.empty()) return file;
        }
    }
    return {};
}

std::vector<SourceMark> source_marks(const View& view, const std::string& file) {
    std::vector<SourceMark> marks;
    const auto tasks = view.world.tasks();
    for (const TaskNow& task : tasks.first(std::min(tasks.size(), kMostTasks))) {
        if (const int line = line_of(view, task, file)) marks.push_back({line, task.id, task.state});
    }
    std::ranges::sort(marks, [](const SourceMark& left, const SourceMark& right) {
        return left.line != right.line ? left.line < right.line : left.task < right.task;
    });
    return marks;
}

int running_line(const View& view, const std::string& file) {
    const TaskNow* task = view.world.task(view.world.running());
    return task != nullptr ? line_of(view, *task, file) : 0;
}

std::vector<int> chain_lines(const View& view, TaskId task, const std::string& file) {
    std::vector<int> lines;
    const auto add = [&](SiteId site) {
        if (const int line = line_in(view.recording, site, file)) lines.push_back(line);
    };
    if (const TaskNow* now = view.world.task(task)) add(now->site);
    for (const FrameNow& frame : view.world.await_chain(task)) add(frame.awaited_at);
    return lines;
}

std::optional<std::string> read_source(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) || std::filesystem::file_size(path, error) > kMostBytes ||
        error) {
        return std::nullopt;
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::string text{std::istreambuf_iterator<char>(in), {}};
    // A text, whatever its name says.
    if (text.find('\0') != std::string::npos) return std::nullopt;
    if (!is_utf8(text)) return std::nullopt;
    return text;
}

}  // namespace viz
