// Context: the lessons and where their programs are, for every command.
//
// Thread rule: the main thread.
#pragma once
#include "kit/book/catalogue.hpp"
#include "session/resources.hpp"

#include <string>

namespace cli {

struct Context {
    viz::Resources resources;
    book::Catalogue catalogue;
};

// Tells on stderr of lessons that cannot be read; status is not 0 if there are none at all.
int open_context(Context& context);

// The lesson of that number, name or part of a title; the first one for "". Null, with a
// complaint, if there is none. `or_command`: the word might be a misspelled command.
const book::Lesson* choose_lesson(const Context& context, const std::string& word, bool or_command);

// Whether a lesson's program was built; complains if not.
bool is_built(const Context& context, const book::Lesson& lesson);

}  // namespace cli
