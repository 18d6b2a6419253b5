// How the Narrator's sentences are made, by what they are about. For narrate*.cpp.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/wording.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope {

std::string or_nameless(std::string_view name, const Wording& wording);
const char* by_count(std::uint64_t count, const char* none, const char* one, const char* many);
std::string keyed(EventKind kind, std::uint8_t detail);  // "task_ready.timer". REQUIRES: the detail is known
std::string keyed_outcome(const Event& event);           // "task_done.raised"

struct Wait {
    WaitReason reason = WaitReason::yield;
    std::uint64_t on = 0;
    TaskId holder = 0;  // who alone holds what it waits to acquire; 0: nobody, or several
};
// Fills in what the wait is for, and gives the end of its template's key: "acquire_held".
std::string name_wait(const Wait& wait, Wording& wording);
// `prefix` is "task_wait", or "waits" for a sentence without the task's name.
std::string say_wait(const std::string& prefix, const Wait& wait, Wording& wording);
std::string say_passed(const Wait& wait, Wording& wording);
std::string say_ready(std::size_t index, Wording& wording);       // a task_ready
std::string say_object(std::size_t index, Wording& wording);      // the kinds from 80 on
std::string say_operation(const Event& event, Wording& wording);  // from 96 on

}  // namespace loopscope
