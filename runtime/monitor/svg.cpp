#include "monitor/svg.hpp"

#include "monitor/clean_text.hpp"
#include "monitor/diagnose.hpp"
#include "monitor/svg_axis.hpp"
#include "monitor/svg_lanes.hpp"
#include "monitor/svg_writer.hpp"
#include "monitor/wording.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

namespace loopscope {
namespace {

// Colours: the light theme of the window (visualizer/ui/theme.cpp), on white for printing.
constexpr std::string_view kStyle = R"(    text { fill: #1B2129; }
    .title { font-size: 20px; font-weight: bold; }
    .about, .tick, .legend text { font-size: 12px; fill: #55606E; }
    .tick { text-anchor: middle; }
    .who { font-size: 13px; }
    .label { font-size: 10px; fill: #1B2129; }
    .line { font-family: monospace; font-size: 12px; }
    .more { font-size: 12px; font-style: italic; fill: #55606E; }
    .number { font-size: 9px; text-anchor: middle; }
    .paper { fill: #FFFFFF; }
    .grid, .rule { stroke: #DDE1E6; stroke-width: 1; }
    .branch, .wake path { fill: none; stroke: #55606E; stroke-width: 1; }
    .wake path.head { fill: #55606E; stroke: none; }
    .running rect { fill: #2B745E; }
    .ready rect { fill: #FFFFFF; stroke: #BE873E; stroke-width: 2; }
    .waiting rect { fill: #167EEC; }
    .many rect { fill: #BCC4CE; stroke: #55606E; stroke-width: 1; stroke-dasharray: 2 2; }
    .returned rect { fill: #A3A6A9; stroke: #55606E; stroke-width: 1; }
    .raised rect { fill: #75211D; }
    .cancelled rect { fill: #70359F; }
    .cap { fill: none; stroke: #FFFFFF; stroke-width: 2; }
    .mark circle { fill: #FFFFFF; stroke: #1B2129; stroke-width: 1; }
    .finding path { fill: #75211D; stroke: #FFFFFF; stroke-width: 1; }
    .finding .number { fill: #FFFFFF; font-weight: bold; }
    .checkpoint { stroke: #0B69B7; stroke-width: 1; stroke-dasharray: 4 3; }
)";

constexpr double kMargin = 20;
constexpr double kHeader = 66;
constexpr double kRuler = 34;  // also where checkpoints have their numbers
constexpr double kLegend = 40;
constexpr double kLine = 18;
constexpr double kMark = 7;    // a mark's radius
constexpr double kSign = 8.5;  // a finding's
constexpr double kTickEvery = 90;
constexpr double kLeastNames = 90;
constexpr double kMostNames = 260;

struct Mark {
    enum class Kind : std::uint8_t { print, checkpoint, finding };
    std::size_t event = 0;
    Kind kind = Kind::print;
    TaskId task = 0;  // in whose lane it stands; 0: above all
    std::string text;
    std::string number{};
};

// Where to look: the last event of its story that its first task lived to see. What is known only when a run is
// over is shown there too.
std::size_t shown_at(const Recording& recording, const Finding& finding) {
    const TaskInfo* task = finding.tasks.empty() ? nullptr : recording.task(finding.tasks.front());
    if (task == nullptr || !task->finished || finding.last < *task->finished) return finding.last;
    for (auto moment = finding.moments.rbegin(); moment != finding.moments.rend(); ++moment) {
        if (*moment <= *task->finished) return *moment;
    }
    return *task->finished;
}

// In lines of so many letters, broken between words.
std::vector<std::string> lines_of(std::string_view text, double width) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        std::size_t end = text.size();
        while (end > 0 && text_width(text.substr(0, end), 12) > width) {
            const std::size_t space = text.rfind(' ', end - 1);
            if (space == std::string_view::npos || space == 0) break;
            end = space;
        }
        lines.push_back(fitted(text.substr(0, end), 12, width));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return lines;
}

class Picture {
public:
    Picture(const Recording& recording, const SvgOptions& options)
        : recording_(recording),
          options_(options),
          width_(std::clamp(options.width, kLeastSvgWidth, kMostSvgWidth)),
          axis_(recording, options),
          lanes_(recording, options, axis_, plot()) {
        collect_marks();
    }

    // What is below the lanes decides how high the picture is, so the head is written last.
    void write(std::ostream& out) {
        std::ostringstream body;
        SvgWriter svg(body);
        const std::string program = clean_text(recording_.program());
        svg.text("title", {kMargin, 30}, fitted(program, 20, width_ - 2 * kMargin));
        svg.text("about", {kMargin, 50}, fitted(about(), 12, width_ - 2 * kMargin));
        draw_ruler(svg);
        lanes_.draw_names(svg, kMargin);
        lanes_.draw_spans(svg);
        const std::size_t wakes_left = lanes_.draw_wakes(svg);
        draw_marks(svg);
        const double height = draw_below(svg, wakes_left);
        SvgWriter::begin(out, width_, height, program, kStyle);
        SvgWriter(out).rect("paper", {0, 0, static_cast<double>(width_), height});
        out << body.str();
        SvgWriter::end(out);
    }

private:
    Wording words() const { return {recording_, options_.phrases}; }
    std::string say(std::string_view key) const { return words().say(key); }
    std::string say_count(const std::string& key, std::size_t count) const {
        return words().with_count(count).say(key + (count == 1 ? ".one" : ".many"));
    }

    // Room for the longest name, within reason.
    SvgBox plot() const {
        double names = kLeastNames;
        const auto tree = task_tree(recording_);
        for (std::size_t i = 0; i < tree.size() && i < 10 * kMostSvgLanes; ++i) {
            const double indent = 12.0 * std::min(tree[i].depth, 6);
            names = std::max(names, indent + text_width(clean_text(recording_.task_name(tree[i].task)), 13) + 8);
        }
        const double left = kMargin + std::min({names, kMostNames, width_ / 3.0});
        return {left, kHeader + kRuler, width_ - left - kMargin - 14, 0};
    }

    double lanes_end() const {
        return kHeader + kRuler + SvgLanes::kHeight * static_cast<double>(lanes_.rows().size());
    }
    std::string about() const {
        const bool real = recording_.clock() == ClockKind::real;
        std::string text = say(real ? "svg.clock.real" : "svg.clock.virtual");
        if (axis_.first() > recording_.first() || axis_.last() < recording_.size())
            text += " · " +
                    words().with("from", axis_.words(axis_.from())).with("to", axis_.words(axis_.to())).say("svg.part");
        text += " · " + say("svg.axis." + std::string(to_string(options_.axis)));
        if (recording_.dropped() > 0) text += " · " + words().with_count(recording_.dropped()).say("svg.dropped");
        if (!recording_.finished()) text += " · " + say("svg.cut");
        return text;
    }

    bool in_sight(std::size_t event) const { return event >= axis_.first() && event < axis_.last(); }

    void collect_marks() {
        const auto order = [](const Mark& mark) { return std::tie(mark.event, mark.kind, mark.text); };
        for (const std::uint32_t event : recording_.prints()) {
            if (!in_sight(event)) continue;
            marks_.push_back({event, Mark::Kind::print, recording_[event].subject, clean_text(recording_.text(event))});
        }
        for (const std::uint32_t event : recording_.checkpoints()) {
            if (!in_sight(event)) continue;
            const std::string name(recording_.string(recording_[event].a));
            const std::string text = words().with("name", name).say("svg.checkpoint");
            marks_.push_back({event, Mark::Kind::checkpoint, recording_[event].subject, clean_text(text)});
        }
        std::ranges::sort(marks_, {}, order);
        marks_left_out_ = marks_.size() - std::min(marks_.size(), kMostSvgMarks);
        marks_.resize(marks_.size() - marks_left_out_);
        collect_findings();
        std::ranges::sort(marks_, {}, order);
        for (std::size_t i = 0; i < marks_.size(); ++i) marks_[i].number = std::to_string(i + 1);
    }

    void collect_findings() {
        for (const Finding& finding : diagnose(recording_)) {
            const std::size_t event = shown_at(recording_, finding);
            if (!in_sight(event)) continue;
            if (++findings_ > kMostSvgFindings) continue;
            const FindingText text = tell(finding, recording_, options_.phrases);
            marks_.push_back({event, Mark::Kind::finding, finding.tasks.empty() ? 0 : finding.tasks.front(),
                              clean_text(text.title + ": " + plain(text.claim))});
        }
    }

    void draw_ruler(SvgWriter& svg) const {
        const SvgBox box = plot();
        svg.open("ruler");
        svg.text("about", {kMargin, kHeader + 14}, say("svg.ruler." + std::string(to_string(options_.axis))));
        for (const SvgAxis::Tick& tick : axis_.ticks(static_cast<std::size_t>(box.width / kTickEvery))) {
            const double x = lanes_.x(tick.place);
            svg.line("grid", {x, kHeader + 19}, {x, lanes_end()});
            svg.text("tick", {x, kHeader + 14}, tick.label);
        }
        svg.close();
    }

    std::optional<double> lane_of(const Mark& mark) const {
        return mark.task == 0 ? std::nullopt : lanes_.top(mark.task);
    }

    // A print and a finding have their number under their task's bar, a checkpoint at the end of a line across
    // all lanes. One that would cover another stands to the right of it.
    void draw_marks(SvgWriter& svg) const {
        std::vector<std::pair<double, double>> taken;  // by lane: its top, and where its last mark ends
        svg.open("marks");
        for (const Mark& mark : marks_) {
            const double x = lanes_.x_of(mark.event);
            const bool across =
                mark.kind == Mark::Kind::checkpoint || (mark.kind == Mark::Kind::print && !lane_of(mark));
            if (across) svg.line("checkpoint", {x, kHeader + kRuler - 5}, {x, lanes_end()});
        }
        for (const Mark& mark : marks_) {
            const auto lane = lane_of(mark);
            const bool below = mark.kind != Mark::Kind::checkpoint && lane;
            const double y = below ? *lane + SvgLanes::kMarks : kHeader + kRuler - 5;
            auto row = std::ranges::find(taken, y, &std::pair<double, double>::first);
            if (row == taken.end()) row = taken.insert(taken.end(), {y, 0});
            const double exact = lanes_.x_of(mark.event);
            const double x = std::min(std::max(exact, row->second + kMark), width_ - kMark - 1);
            row->second = x + kMark;
            const bool finding = mark.kind == Mark::Kind::finding;
            svg.open(finding ? "mark finding" : "mark", "data-number=\"" + mark.number + "\"", mark.text);
            if (finding) {
                draw_sign(svg, {x, y});
            } else {
                svg.circle("", {x, y}, kMark - 0.5);
            }
            svg.text("number", {x, y + 3}, mark.number);
            svg.close();
        }
        svg.close();
    }

    static void draw_sign(SvgWriter& svg, SvgPoint at) {
        svg.path(
            "", "M" + SvgWriter::number(at.x) + " " + SvgWriter::number(at.y - kSign) + "l8.5 8.5l-8.5 8.5l-8.5 -8.5z");
    }

    // Returns where the picture ends.
    double draw_below(SvgWriter& svg, std::size_t wakes_left) const {
        double y = lanes_end() + kLine;
        const auto more = [&](const std::string& text) {
            svg.text("more", {kMargin, y}, text);
            y += kLine;
        };
        if (lanes_.rows().empty()) more(say("svg.nothing"));
        if (lanes_.left_out() > 0) more(say_count("svg.more_tasks", lanes_.left_out()));
        if (wakes_left > 0) more(say_count("svg.more_wakes", wakes_left));
        y = draw_legend(svg, y) + kLegend;
        const double who = kMargin + 110;
        double names = 0;
        for (const Mark& mark : marks_) names = std::max(names, text_width(teller(mark), 12));
        const double text = who + std::min(names, kMostNames) + 12;
        for (const Mark& mark : marks_) {
            svg.open("said");
            svg.text("line", {kMargin, y}, mark.number);
            svg.text("line", {kMargin + 32, y}, when(mark.event));
            svg.text("line", {who, y}, fitted(teller(mark), 12, text - who - 8));
            const double room = width_ - kMargin - text;
            const bool whole = mark.kind == Mark::Kind::finding;
            const std::vector<std::string> lines =
                whole ? lines_of(mark.text, room) : std::vector{fitted(mark.text, 12, room)};
            for (std::size_t i = 0; i < lines.size(); ++i) {
                svg.text("line", {text, y + kLine * static_cast<double>(i)}, lines[i]);
            }
            y += kLine * static_cast<double>(std::max<std::size_t>(lines.size(), 1));
            svg.close();
        }
        if (marks_left_out_ > 0) more(say_count("svg.more_marks", marks_left_out_));
        if (findings_ > kMostSvgFindings) more(say_count("svg.more_findings", findings_ - kMostSvgFindings));
        return y + kMargin - kLine;
    }

    std::string teller(const Mark& mark) const { return clean_text(recording_.task_name(mark.task)); }

    // As its clock says, and not where it stands among others of the same instant.
    std::string when(std::size_t event) const {
        switch (options_.axis) {
            case ExportAxis::step:
                return words().with("number", std::to_string(recording_.step_at(event + 1))).say("svg.step");
            case ExportAxis::loop:
                return format_loop_time(recording_.loop_time_at(event + 1));
            default:
                return format_loop_time(run_time_at(recording_, event + 1));
        }
    }

    // Returns where its last line is.
    double draw_legend(SvgWriter& svg, double y) const {
        double x = kMargin;
        svg.open("legend");
        const auto entry = [&](const std::string& kind, const std::string& key, double wide, auto draw) {
            const std::string text = say(key);
            const double all = wide + 5 + 0.9 * text_width(text, 12);
            if (x > kMargin && x + all > width_ - kMargin) {
                x = kMargin;
                y += kLine + 4;
            }
            svg.open(kind);
            draw(x);
            svg.text("", {x + wide + 5, y + 3}, text);
            svg.close();
            x += all + 18;
        };
        entry("running", "svg.state.running", 24, [&](double at) { svg.rect("", {at, y - 8, 24, 14}); });
        entry("ready", "svg.state.ready", 24, [&](double at) { svg.rect("", {at + 1, y - 7, 22, 12}); });
        entry("waiting", "svg.state.waiting", 24, [&](double at) { svg.rect("", {at, y - 3, 24, 5}); });
        draw_legend_ends(svg, entry, y);
        entry("wake", "svg.legend.wake", 8, [&](double at) {
            const std::string x4 = SvgWriter::number(at + 4);
            svg.path("", "M" + x4 + " " + SvgWriter::number(y - 8) + "v9");
            svg.path("head", "M" + x4 + " " + SvgWriter::number(y + 6) + "l-3 -5h6z");
        });
        if (lanes_.folded())
            entry("many", "svg.legend.many", 24, [&](double at) { svg.rect("", {at, y - 8, 24, 14}); });
        if (findings_ > 0) {
            entry("mark finding", "svg.legend.finding", 17, [&](double at) { draw_sign(svg, {at + kSign, y - 1}); });
        }
        entry("mark", "svg.legend.mark", 14, [&](double at) { svg.circle("", {at + 7, y - 1}, kMark - 0.5); });
        svg.close();
        return y;
    }

    template <typename Entry>
    void draw_legend_ends(SvgWriter& svg, const Entry& entry, const double& y) const {
        entry("returned", "svg.legend.returned", 4, [&](double at) { svg.rect("", {at, y - 5, 4, 8}); });
        for (const char* kind : {"raised", "cancelled"}) {
            entry(kind, std::string("svg.legend.") + kind, 12, [&](double at) {
                svg.rect("", {at, y - 7, 12, 12});
                const std::string left = SvgWriter::number(at + 3) + " " + SvgWriter::number(y - 4);
                const std::string right = SvgWriter::number(at + 9) + " " + SvgWriter::number(y - 4);
                svg.path("cap", "M" + left + "l6 6" + (kind[0] == 'r' ? "M" + right + "l-6 6" : ""));
            });
        }
    }

    const Recording& recording_;
    const SvgOptions& options_;
    int width_;
    SvgAxis axis_;
    SvgLanes lanes_;
    std::vector<Mark> marks_;
    std::size_t marks_left_out_ = 0;
    std::size_t findings_ = 0;  // in sight, drawn or not
};

}  // namespace

void export_svg(const Recording& recording, std::ostream& out, const SvgOptions& options) {
    Picture(recording, options).write(out);
}

}  // namespace loopscope
