"""Shapes of co_await that GCC 12 compiles into something else, found in what it may compile.

A condition with co_await can lose the whole body of the function (GCC PR 106188); an arm of a
conditional, a lambda with captures by value, a braced list and a new-expression are destroyed
twice or do not compile. Each has a plain way to say the same: name the value first.
"""

import re

from tree import Finding, closing, code_only, line_of

ON_PURPOSE = "// gcc12-unsafe: "  # and the reason, on the same line
CONDITION = re.compile(r"\b(if|while|switch|for)\s*(?:constexpr\s*)?\(")
STATEMENT = re.compile(r"[^;{}]+")  # so a lambda's body is a statement of its own
AWAIT = re.compile(r"\bco_await\b")
LAMBDA = re.compile(r"(?:(?<=[(,=&|?:])|(?<=co_await)|(?<=return))\s*\[([^\[\]]*)\]\s*(?=[(<]|mutable|->|$)")
BRACED = re.compile(r"\bco_await\s+[\w:]+(?:<[^;(){}]*>)?\(\s*\{")
NEW = re.compile(r"\bnew\s+[\w:<>]+\s*[({][^;{}]*\bco_await\b")
MACRO = re.compile(r"\b((?:REQUIRE|CHECK|WARN|ASSERT|EXPECT|INFO|CAPTURE|assert)\w*)\s*\(")


def check(tree):
    for path in tree.under("runtime/", "lessons/", "tests/aio/", "tests/lessons/"):
        text = tree.text(path)
        code, lines = code_only(text), text.splitlines()
        if AWAIT.search(code):
            for offset, sentence in in_code(code):
                line = line_of(code, offset)
                if ON_PURPOSE not in lines[line - 1]:
                    yield Finding(path, line, sentence)


def in_code(code):
    yield from in_conditions(code)
    yield from in_statements(code)
    for match in NEW.finditer(code):
        yield match.start(), "co_await inside a new-expression; name the value first."
    for match in BRACED.finditer(code):
        yield match.start(), "a braced list as an argument of a co_await; name the value first."
    for match in MACRO.finditer(code):
        if AWAIT.search(code, match.end(), closing(code, match.end() - 1)):
            yield match.start(), f"co_await inside {match[1]}: a macro may evaluate it twice; name the value first."


def in_conditions(code):
    for match in CONDITION.finditer(code):
        inside = code[match.end():closing(code, match.end() - 1)]
        if match[1] == "for":
            parts = inside.split(";")
            inside = parts[1] if len(parts) > 1 else ""  # a range-for evaluates its range once: safe
        if AWAIT.search(inside):
            yield match.start(), f"co_await in the {match[1]} condition; name the value first: `const bool ok = co_await ...`."


def in_statements(code):
    for match in STATEMENT.finditer(code):
        text = match[0]
        found = AWAIT.search(text)
        if not found:
            continue
        offset = match.start() + found.start()
        if "?" in text:
            yield offset, "co_await in a conditional expression; write if and else."
        for capture in LAMBDA.finditer(text, found.end()):
            if by_value(capture[1]):
                yield offset, f"a lambda that captures [{capture[1]}] by value inside a co_await; name the lambda first."


def by_value(captures):
    names = [name.strip() for name in captures.split(",") if name.strip()]
    return any(not name.startswith("&") and name != "this" for name in names)
