// Moments of a run that a lesson's text can name.
//
//   checkpoint:NAME   a checkpoint is passed
//   print:LINE        a line is printed
//   created:TASK      a task is created; by its name
//   started:TASK      its first step begins
//   done:TASK         it is finished
//   next_step@NAME    the first step after a checkpoint begins
//   next_print@NAME   the first line after a checkpoint is printed
//
// What happens several times counts where it happens first.
//
// Thread rule: plain functions; one thread, the Recording's.
#pragma once
#include "monitor/recording.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace book {

bool is_moment(std::string_view text);

// The cursor just behind it; nullopt: no such moment, or the run has not come to it.
std::optional<std::size_t> find_moment(std::string_view text, const loopscope::Recording& recording);

// The index of the first passing of a checkpoint.
std::optional<std::size_t> first_passing(const loopscope::Recording& recording, std::string_view checkpoint);
// The first of some ascending indexes that lies behind `index`.
std::optional<std::size_t> first_after(std::span<const std::uint32_t> indexes, std::size_t index);

}  // namespace book
