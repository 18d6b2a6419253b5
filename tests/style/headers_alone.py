"""Compiles every header by itself, so that any of them may be included first: headers_alone.py ROOT BUILD

Uses the flags of the nearest source file in BUILD/compile_commands.json. A header with
no source anywhere near is not part of this build, and is left out with a note. One that a
source of this build includes first stands alone as that source compiles: it is not compiled again.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

from tree import Tree

SKIPPED = 77
AREAS = ("runtime/monitor/", "runtime/aio/", "lessons/kit/", "visualizer/")
WITH_VALUE = {"-o", "-MF", "-MT", "-MQ", "-x"}
WITHOUT_VALUE = {"-c", "-MD", "-MMD", "-Winvalid-pch"}


def flags_of(entry):
    """The command of one source, without the source, its output and a compiler cache."""
    words = shlex.split(entry["command"]) if "command" in entry else list(entry["arguments"])
    if os.path.basename(words[0]) in ("ccache", "sccache"):
        words = words[1:]
    kept, skip = [words[0]], False
    for word in words[1:]:
        if skip:
            skip = False
        elif word in WITH_VALUE:
            skip = True
        elif word not in WITHOUT_VALUE and word != "--" and word != entry["file"]:
            kept.append(word)
    return kept


def common_length(left, right):
    return len(os.path.commonprefix([left.split("/"), right.split("/")]))


def nearest(header, commands):
    """The command whose source shares most folders with the header, from the same area."""
    area = next(area for area in AREAS if header.startswith(area))
    near = [path for path in commands if path.startswith(area)]
    return commands[max(near, key=lambda path: common_length(path, header))] if near else None


def included_first(root, source):
    """The header that a source includes before anything else; "" if that is none of ours in double quotes."""
    found = re.search(r'^#include (.*)$', (root / source).read_text(encoding="utf-8"), re.MULTILINE)
    if not found or not found.group(1).startswith('"'):
        return ""
    name = found.group(1).strip('"')
    # Sources name headers from the top of their layer, or from their own folder.
    for folder in ("runtime", "lessons", "visualizer", os.path.dirname(source)):
        if (root / folder / name).exists():
            return f"{folder}/{name}"
    return ""


def compile_alone(root, header, entry):
    # No object is made; unused things and a lone #pragma once are fine in a header taken alone.
    command = flags_of(entry) + ["-fsyntax-only", "-w", "-x", "c++", str(root / header)]
    done = subprocess.run(command, cwd=entry["directory"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    reason = next((line for line in done.stderr.splitlines() if "error:" in line), done.stderr.strip())
    return f"{header}:1: does not compile when it is included first; {reason.replace(str(root) + '/', '')}"


def main():
    root, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    database = build / "compile_commands.json"
    if not database.exists():
        print(f"There is no {database.name} in the build folder; configure with Ninja or Makefiles.")
        return SKIPPED
    commands = {}
    for entry in json.loads(database.read_text()):
        path = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        if path.startswith(f"{root}/"):
            commands.setdefault(os.path.relpath(path, root), entry)
    jobs, left_out = {}, []
    proven = {included_first(root, source) for source in commands if source.endswith(".cpp")}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for header in Tree(root).under(*AREAS, endings=(".hpp",)):
            if header in proven:
                continue
            entry = nearest(header, commands)
            if entry:
                jobs[header] = pool.submit(compile_alone, root, header, entry)
            else:
                left_out.append(header)
    problems = [job.result() for job in jobs.values() if job.result()]
    for header in left_out:
        print(f"{header}: not built here, left out.")
    print("\n".join(problems) or f"{len(jobs)} headers stand alone, and those that a source includes first.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
