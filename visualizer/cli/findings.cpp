#include "cli/findings.hpp"

#include "cli/layout.hpp"
#include "cli/output.hpp"
#include "monitor/statistics_words.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

namespace cli {
namespace {

using loopscope::Confidence;
using loopscope::Finding;
using loopscope::Recording;
using loopscope::Severity;
using Json = nlohmann::ordered_json;

constexpr std::size_t kMostMoments = 6;
constexpr std::size_t kMostFindings = 20;
constexpr std::size_t kMostBriefly = 5;
constexpr std::size_t kSeverityColumns = 7;  // of the longest word, "warning"

// What one line does wrong again and again is one thing to mend.
using Mistake = std::tuple<loopscope::FindingKind, loopscope::SiteId, Severity>;
Mistake mistake_of(const Finding& finding) { return {finding.kind, finding.site, severity_of(finding)}; }

struct Group {
    const Finding* first = nullptr;
    std::size_t times = 0;
};

// The grave ones first, and each sort in the order in which they showed.
std::vector<Group> grouped(std::span<const Finding> findings) {
    std::vector<Group> groups;
    std::map<Mistake, std::size_t> places;
    for (const Finding& finding : findings) {
        const auto [place, fresh] = places.try_emplace(mistake_of(finding), groups.size());
        if (fresh) groups.push_back({&finding});
        ++groups[place->second].times;
    }
    std::ranges::sort(groups, [](const Group& left, const Group& right) {
        const Severity one = severity_of(*left.first), other = severity_of(*right.first);
        return one != other ? one > other : left.first < right.first;
    });
    return groups;
}

// "" for one alone.
std::string more_of(const Group& group) {
    if (group.times == 1) return "";
    const bool known = group.first->site != 0;
    return fmt::format("and {} more {}", group.times - 1, known ? "at this line" : "of this kind");
}

std::string coloured(Severity severity, const std::string& text) {
    return severity == Severity::error ? red(text) : severity == Severity::warning ? bold(text) : dim(text);
}

std::string severity_word(const Finding& finding) {
    const Severity severity = severity_of(finding);
    return coloured(severity, padded(to_string(severity), kSeverityColumns));
}

// A paragraph of which the first `plain_columns` are there already, in colours.
std::string behind(const std::string& start, std::size_t plain_columns, std::string_view text) {
    return start + paragraph(std::string(plain_columns, ' '), text).substr(plain_columns);
}

std::string labelled(const char* label, std::string_view text) {
    const std::string start = "    " + padded(label, kSeverityColumns) + " ";
    return behind("    " + dim(padded(label, kSeverityColumns)) + " ", start.size(), printable(text));
}

void print_moments(const Recording& recording, const Finding& finding, const loopscope::FindingText& text) {
    const std::size_t shown = std::min(text.moments.size(), kMostMoments);
    for (std::size_t i = 0; i < shown; ++i) {
        const std::string time = loopscope::format_loop_time(recording.loop_time_at(finding.moments[i] + 1));
        put(labelled(i == 0 ? "Seen" : "", fmt::format("t={}: {}", time, plain(text.moments[i]))));
    }
    if (shown < text.moments.size()) put(labelled("", fmt::format("and {} more", text.moments.size() - shown)));
}

// Those of which nothing was told.
void put_rest(std::string_view before, const std::vector<Group>& groups, std::size_t told) {
    std::size_t rest = 0;
    for (std::size_t i = told; i < groups.size(); ++i) rest += groups[i].times;
    if (rest > 0) put(fmt::format("{}and {} more\n", before, rest));
}

Json names_of(const Recording& recording, const Finding& finding) {
    Json names = Json::array();
    for (const loopscope::TaskId id : finding.tasks) names.push_back(recording.task_name(id));
    return names;
}

}  // namespace

void print_findings_briefly(const Recording& recording, std::span<const Finding> findings) {
    if (findings.empty()) return;
    put("\n" + bold("Findings") + "\n");
    const auto groups = grouped(findings);
    for (std::size_t i = 0; i < std::min(groups.size(), kMostBriefly); ++i) {
        const Finding& finding = *groups[i].first;
        const loopscope::FindingText text = tell(finding, recording);
        const std::string more = groups[i].times == 1 ? "" : fmt::format(" ({})", more_of(groups[i]));
        put(behind("  " + severity_word(finding) + "  ", 4 + kSeverityColumns,
                   printable(text.title + ": " + plain(text.claim) + more + ".")));
    }
    put_rest("  ", groups, kMostBriefly);
}

void print_findings(const Recording& recording, std::span<const Finding> findings,
                    std::span<const book::Lesson> lessons) {
    const auto groups = grouped(findings);
    for (std::size_t i = 0; i < std::min(groups.size(), kMostFindings); ++i) {
        const Finding& finding = *groups[i].first;
        const loopscope::FindingText text = tell(finding, recording);
        const std::string sure =
            finding.confidence == Confidence::certain ? "" : fmt::format(" ({})", to_string(finding.confidence));
        const std::string where = place_of_site(recording, finding.site);
        put(fmt::format("{}  {}  {}{}{}\n", i == 0 ? "" : "\n", severity_word(finding), bold(printable(text.title)),
                        dim(sure), dim(where.empty() ? "" : "  " + printable(where))));
        put(paragraph("    ", printable(plain(text.claim) + ".")));
        if (groups[i].times > 1) put("    " + bold(more_of(groups[i])) + "\n");
        print_moments(recording, finding, text);
        put(labelled("Why", text.why));
        put(labelled("Do", text.advice));
        const auto lesson = std::ranges::find(lessons, lesson_of(finding.kind), &book::Lesson::id);
        if (lesson != lessons.end()) {
            put(labelled("Lesson", fmt::format("{} {}: loopscope {}", lesson->number, lesson->title, lesson->id)));
        }
    }
    put_rest("\n  ", groups, kMostFindings);
}

Json findings_as_json(const Recording& recording, std::span<const Finding> findings) {
    Json all = Json::array();
    std::map<Mistake, std::size_t> times;
    for (const Finding& finding : findings) ++times[mistake_of(finding)];
    for (const Finding& finding : findings) {
        const loopscope::FindingText text = tell(finding, recording);
        const loopscope::Site site = recording.site(finding.site);
        Json moments = Json::array();
        for (std::size_t i = 0; i < text.moments.size(); ++i) {
            moments.push_back({{"event", finding.moments[i]}, {"text", plain(text.moments[i])}});
        }
        all.push_back({{"kind", to_string(finding.kind)},
                       {"severity", to_string(severity_of(finding))},
                       {"confidence", to_string(finding.confidence)},
                       {"title", text.title},
                       {"claim", plain(text.claim)},
                       {"why", text.why},
                       {"advice", text.advice},
                       {"lesson", lesson_of(finding.kind)},
                       {"file", recording.string(site.file)},
                       {"line", site.line},
                       {"tasks", names_of(recording, finding)},
                       {"first", finding.first},
                       {"last", finding.last},
                       {"times", times[mistake_of(finding)]},  // of its kind at its line
                       {"moments", moments}});
    }
    return all;
}

}  // namespace cli
