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
// One JSON object: meta, every task, every object, and every event with named fields; texts and lines stand where
// they are meant, so that a reader needs no second source. docs/exports.md has the fields.
void export_json(const Recording& recording, std::ostream& out);

}  // namespace loopscope
