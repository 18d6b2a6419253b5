#include "diagnosed.hpp"

#include <algorithm>
#include <stdexcept>

using loopscope::Finding;
using loopscope::Recording;

namespace {

void require(bool truth, const Finding& finding, const char* what) {
    if (!truth) throw std::logic_error(std::string(to_string(finding.kind)) + ": " + what);
}

void check(const Finding& finding, const Recording& recording) {
    require(finding.first <= finding.last && finding.last < recording.size(), finding, "its events are not there");
    require(std::ranges::is_sorted(finding.moments), finding, "its moments are out of order");
    for (const std::size_t moment : finding.moments) {
        // What made a finding surer came after it was known.
        const bool later = finding.kind == loopscope::FindingKind::busy_polling && moment < recording.size();
        require(moment >= finding.first && (moment <= finding.last || later), finding,
                "a moment is outside of its events");
    }
    for (const auto task : finding.tasks) {
        require(task == 0 || recording.task(task) != nullptr, finding, "there is no such task");
    }
    for (const auto object : finding.objects) {
        require(recording.object(object) != nullptr, finding, "there is no such object");
    }
    const loopscope::FindingText text = tell(finding, recording);
    const std::string claim = plain(text.claim);
    require(!text.title.empty() && !claim.empty() && !text.why.empty() && !text.advice.empty(), finding,
            "there are no words for it");
    require(claim.find("  ") == std::string::npos && claim.front() != ' ', finding, "a word of its claim is missing");
    require(text.moments.size() == finding.moments.size(), finding, "its moments are not all told");
}

}  // namespace

void Diagnosed::Keep::write(std::span<const loopscope::Event> slots) {
    if (!recording.append(slots)) throw std::logic_error(recording.error());
}

std::vector<std::string> Diagnosed::kinds() {
    pump_.reset();  // takes what is left
    std::vector<std::string> kinds;
    std::size_t known = 0;
    for (const Finding& finding : loopscope::diagnose(keep_.recording)) {
        check(finding, keep_.recording);
        require(finding.last >= known, finding, "it is not told in its turn");
        known = finding.last;
        kinds.emplace_back(to_string(finding.kind));
    }
    return kinds;
}
