// toml++, so that no text can bring the program down.
//
// Version 3.3 states as an assumption what a damaged text can make false ("[=", "a = [,"):
// with assertions it aborts, without them anything may happen. So it is compiled here from
// its headers with assertions that throw, under a name of its own, because the same
// library with other settings may be linked into the same program.
//
// Thread rule: none. Include it in one source file only.
#pragma once
#include <stdexcept>

namespace book::detail {

struct BrokenToml : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void require_toml(bool holds) {
    if (!holds) throw BrokenToml("something here is not TOML");
}

}  // namespace book::detail

// toml++ takes NDEBUG as the wish to have no assertions at all.
#undef NDEBUG
#define TOML_ASSERT(...) ::book::detail::require_toml(static_cast<bool>(__VA_ARGS__))
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#define toml toml_of_the_book
#include <toml++/toml.h>
