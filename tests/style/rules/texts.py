"""Rules about any text: how long it may be, and words that must not be in it."""

import re

from tree import CPP, Finding, code_only, line_of

LENGTH = 500
# Longer on purpose, with the reason. Empty is best.
LONG_ON_PURPOSE = {}

FUNCTION_LENGTH = 60
FUNCTION_HEAD = re.compile(r"\)[\w\s:<>,&*()\->\[\]\"{}]*$")
NO_FUNCTION = re.compile(r"^\s*(?:namespace|class|struct|enum|union)\b[^()]*$|=\s*$|^\s*(?:if|for|while|switch)\b")

SLEEP = re.compile(r"\bthis_thread::sleep_(?:for|until)\b|\b(?:usleep|nanosleep)\b")
DOUBT = re.compile(r"\bTODO\(now\)|\bFIXME\b|\bXXX\b|\bHACK\b")
MACHINE_PATH = re.compile(rb"(?:^|[\s\"'`=(:,<>\[\0])(/(?:home|root|work)/[\w.-]|/(?:root|work)(?=[\s\"'`),;]))", re.MULTILINE)
OWN = "tests/style/"  # the rules and their samples name what they forbid


def check_length(tree):
    for path in tree.files:
        if path.endswith(CPP + (".py", ".sh", ".cmake", ".txt", ".md", ".toml")) and path not in LONG_ON_PURPOSE:
            count = tree.text(path).count("\n")
            if count > LENGTH:
                yield Finding(path, count, f"{count} lines, {LENGTH} are allowed; split it by concept.")


# A block is a function's when its head ends in a parameter list and no enclosing block is one.
def functions(code):
    """(offset of the body, offset of its end) of every function in C++ text without comments."""
    blocks, at = [], 0
    for match in re.finditer(r"[;{}]", code):
        start = at
        if match[0] == "{":
            head = code[at:match.start()]
            is_function = bool(FUNCTION_HEAD.search(head)) and not NO_FUNCTION.search(head)
            blocks.append((at, match.start(), is_function))
        elif match[0] == "}" and blocks:
            start, body, is_function = blocks.pop()
            if is_function and not any(outer for _, _, outer in blocks):
                yield body, match.start()
        # In `X() : a_{1}, b_{2} {` the head goes on behind each member's braces.
        goes_on = match[0] == "}" and re.match(r"\s*[,{]", code[match.end():match.end() + 100])
        at = start if goes_on else match.end()


def check_function_length(tree):
    for path in tree.under("runtime/", "lessons/", "visualizer/"):
        code = code_only(tree.text(path))
        for start, end in functions(code):
            count = code.count("\n", start, end)
            if count > FUNCTION_LENGTH:
                yield Finding(path, line_of(code, start),
                              f"a function of {count} lines, {FUNCTION_LENGTH} are allowed; give its parts names.")


def check_sleeps(tree):
    for path in tree.under("tests/"):
        code = code_only(tree.text(path))
        for match in SLEEP.finditer(code):
            yield Finding(path, line_of(code, match.start()),
                          f"{match[0]} in a test; wait for what the test needs, or use the virtual clock.")


def check_doubts(tree):
    for path in tree.files:
        if path.startswith(OWN) or not path.endswith(CPP + (".py", ".sh", ".cmake", ".txt", ".md", ".toml", "loopscope", "run-tests")):
            continue
        text = tree.text(path)
        for match in DOUBT.finditer(text):
            yield Finding(path, line_of(text, match.start()), f"{match[0]} left behind; do it or write an issue.")


def check_paths(tree):
    for path in tree.files:
        if path.startswith(OWN):
            continue
        content = tree.bytes(path)
        for match in MACHINE_PATH.finditer(content):
            line = content.count(b"\n", 0, match.start(1)) + 1
            yield Finding(path, line, f"a path of somebody's machine ({match[1].decode()}...); name it from the project's folder.")
