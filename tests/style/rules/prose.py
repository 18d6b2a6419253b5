"""Rules about the documents: links that lead somewhere, a README that is read, one word for one thing."""

import posixpath
import re
import urllib.parse

from tree import Finding, line_of

README_LINES = 150
LINK = re.compile(r"!?\[[^\]\n]*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
# A suspended task holds nothing up. The word for it is "waits" (docs/glossary.md).
BLOCKED_TASK = re.compile(r"\btasks?\s+(?:that\s+)?(?:is|are|was|were|gets?|being)\s+blocked\b|\bblocked\s+tasks?\b", re.IGNORECASE)
MAY_NAME_IT = {"docs/glossary.md", "docs/misconceptions.md"}


def blanked(text):
    """Markdown with code blanked out: what stands in code is no link."""
    hide = lambda match: re.sub(r"[^\n]", " ", match[0])
    return CODE.sub(hide, FENCE.sub(hide, text))


def anchors(text):
    """As the usual renderers make them from headings: lower case, dashes, no punctuation."""
    names = set()
    for heading in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        names.add(re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-"))
    return names


def check_links(tree):
    for path in [path for path in tree.files if path.endswith(".md")]:
        text = blanked(tree.text(path))
        for match in LINK.finditer(text):
            target = urllib.parse.unquote(match[1])
            if re.match(r"[a-z][a-z+.-]*:", target):
                continue
            name, _, anchor = target.partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
            line = line_of(text, match.start())
            if not tree.exists(place):
                yield Finding(path, line, f"the link to {target} leads nowhere.")
            elif anchor and place.endswith(".md") and anchor not in anchors(tree.text(place)):
                yield Finding(path, line, f"{place} has no heading for #{anchor}.")


def check_readme(tree):
    if "README.md" not in tree.files:
        yield Finding("README.md", 1, "there is no README.md.")
        return
    count = tree.text("README.md").count("\n")
    if count > README_LINES:
        yield Finding("README.md", count, f"{count} lines, {README_LINES} are allowed; the rest belongs into docs/.")


def check_words(tree):
    for path in tree.files:
        if not path.endswith((".md", ".hpp", ".cpp", ".toml")) or path in MAY_NAME_IT or path.startswith("tests/style/"):
            continue
        text = tree.text(path)
        for match in BLOCKED_TASK.finditer(text):
            yield Finding(path, line_of(text, match.start()), f"'{match[0]}': a suspended task waits; only a thread or the loop is blocked.")
