// Narration: what an event means, as one plain sentence for a newcomer.
//
// Sentences are made from templates ("{task} waits for {what}{at}") held
// in a language file, assets/language/en_narration.toml, table [narration]; the
// English one is built in. Every event kind has a template (tests/monitor/narrate).
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/recording.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

// Gives the template for a key such as "task_ready.timer", or "" if there is none.
using Phrases = std::function<std::string_view(std::string_view key)>;
const Phrases& english();
// The table [narration] of a language file, given as text; no phrases if it cannot be read.
// A phrase that a language lacks is told in English.
Phrases parse_phrases(std::string_view language_file);

class Narrator {
public:
    explicit Narrator(const Recording& recording, Phrases phrases = english());

    // One sentence for one event; "" for events that only mark time (see significant()).
    std::string sentence(std::size_t index) const;
    // One sentence for every event, also those.
    std::string describe(std::size_t index) const;
    // Whether a learner wants to hear of it. Not told: turn marks, polls that do not wait, the
    // ends of steps and callbacks (what ended them is told), and a task's root coroutine.
    static bool significant(const Event& event);
    // What happened between two stops: the sentences of [from, to), at most `most` lines. When there
    // are more, those of what tasks did (print, create, await, end) are kept rather than the loop's
    // bookkeeping (polls, timers, callbacks), and "..." before or behind one says that something is left out there.
    std::vector<std::string> sentences(std::size_t from, std::size_t to, std::size_t most) const;

private:
    bool told(std::size_t index) const;
    std::vector<std::size_t> worth_most(const std::vector<std::size_t>& all, std::size_t count) const;
    std::vector<std::string> with_gaps(const std::vector<std::size_t>& all, const std::vector<std::size_t>& chosen,
                                       bool cut) const;
    const Recording& recording_;
    Phrases phrases_;
};

// "sleeps until t=0.300 s", "waits for task fetch-2", "waits for gather(3)": without the task's name.
std::string describe_wait(const Recording& recording, const World& world, const TaskNow& task,
                          const Phrases& phrases = english());
std::string format_loop_time(std::uint64_t ns);     // "0.300 s"
std::string format_duration(std::uint64_t ns);      // "12.3 us"
std::string_view file_name(std::string_view path);  // the part after the last slash

}  // namespace loopscope
