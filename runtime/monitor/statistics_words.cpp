#include "monitor/statistics_words.hpp"

#include "monitor/kinds.hpp"
#include "monitor/wording.hpp"

namespace loopscope {
namespace {

std::string key_of(WaitReason reason) {
    return kind_shape(EventKind::task_wait)->details[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string word_of(WaitReason reason, const Phrases& phrases) {
    const std::string key = "statistics.wait." + key_of(reason);
    const std::string_view word = phrases ? phrases(key) : std::string_view{};
    return std::string(word.empty() ? english()(key) : word);
}

Sentence tell(const CriticalLink& link, const Recording& recording, const Phrases& phrases) {
    Wording wording(recording, phrases);
    wording.with_task(link.task).with_place(link.site);
    return wording.tell("statistics.path." + (link.state == TaskState::waiting ? key_of(link.reason) : "run"));
}

std::string place_of_site(const Recording& recording, SiteId site) {
    const Site place = recording.site(site);
    if (place.line == 0) return {};
    return std::string(file_name(recording.string(place.file))) + ":" + std::to_string(place.line);
}

}  // namespace loopscope
