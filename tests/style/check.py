"""Runs one rule, or all of them, over the project: check.py RULE|all ROOT"""

import sys

from rules import RULES
from tree import Tree


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in (*RULES, "all"):
        print(f"usage: check.py {'|'.join(RULES)}|all ROOT", file=sys.stderr)
        return 2
    tree = Tree(sys.argv[2])
    if not tree.files:
        print(f"There are no files in {sys.argv[2]}. Give the project's folder.", file=sys.stderr)
        return 2
    names = list(RULES) if sys.argv[1] == "all" else [sys.argv[1]]
    findings = [str(finding) for name in names for finding in RULES[name](tree)]
    print("\n".join(findings) or f"{len(tree.files)} files, nothing to say.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
