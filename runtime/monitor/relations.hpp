// Relations: what a few events mean beside what they say.
//
// Who held the lock that a task began to wait for, who was next in line when it was given
// back, and which item somebody got: it is asked of the World just before the event,
// while it is at hand, so that no sentence has to fold a World of its own.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/event.hpp"
#include "monitor/world.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

class Relations {
public:
    // Event `index` is about to be folded into `before`; indexes ascend.
    void note(const Event& event, std::uint32_t index, const World& before) {
        if (event.kind == EventKind::task_wait || event.kind == EventKind::object_give ||
            event.kind == EventKind::object_get) {
            note_some(event, index, before);
        }
    }
    // What was noted of the event at `index`: a TaskId for a task_wait and an object_give, the sequence
    // number of an object_put for an object_get; 0: nothing.
    std::uint32_t of(std::size_t index) const;
    void let_go_before(std::size_t index);

private:
    struct Row {
        std::uint32_t index = 0;
        std::uint32_t other = 0;
    };
    void note_some(const Event& event, std::uint32_t index, const World& before);

    std::vector<Row> rows_;  // by index
};

}  // namespace loopscope
