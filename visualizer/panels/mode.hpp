// Mode: what the picture shows of the program, and how fast it moves.
//
// Thread rule: plain data, none.
#pragma once

namespace viz {

// One badge and one border colour each.
enum class Mode {
    live,    // the program goes on, the picture follows
    gate,    // the program stands at its next step; virtual time stands
    freeze,  // the picture stands, the program goes on
    travel,  // the cursor is in the past
    ended,   // the program is over, the cursor is at the end
    lost,    // the program crashed or was killed; what was recorded stays
};

// A pace without any waiting.
inline constexpr double kFastest = 1e9;

}  // namespace viz
