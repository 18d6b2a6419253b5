// Sentence: words for a person, of which some name a thing that one can point at.
//
// A view draws a task's name so that it can be clicked; who only wants text takes plain().
//
// Thread rule: plain data, none.
#pragma once
#include "monitor/event.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope {

struct Piece {
    enum class About : std::uint8_t { nothing, task, object, operation, site };
    std::string text;
    About about = About::nothing;
    std::uint32_t id = 0;  // TaskId, ObjectId, OperationId or SiteId, by `about`

    friend bool operator==(const Piece&, const Piece&) = default;
};

using Sentence = std::vector<Piece>;
std::string plain(const Sentence& sentence);
// With a capital where it begins with a name of ours ("the lock db"). A task's name stays as the program has it.
Sentence capitalised(Sentence sentence);

}  // namespace loopscope
