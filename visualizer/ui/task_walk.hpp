// Task walk: where the cursor goes along the life of the selected task.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <optional>

namespace viz {

// The cursors at which the selected task's next or last span (a step, a wait) has begun; nullopt if there
// is none, or no task is selected.
std::optional<std::size_t> next_span(const View& view);
std::optional<std::size_t> previous_span(const View& view);
// The same for each event of its steps, and each that made it ready.
std::optional<std::size_t> next_event_of_task(const View& view);
std::optional<std::size_t> previous_event_of_task(const View& view);

}  // namespace viz
