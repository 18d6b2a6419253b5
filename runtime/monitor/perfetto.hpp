// Perfetto: a recording as Chrome trace JSON, which ui.perfetto.dev and chrome://tracing open.
//
// A lane for the loop (its turns, their phases, each step and callback) and one for each task, in the
// order of the task tree: ready, run, and what it waits for. Arrows for who made, woke, ended or
// cancelled whom; counters for the ready queue, the timers and what is in each primitive; marks for
// what was printed and found. docs/exports.md tells it all.
//
// The file is written event by event, in the order of time; nothing of it is kept.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/export_clock.hpp"
#include "monitor/recording.hpp"

#include <iosfwd>

namespace loopscope {

void export_perfetto(const Recording& recording, std::ostream& out, ExportAxis axis);
void export_perfetto(const Recording& recording, std::ostream& out);  // on the usual axis

}  // namespace loopscope
