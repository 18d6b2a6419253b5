// Exports: a recording as text that other tools and people read.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/kinds.hpp"
#include "monitor/recording.hpp"

#include <iosfwd>

namespace loopscope {

// One line an event: sequence, loop time, kind, and the narration's sentence.
void export_text(const Recording& recording, std::ostream& out);
// One JSON object: meta, strings resolved, an array of events with named fields.
void export_json(const Recording& recording, std::ostream& out);

}  // namespace loopscope
