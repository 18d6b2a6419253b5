"""Every rule by its name. A rule is a function from a Tree to an iterable of Findings."""

from rules import coroutines, headers, layers, prose, texts

RULES = {
    "layers": layers.check,
    "headers": headers.check_heads,
    "contracts": headers.check_contracts,
    "coroutines": coroutines.check,
    "length": texts.check_length,
    "functions": texts.check_function_length,
    "sleeps": texts.check_sleeps,
    "doubts": texts.check_doubts,
    "paths": texts.check_paths,
    "links": prose.check_links,
    "readme": prose.check_readme,
    "words": prose.check_words,
}
