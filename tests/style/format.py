"""Checks that clang-format would change nothing: format.py ROOT

Versions of clang-format differ in small ways, so only the one that the project uses counts.
"""

import re
import shutil
import subprocess
import sys

from tree import Tree

SKIPPED = 77
FORMATTER = "clang-format-19"


def main():
    formatter = shutil.which(FORMATTER)
    if not formatter:
        print(f"There is no {FORMATTER} here, so the format is not checked. To get it: apt-get install {FORMATTER}")
        return SKIPPED
    tree = Tree(sys.argv[1])
    files = tree.under("runtime/", "lessons/", "visualizer/", "tests/")
    if not files:
        print("There are no sources to check.")
        return SKIPPED
    done = subprocess.run([formatter, "--dry-run", "--Werror", "--style=file", *files],
                          cwd=tree.root, capture_output=True, text=True, check=False)
    places = re.findall(r"^(\S+?):(\d+):\d+: error:", done.stderr, re.MULTILINE)
    first = {}
    for path, line in places:
        first.setdefault(path, line)
    for path, line in first.items():
        print(f"{path}:{line}: {FORMATTER} would write this differently. Run: {FORMATTER} -i {path}")
    if done.returncode and not first:
        print(done.stderr)
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
