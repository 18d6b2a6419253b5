"""Every rule must catch its bad samples and let the good ones pass.

A sample is a small tree: {path: text}. A bad one says, as a part of the finding, what must be found.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import samples
from rules import RULES
from tree import Samples


def problems_of(rule):
    for files, wanted in samples.BAD.get(rule, []):
        found = [str(finding) for finding in RULES[rule](Samples(files))]
        if not any(wanted in finding for finding in found):
            yield f"{rule}: '{wanted}' was not found in {files}; found {found or 'nothing'}."
    for files in samples.GOOD.get(rule, []):
        found = [str(finding) for finding in RULES[rule](Samples(files))]
        if found:
            yield f"{rule}: {files} is fine, and yet: {found}"
    if not samples.BAD.get(rule) or not samples.GOOD.get(rule):
        yield f"{rule}: needs a bad and a good sample in tests/style/samples.py."


def run(script, *arguments):
    script = pathlib.Path(__file__).parent / script
    done = subprocess.run([sys.executable, "-B", script, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def problems_of_programs():
    """The two checks that need a compiler or a formatter, on a small project of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        monitor = folder / "runtime/monitor"
        monitor.mkdir(parents=True)
        (folder / ".clang-format").write_text("BasedOnStyle: Google\n")
        (monitor / "good.hpp").write_text("#pragma once\nint good();\n")
        (monitor / "bad.hpp").write_text("#pragma once\nstd::string   bad( );\n")
        (monitor / "any.cpp").write_text("int any();\n")

        compiler = next(filter(None, map(shutil.which, ("clang++-19", "clang++", "g++", "c++"))), None)
        if compiler:
            entry = {"directory": name, "file": f"{monitor}/any.cpp",
                     "command": f"ccache {compiler} -o any.o -c {monitor}/any.cpp"}
            (folder / "compile_commands.json").write_text(json.dumps([entry]))
            status, said = run("headers_alone.py", name, name)
            if status != 1 or "runtime/monitor/bad.hpp:1:" not in said or "good.hpp" in said:
                yield f"headers_alone.py: bad.hpp and only that should be named; status {status}: {said}"
        status, said = run("format.py", name)
        if status != 77 and (status != 1 or "bad.hpp:2:" not in said or "good.hpp" in said):
            yield f"format.py: bad.hpp and only that should be named; status {status}: {said}"


def main():
    problems = [problem for rule in RULES for problem in problems_of(rule)] + list(problems_of_programs())
    counted = sum(map(len, samples.BAD.values())) + sum(map(len, samples.GOOD.values()))
    print("\n".join(problems) or f"{counted} samples, {len(RULES)} rules, all as they should be.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
