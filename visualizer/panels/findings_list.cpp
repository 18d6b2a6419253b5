// Which findings may be told at the cursor, and the panel as text.
#include "panels/findings.hpp"
#include "panels/stops.hpp"
#include "panels/words.hpp"

#include "monitor/statistics_words.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

FindingList list_findings(const View& view) {
    FindingList list;
    list.held_back = prediction_is_open(view);
    if (list.held_back) return list;
    std::map<Mistake, std::size_t> places;
    for (std::size_t at = 0; at < view.findings.size(); ++at) {
        const Finding& finding = view.findings[at];
        if (finding.last >= view.cursor) {
            if (list.later++ == 0 || finding.last < list.next) list.next = finding.last;
            continue;
        }
        const Mistake mistake{finding.kind, finding.site, severity_of(finding)};
        const auto [place, fresh] = places.try_emplace(mistake, list.cards.size());
        if (fresh) list.cards.push_back({mistake, {}});
        list.cards[place->second].findings.push_back(at);
    }
    std::ranges::sort(list.cards, [](const FindingCard& left, const FindingCard& right) {
        const Severity one = std::get<Severity>(left.mistake), other = std::get<Severity>(right.mistake);
        return one != other ? one > other : left.findings.front() < right.findings.front();
    });
    return list;
}

std::size_t findings_told(const View& view) {
    if (prediction_is_open(view)) return 0;
    return static_cast<std::size_t>(
        std::ranges::count_if(view.findings, [&](const Finding& finding) { return finding.last < view.cursor; }));
}

namespace {

std::string text_of(const View& view, const FindingCard& card) {
    const Language& in = *view.language;
    const Finding& finding = view.findings[card.findings.front()];
    const FindingText told = tell(finding, view.recording, in.phrases);
    const std::string severity = std::string("findings.severity.") + to_string(severity_of(finding));
    const std::string sure = std::string("findings.confidence.") + to_string(finding.confidence);
    std::string out = std::string(in.text(severity.c_str())) + ": " + told.title + " (" + in.text(sure.c_str()) + ")";
    if (const std::string place = place_of_site(view.recording, finding.site); !place.empty()) out += "  " + place;
    out += "\n  " + plain(told.claim) + ".\n";
    if (card.findings.size() > 1)
        out += "  " + fill(in.text("findings.times"), {{"count", std::to_string(card.findings.size())}}) + "\n";
    for (std::size_t at = 0; at < told.moments.size() && at < finding.moments.size(); ++at) {
        if (finding.moments[at] >= view.cursor) break;
        const std::string time = format_loop_time(view.recording.loop_time_at(finding.moments[at] + 1));
        out += "  t=" + time + ": " + plain(told.moments[at]) + "\n";
    }
    out += "  " + std::string(in.text("findings.why")) + " " + told.why + "\n";
    return out + "  " + in.text("findings.advice") + " " + told.advice + "\n";
}

}  // namespace

Actions go_to(const loopscope::Finding& finding) {
    Actions actions{act::Seek{finding.last + 1, true}, act::ShowTab{BottomTab::findings}};
    if (!finding.tasks.empty()) actions.push_back(act::Select{.task = finding.tasks.front()});
    return actions;
}

std::string findings_text(const View& view) {
    const Language& in = *view.language;
    const FindingList list = list_findings(view);
    std::string out = std::string(in.text("findings.heading")) + "\n";
    if (list.held_back) return out + in.text("findings.held_back") + "\n";
    if (view.diagnosing) out += std::string(in.text("findings.looking")) + "\n";
    if (list.cards.empty())
        out += fill(in.text("findings.none"), {{"count", std::to_string(finding_kinds().size())}}) + "\n";
    for (const FindingCard& card : list.cards) out += text_of(view, card);
    if (list.later > 0) out += counted(in, list.later, "findings.later") + "\n";
    return out;
}

}  // namespace viz
