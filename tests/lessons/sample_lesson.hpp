// A small, valid lesson in memory, for tests to bend.
#pragma once
#include "kit/book/lesson_text.hpp"

#include <string>
#include <string_view>

namespace sample {

inline constexpr std::string_view kText = R"(+++
id = "greet"
title = "Saying hello"
tagline = "two words"
track = "foundations"
minutes = 5
concepts = ["greeting"]
needs = ["basics"]
misconceptions = ["M01"]

[[knobs]]
name = "delay"
label = "delay"
unit = "s"
minimum = 0.0
maximum = 2
step = 0.5
value = 1.0
+++

# First step

Some *prose* here.

```region
greet
```

```cpp
# this is no heading
```

```predict
id = "first"
kind = "order"
question = "Which order?"
lines = ["two", "one"]
explain = "One comes first."
```

```until
checkpoint = "greeted"
```

# Second step

More prose.

```predict
id = "how_long"
kind = "choice"
question = "How long?"
measure = "elapsed@greeted"
explain = "A second."
[[options]]
text = "one"
value = "1"
[[options]]
text = "none"
value = "0"
misconception = "M01"
because = "It ran."
```
)";

inline constexpr std::string_view kProgram = R"(#include "kit/lesson.hpp"

aio::Coro<> program() {
    // [greet]
    aio::print("one");
    if (true) {
        // [inner]
        aio::print("two");
        // [/inner]
    }
    // [/greet]
}
)";

inline book::LessonResult parse(std::string text = std::string(kText)) {
    return book::parse_lesson("lessons/07_greet", std::move(text), std::string(kProgram), "print('one')\n");
}

// The sample with one piece of text exchanged for another.
inline std::string with(std::string_view old_piece, std::string_view new_piece) {
    std::string text(kText);
    text.replace(text.find(old_piece), old_piece.size(), new_piece);
    return text;
}

}  // namespace sample
