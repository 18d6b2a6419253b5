"""What the monitor finds in random programs makes sense, and it reads them all.

    python3 diagnose.py AIO_SIDE [--seed N] [--count N]

A finding points to events and things that are there, and words tell it: random_aio asks that of each.
What is found of cancellations is held against the lines that the program printed.
"""
import argparse
import collections
import json
import random
import subprocess
import sys

from generate import Generator
from language import OPERATIONS


def contradictions(lines: list[str], kinds: list[str]) -> list[str]:
    """What the lines say otherwise."""
    said = []
    if "swallowed_cancellation" in kinds and not any(": caught CancelledError" in line for line in lines):
        said.append("a cancellation was swallowed, and nobody caught one")
    started = {line.split()[1] for line in lines if line.endswith(": starts")}
    ends = [line.split()[2:] for line in lines if line.endswith(" was cancelled")]
    unstarted = [name for name, *_ in ends if name + ":" not in started]
    if len(unstarted) > kinds.count("cancelled_before_start"):
        said.append(f"{', '.join(unstarted)} never started, and that was not found")
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description="What the monitor finds in random programs makes sense.")
    parser.add_argument("aio_side", help="the program random_aio")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400)
    options = parser.parse_args()

    generator = Generator(random.Random(options.seed), set(OPERATIONS))
    programs = "".join(json.dumps(generator.program()) + "\n" for _ in range(options.count))
    run = subprocess.run([options.aio_side, "--diagnose"], input=programs, capture_output=True, text=True, timeout=250)
    answers = [json.loads(line) for line in run.stdout.splitlines()[1:]]
    kinds = collections.Counter(kind for answer in answers for kind in answer["kinds"])
    bad = 0
    for number, answer in enumerate(answers):
        for contradiction in contradictions(answer["lines"], answer["kinds"]):
            print(f"Program {number} of seed {options.seed}: {contradiction}.")
            bad += 1
    for kind, times in sorted(kinds.items()):
        print(f"{times:6} {kind}")
    if run.returncode != 0 or len(answers) != options.count:
        print(f"It stopped at program {len(answers)} of seed {options.seed}: {run.stderr[-500:]}")
        sys.exit(1)
    for kind in ("swallowed_cancellation", "cancelled_before_start"):
        if kinds[kind] == 0:
            print(f"Not one {kind} in {options.count} programs: that cannot be.")
            bad += 1
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
