// Words: the short phrases that several panels say about a recording.
//
// A panel and its text twin take their words from here, so that they cannot
// disagree. Every function tolerates ids that nobody has told of.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/lanes.hpp"
#include "monitor/recording.hpp"
#include "monitor/world.hpp"
#include "panels/view.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace viz {

// A recording, and the language in which to speak of it. A View is one.
struct Speaker {
    const loopscope::Recording& recording;
    const Language& language;

    Speaker(const View& view)
        : recording(view.recording), language(*view.language) {}  // NOLINT(google-explicit-constructor)
    Speaker(const loopscope::Recording& of, const Language& in) : recording(of), language(in) {}
    const char* word(const char* key) const { return language.text(key); }
};

// "1 turn", "3 turns", by the key "words.turns": its {count} is filled in; "words.turns_one" is for one.
std::string counted(const Language& language, std::uint64_t number, const char* key);
std::string duration_words(std::uint64_t ns);  // "2 s", "0.25 s", "20 ms"
std::string seconds_fixed(std::uint64_t ns);   // "0.200": for columns of numbers
// "runs", "ready", "waits", "done", "failed", "cancelled"
const char* state_word(const Language& language, loopscope::TaskState state);

// "line 14"; "" for an unknown place.
std::string line_words(const Speaker& speaker, loopscope::SiteId site);
// "fetch" for "aio::Coro<int> fetch(std::string, double)".
std::string function_words(std::string_view signature);
// The coroutine that is a task's body: "fetch_data"; "" if nobody told.
std::string body_words(const loopscope::Recording& recording, loopscope::TaskId task);
// The same for a task that the program gave no name ("Task-1"); "" for one with a name.
std::string body_of_nameless(const loopscope::Recording& recording, loopscope::TaskId task);
// What kind of object this is, and its name: "gather(3)", "lock db", "lock (line 31)".
std::string object_words(const Speaker& speaker, loopscope::ObjectId object);
// What goes on outside of the loop: "I/O: read", "thread".
std::string operation_words(const Language& language, loopscope::OperationKind kind, std::string_view label);
// What a wait is for: "sleep 2 s", "gather(3)", "task fetch-1".
std::string wait_words(const Speaker& speaker, loopscope::WaitReason reason, std::uint64_t wait_on);
// The task whose doing it was: the one that finished, cancelled or created; 0 for the loop (a timer).
loopscope::TaskId waker(const loopscope::Recording& recording, const loopscope::WakeEdge& wake);
// Whether it waited for an object that others had to finish for: a gather, a group ...
bool woken_by_child(const loopscope::Recording& recording, const loopscope::WakeEdge& wake);
// Why a task became ready, after its name: "created by main", "its sleep is over", "woken by fetch-1".
std::string wake_words(const Speaker& speaker, const loopscope::WakeEdge& wake);
// The wake-up whose task_ready is at `ready`; null if there is none.
const loopscope::WakeEdge* wake_at(const loopscope::Recording& recording, std::size_t ready);
// The last wake-up of a task (0: of any task that did not wake itself) before `cursor`; null if there is none.
const loopscope::WakeEdge* last_wake(const loopscope::Recording& recording, std::size_t cursor, loopscope::TaskId task);
// What a handle in the ready queue is called: a task's name, a callback's or timer's label.
std::string handle_words(const Speaker& speaker, const loopscope::ReadyEntry& entry);
// Why it is in the queue; "" if nobody told.
std::string handle_reason(const Speaker& speaker, const loopscope::ReadyEntry& entry);

}  // namespace viz
