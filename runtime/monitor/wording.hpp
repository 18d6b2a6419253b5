// Wording: fills a template with the names of things.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/narrate.hpp"
#include "monitor/sentence.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

struct FindingNames;

class Wording {
public:
    Wording(const Recording& recording, const Phrases& phrases) : recording_(recording), phrases_(phrases) {}

    Wording& with(std::string_view word, std::string value);
    // The same, of a thing that a reader can point at.
    Wording& with(std::string_view word, Piece piece);
    // A sentence within a sentence.
    Wording& with(std::string_view word, Sentence pieces);
    Wording& with_count(std::uint64_t count);                      // {count}
    Wording& with_task(TaskId id);                                 // {task}
    Wording& with_other(TaskId id);                                // {other}
    Wording& with_object(ObjectId id);                             // {what}
    Wording& with_place(SiteId id, std::string_view word = "at");  // " (lesson.cpp:14)", "" if unknown

    // What the Recording may have let go of is named as it is here. It stays where it is.
    Wording& knowing(const FindingNames& names);

    // The template of `key` with every {word} in it filled in; a template that the
    // language lacks is taken from English.
    std::string say(std::string_view key) const;
    // The same in pieces; one that stands for a task or a line says so.
    Sentence tell(std::string_view key) const;

    std::string timer(TimerId id) const;          // "the timer of fetch-1"
    std::string callback(CallbackId id) const;    // "the callback wake"
    std::string object(ObjectId id) const;        // "gather(3)", "the lock db", "the lock of bank.cpp:31"
    std::string operation(OperationId id) const;  // its label; "" if it has none
    // The item that the object_put at that index put: "'a letter'", "42"; "an item" if nobody knows.
    std::string item(std::optional<std::size_t> put) const;

    const Recording& recording() const { return recording_; }

private:
    std::string_view find(std::string_view key) const;
    const Sentence* value(std::string_view word) const;
    std::string task(TaskId id) const;

    const Recording& recording_;
    const Phrases& phrases_;
    const FindingNames* names_ = nullptr;
    struct Word {
        std::string_view word;
        Sentence pieces;
    };
    std::vector<Word> words_;
};

}  // namespace loopscope
