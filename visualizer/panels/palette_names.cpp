#include "panels/palette_names.hpp"

#include "monitor/narrate.hpp"
#include "panels/findings.hpp"
#include "panels/start.hpp"
#include "panels/stops.hpp"
#include "panels/words.hpp"
#include "ui/keys.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace viz {
namespace {

// Sites are numbered as they come; so many in a row that nobody told of are the end.
constexpr loopscope::SiteId kGap = 64;
constexpr loopscope::SiteId kMostSites = 100'000;

std::size_t count_until(std::span<const std::uint32_t> indexes, std::size_t limit) {
    return static_cast<std::size_t>(std::ranges::lower_bound(indexes, limit) - indexes.begin());
}

std::size_t last_site(const loopscope::Recording& recording) {
    loopscope::SiteId last = 0;
    for (loopscope::SiteId id = 1; id < kMostSites && id <= last + kGap; ++id)
        if (recording.site(id).line != 0) last = id;
    return last;
}

std::string_view behind_slash(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view line_at(std::string_view source, std::size_t number) {
    for (; number > 0 && !source.empty(); --number) {
        const std::size_t end = source.find('\n');
        source = end == std::string_view::npos ? std::string_view() : source.substr(end + 1);
    }
    std::string_view line = source.substr(0, source.find('\n'));
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    return line;
}

// A site on this line of the lesson's program; 0 if nobody passed it yet.
loopscope::SiteId site_on(const loopscope::Recording& recording, std::size_t line) {
    const std::size_t last = last_site(recording);
    for (loopscope::SiteId id = 1; id <= last; ++id) {
        const loopscope::Site site = recording.site(id);
        if (site.line == line && behind_slash(recording.string(site.file)) == "lesson.cpp") return id;
    }
    return 0;
}

std::string time_words(const View& view, std::size_t index) {
    return "t=" + loopscope::format_loop_time(view.recording.loop_time_at(index));
}

std::string finding_words(const View& view, const loopscope::Finding& finding) {
    const loopscope::FindingText text = loopscope::tell(finding, view.recording, view.language->phrases);
    return text.title + ": " + loopscope::plain(text.claim);
}

PaletteRow task_row(const View& view, std::size_t number) {
    const loopscope::TaskInfo& task = view.recording.tasks()[number];
    PaletteRow row;
    row.text = view.recording.task_name(task);
    if (task.created >= view.cursor) row.does.push_back(act::Seek{task.created + 1});
    row.does.push_back(act::Select{.task = task.id});
    const auto state = view.recording.state(view.world, view.cursor, task.id);
    row.remark = state ? state_word(*view.language, *state) : view.language->text("palette.later");
    return row;
}

PaletteRow line_row(const View& view, std::size_t number) {
    PaletteRow row;
    std::string room;
    row.text = std::string(name_at(view, PaletteGroup::lines, number, room));
    if (view.lesson == nullptr) {
        const auto id = static_cast<loopscope::SiteId>(number + 1);
        row.does.push_back(act::Select{.site = id});
        return row;
    }
    row.remark = fill(view.language->text("words.line"), {{"line", std::to_string(number + 1)}});
    row.does.push_back(act::SetSourceTab{SourceTab::program});
    if (const auto site = site_on(view.recording, number + 1); site != 0) row.does.push_back(act::Select{.site = site});
    return row;
}

PaletteRow moment_row(const View& view, std::string_view text, std::size_t index) {
    PaletteRow row;
    row.text = std::string(text);
    row.remark = time_words(view, index);
    row.does.push_back(act::Seek{index + 1, true});
    return row;
}

PaletteRow finding_row(const View& view, std::size_t number) {
    const loopscope::Finding& finding = view.findings[number];
    PaletteRow row;
    row.text = finding_words(view, finding);
    row.remark = time_words(view, finding.last);
    row.does = go_to(finding);
    return row;
}

// What two keys share in the help sheet stands here once each.
struct Pair {
    Command command;
    const char* text;
    const char* shown;
};
constexpr Pair kPairs[] = {
    {Command::next_page, "palette.next_page", "N"},
    {Command::previous_page, "palette.previous_page", "P"},
    {Command::next_lesson, "palette.next_lesson", "]"},
    {Command::previous_lesson, "palette.previous_lesson", "["},
    {Command::zoom_in, "palette.zoom_in", "W"},
    {Command::zoom_out, "palette.zoom_out", "S"},
    {Command::pan_left, "palette.pan_left", "A"},
    {Command::pan_right, "palette.pan_right", "D"},
    {Command::axis_step, "palette.axis_step", "1"},
    {Command::axis_loop_time, "palette.axis_loop_time", "2"},
    {Command::axis_real_time, "palette.axis_real_time", "3"},
    {Command::fit, "palette.fit", "F"},
    {Command::next_task, "palette.next_task", "Down"},
    {Command::previous_task, "palette.previous_task", "Up"},
    {Command::larger, "palette.larger", "Ctrl + +"},
    {Command::smaller, "palette.smaller", "Ctrl + -"},
    {Command::go_back, "palette.go_back", "Ctrl + Z"},
    {Command::go_forward, "palette.go_forward", "Ctrl + Y"},
};

void add_without_keys(const View& view, std::vector<PaletteRow>& rows) {
    const auto add = [&](std::string text, const Action& action) {
        PaletteRow row;
        row.text = std::move(text);
        row.does = {action};
        rows.push_back(std::move(row));
    };
    const Text& text = view.language->text;
    const std::pair<BottomTab, const char*> tabs[] = {{BottomTab::console, "app.console"},
                                                      {BottomTab::narration, "app.narration"},
                                                      {BottomTab::tasks, "app.tasks"},
                                                      {BottomTab::findings, "app.findings"},
                                                      {BottomTab::statistics, "app.statistics"}};
    for (const auto& [tab, name] : tabs) add(fill(text("palette.show_tab"), {{"tab", text(name)}}), act::ShowTab{tab});
    add(text("palette.less_motion"), act::SetReduceMotion{true});
    add(text("palette.more_motion"), act::SetReduceMotion{false});
    for (const Language& one : view.languages)
        if (&one != view.language)
            add(fill(text("palette.language"), {{"language", one.name}}), act::SetLanguage{one.id});
}

}  // namespace

std::size_t palette_limit(const View& view) { return prediction_is_open(view) ? view.cursor : view.recording.size(); }

std::size_t names_in(const View& view, PaletteGroup group) {
    const loopscope::Recording& recording = view.recording;
    switch (group) {
        case PaletteGroup::actions:
            break;
        case PaletteGroup::lessons:
            return view.lessons.size();
        case PaletteGroup::bookmarks:
            return view.bookmarks.size();
        case PaletteGroup::checkpoints:
            return count_until(recording.checkpoints(), palette_limit(view));
        case PaletteGroup::tasks:
            return recording.tasks().size();
        case PaletteGroup::objects:
            return recording.objects().size();
        case PaletteGroup::findings:
            return prediction_is_open(view) ? 0 : view.findings.size();
        case PaletteGroup::lines:
            if (view.lesson == nullptr) return last_site(recording);
            return static_cast<std::size_t>(std::ranges::count(view.lesson->program, '\n')) + 1;
        case PaletteGroup::prints:
            return count_until(recording.prints(), palette_limit(view));
        case PaletteGroup::words:
            return view.language->glossary.terms().size();
    }
    return 0;
}

std::string_view name_at(const View& view, PaletteGroup group, std::size_t number, std::string& room) {
    const loopscope::Recording& recording = view.recording;
    switch (group) {
        case PaletteGroup::actions:
            break;
        case PaletteGroup::lessons: {
            const book::Lesson& lesson = view.lessons[number];
            return room = lesson.number_text() + "  " + lesson.title + ": " + lesson.tagline;
        }
        case PaletteGroup::bookmarks: {
            const Bookmark& bookmark = view.bookmarks[number];
            if (bookmark.index > palette_limit(view)) return {};
            if (!bookmark.note.empty()) return bookmark.note;
            return room = fill(view.language->text("palette.bookmark"),
                               {{"time", loopscope::format_loop_time(
                                             recording.loop_time_at(std::min(bookmark.index, recording.size())))}});
        }
        case PaletteGroup::checkpoints:
            return recording.string(recording[recording.checkpoints()[number]].a);
        case PaletteGroup::tasks: {
            const loopscope::TaskInfo& task = recording.tasks()[number];
            if (task.created >= palette_limit(view)) return {};
            if (const std::string_view name = recording.string(task.name); !name.empty()) return name;
            return room = recording.task_name(task);
        }
        case PaletteGroup::objects: {
            const loopscope::ObjectInfo& object = recording.objects()[number];
            if (object.created >= palette_limit(view)) return {};
            return room = object_words(view, object.id);
        }
        case PaletteGroup::findings:
            return room = finding_words(view, view.findings[number]);
        case PaletteGroup::lines: {
            if (view.lesson != nullptr) {
                const std::string_view line = line_at(view.lesson->program, number);
                const bool says_something =
                    line.find_first_not_of("{}();/ ") != std::string_view::npos && !book::is_region_marker(line);
                // Of a line that no step has passed there is nothing to show.
                return says_something && site_on(recording, number + 1) != 0 ? line : std::string_view();
            }
            const loopscope::Site site = recording.site(static_cast<loopscope::SiteId>(number + 1));
            if (site.line == 0) return {};
            return room = function_words(recording.string(site.function)) + ", " +
                          std::string(behind_slash(recording.string(site.file))) + ":" + std::to_string(site.line);
        }
        case PaletteGroup::prints:
            return recording.text(recording.prints()[number]);
        case PaletteGroup::words:
            return view.language->glossary.terms()[number].word;
    }
    return {};
}

PaletteRow row_of(const View& view, PaletteGroup group, std::size_t number) {
    PaletteRow row;
    std::string room;
    switch (group) {
        case PaletteGroup::actions:
            break;
        case PaletteGroup::lessons:
            row.does.push_back(act::OpenLesson{view.lessons[number].id});
            row.remark =
                counted(*view.language, static_cast<std::uint64_t>(view.lessons[number].minutes), "palette.minutes");
            break;
        case PaletteGroup::bookmarks: {
            const std::size_t index = std::min(view.bookmarks[number].index, view.recording.size());
            row.does.push_back(act::Seek{index, true});
            row.remark = time_words(view, index);
            break;
        }
        case PaletteGroup::checkpoints:
            return moment_row(view, name_at(view, group, number, room), view.recording.checkpoints()[number]);
        case PaletteGroup::tasks:
            return task_row(view, number);
        case PaletteGroup::objects:
            row.does.push_back(act::Select{.object = view.recording.objects()[number].id});
            break;
        case PaletteGroup::findings:
            return finding_row(view, number);
        case PaletteGroup::lines:
            return line_row(view, number);
        case PaletteGroup::prints:
            return moment_row(view, name_at(view, group, number, room), view.recording.prints()[number]);
        case PaletteGroup::words:
            row.tip = view.language->glossary.terms()[number].means;
            row.remark = row.tip;
            break;
    }
    row.text = std::string(name_at(view, group, number, room));
    return row;
}

std::vector<PaletteRow> action_rows(const View& view) {
    std::vector<PaletteRow> rows;
    const Text& text = view.language->text;
    const bool at_start = view.start != nullptr && view.start->shown;
    std::set<Command> known;
    for (const KeyRow& key : key_table()) {
        const bool again = !known.insert(key.command).second;
        if (again || key.command == Command::palette || key.command == Command::search) continue;
        const auto action = action_of(key.command, view);
        if (!action || (at_start && !works_at_start(key.command))) continue;
        PaletteRow row;
        const auto pair = std::ranges::find(kPairs, key.command, &Pair::command);
        row.text = text(pair == std::end(kPairs) ? key.text : pair->text);
        row.remark = pair == std::end(kPairs) ? key.shown : pair->shown;
        row.does = {*action};
        rows.push_back(std::move(row));
    }
    if (!at_start) add_without_keys(view, rows);
    return rows;
}

}  // namespace viz
