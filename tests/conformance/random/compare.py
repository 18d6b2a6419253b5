"""Random programs do the same in CPython and in aio.

    python3 compare.py AIO_SIDE [--seed N] [--count N] [--python PROGRAM] [--show]

Where they differ, the smallest program that still shows it is printed, with both sides'
lines. The Python is the newest that verify.py finds; with one older than 3.13 only what it
shares with aio is tried, and that is said. Ends with status 77 if there is none.
"""
import argparse
import json
import pathlib
import queue
import random
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from generate import Generator
from language import OPERATIONS, as_python, shared_with
from shrink import smaller
from verify import SKIPPED, choose

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT = 20  # seconds for one program; a good one takes milliseconds
MOST_SHOWN = 3


class Side:
    """A process that runs programs: one a line in, its lines out."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answers: queue.Queue = queue.Queue()
        threading.Thread(target=self.listen, args=(self.process, self.answers), daemon=True).start()
        self.version = self.answers.get(timeout=TIMEOUT)

    @staticmethod
    def listen(process, answers) -> None:
        for line in process.stdout:
            answers.put(json.loads(line))
        answers.put(None)

    def run(self, program: dict) -> list[str]:
        try:
            self.process.stdin.write(json.dumps(program) + "\n")
            self.process.stdin.flush()
            lines = self.answers.get(timeout=TIMEOUT)
        except (queue.Empty, BrokenPipeError):
            lines = None
        if lines is not None:
            return lines
        self.process.kill()
        status = self.process.wait()
        self.start()
        return [f"{self.name} crashed or hung (status {status})"]


def side_by_side(ours: list[str], theirs: list[str]) -> str:
    width = max([len("aio"), *map(len, ours)]) + 2
    rows = []
    for place in range(max(len(ours), len(theirs))):
        left = ours[place] if place < len(ours) else ""
        right = theirs[place] if place < len(theirs) else ""
        rows.append(f"{'  ' if left == right else '> '}{left:<{width}}{right}")
    return "\n".join([f"  {'aio':<{width}}CPython", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description="Random programs do the same in CPython and in aio.")
    parser.add_argument("aio_side", help="the program random_aio")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--python", help="which CPython to compare with; otherwise the newest in PATH")
    parser.add_argument("--show", action="store_true", help="print each program instead of comparing")
    options = parser.parse_args()

    chosen = choose()
    python = options.python or (chosen[0] if chosen else None)
    if python is None:
        print("There is no Python of 3.11 or newer that starts; name one by --python or LOOPSCOPE_PYTHON.")
        sys.exit(SKIPPED)
    theirs = Side("CPython", [python, "-B", str(HERE / "asyncio_side.py")])
    ours = Side("aio", [options.aio_side])
    version = tuple(theirs.version)
    allowed = shared_with(version)
    left_out = sorted(set(OPERATIONS) - allowed)
    if left_out:
        print(f"Python {version[0]}.{version[1]} differs from 3.13 in, or lacks: {', '.join(left_out)}. Left out.")
    generator = Generator(random.Random(options.seed), allowed)

    differing = 0
    lines = 0
    for number in range(options.count):
        program = generator.program()
        if options.show:
            print(f"# program {number} of seed {options.seed}\n{as_python(program)}\n")
            continue
        left, right = ours.run(program), theirs.run(program)
        lines += len(right)
        if left == right:
            continue
        differing += 1
        if differing <= MOST_SHOWN:
            small = smaller(program, lambda candidate: ours.run(candidate) != theirs.run(candidate))
            print(f"program {number} of seed {options.seed} differs; the smallest that shows it:\n\n{as_python(small)}\n")
            print(side_by_side(ours.run(small), theirs.run(small)))
            print(json.dumps(small) + "\n")
    if options.show:
        return
    print(f"{options.count} programs of seed {options.seed}, {lines} lines: {differing} differ.")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
