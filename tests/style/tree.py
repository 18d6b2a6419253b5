"""The project's files as the rules see them, and how a rule reports what it found."""

import dataclasses
import functools
import os
import pathlib
import re
import subprocess

CPP = (".hpp", ".cpp")
IGNORED_FOLDERS = {".git", "build", "workspace", "__pycache__"}


@dataclasses.dataclass(frozen=True)
class Finding:
    path: str
    line: int
    sentence: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.sentence}"


class Tree:
    """Files by their path from the project's root, with forward slashes."""

    def __init__(self, root):
        self.root = pathlib.Path(root)

    @functools.cached_property
    def files(self):
        return sorted(path for path in (self._from_git() or self._from_disk()) if (self.root / path).is_file())

    def bytes(self, path):
        return (self.root / path).read_bytes()

    def text(self, path):
        return self.bytes(path).decode("utf-8", errors="replace")

    def exists(self, path):
        return (self.root / path).exists()

    def under(self, *folders, endings=CPP):
        return [path for path in self.files if path.startswith(tuple(folders)) and path.endswith(endings)]

    # Everything that git would commit; None where there is no git, as in a source archive.
    def _from_git(self):
        command = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        try:
            shown = subprocess.run(command, capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return None
        return [name.decode() for name in shown.split(b"\0") if name]

    def _from_disk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in IGNORED_FOLDERS]
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/")


class Samples(Tree):
    """A tree made of a dictionary, for the rules' own tests."""

    def __init__(self, files):
        super().__init__(".")
        self.contents = {path: text.encode() for path, text in files.items()}
        self.files = sorted(self.contents)

    def bytes(self, path):
        return self.contents[path]

    def exists(self, path):
        path = path.rstrip("/")
        return path in self.contents or any(other.startswith(path + "/") for other in self.contents)


TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<!\w)'(?:\\.|[^'\\\n])*'""",
    re.DOTALL,
)


def code_only(text):
    """C++ text with comments, strings and characters blanked out; lines and columns stay."""

    def blank(match):
        word = re.sub(r"[^\n]", " ", match[0])
        return word if match[0][0] == "/" else '"' + word[1:-1] + '"' if len(word) > 1 else word

    return TOKEN.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def closing(text, opening):
    """The offset of the bracket that closes the one at `opening`; the text's end if none does."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    depth = 0
    for offset in range(opening, len(text)):
        if text[offset] in pairs:
            depth += 1
        elif text[offset] in pairs.values():
            depth -= 1
            if depth == 0:
                return offset
    return len(text)
