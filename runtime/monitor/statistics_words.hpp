// What statistics are told in: words from the language file, as all that is told of a run.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/narrate.hpp"
#include "monitor/sentence.hpp"
#include "monitor/statistics.hpp"

#include <string>

namespace loopscope {

// What was waited for, as a column has room for: "sleep", "locks".
std::string word_of(WaitReason reason, const Phrases& phrases = english());
// "fetch-3 sleeps (gather.cpp:14)"
Sentence tell(const CriticalLink& link, const Recording& recording, const Phrases& phrases = english());
// "gather.cpp:14", "" if unknown
std::string place_of_site(const Recording& recording, SiteId site);

}  // namespace loopscope
