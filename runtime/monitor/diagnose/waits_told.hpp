// How findings about waits are told: the ring of a deadlock edge by edge, and by what somebody waits for.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/diagnose.hpp"
#include "monitor/wording.hpp"

#include <string>

namespace loopscope {

// Gives the words {ring}, {more} and {told_at} to findings that have them.
void with_wait_words(Wording& wording, const Finding& finding, const Phrases& phrases);
// Which of its kind's claims fits: "_event" for "claim_event"; "" for the plain one.
std::string wait_claim(const Finding& finding);
// A task waits for what it holds itself: no other task has a part in it.
bool is_own_deadlock(const Finding& finding);

}  // namespace loopscope
