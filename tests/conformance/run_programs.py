"""Runs the Python halves of pairs on virtual time: run_programs.py [--salt N] PROGRAM...

Prints, as JSON, the lines of each, or null for one that failed (its traceback goes to
stderr). Each runs in a process of its own, made by fork, which costs little. The salt
changes where objects lie in memory, and with it every order that depends on addresses.
"""
import argparse
import asyncio
import json
import os
import pathlib
import runpy
import selectors
import signal
import sys
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lessons"))
from virtual_asyncio import VirtualLoop  # noqa: E402

SECONDS = 30  # for a program that hangs


class ThreadAwareLoop(VirtualLoop):
    """While a function runs on another thread the clock does not jump: the loop really waits."""

    def __init__(self) -> None:
        super().__init__()
        self.on_threads = 0
        jump = self.jumping.select

        def select(timeout=None):
            if self.on_threads == 0:
                return jump(timeout)
            return selectors.DefaultSelector.select(self.jumping, 0 if timeout == 0 else None)

        self.jumping.select = select

    def run_in_executor(self, executor, function, *arguments):
        future = super().run_in_executor(executor, function, *arguments)
        self.on_threads += 1
        future.add_done_callback(self.back_from_thread)
        return future

    async def shutdown_default_executor(self, *arguments) -> None:
        self.on_threads += 1  # a thread of its own waits for the others to end
        try:
            await super().shutdown_default_executor(*arguments)
        finally:
            self.on_threads -= 1

    def back_from_thread(self, _) -> None:
        self.on_threads -= 1


def run_here(program: str) -> int:
    asyncio.events.new_event_loop = asyncio.new_event_loop = ThreadAwareLoop
    signal.alarm(SECONDS)
    try:
        runpy.run_path(program, run_name="__main__")
        sys.stdout.flush()
        return 0
    except BaseException:
        sys.stdout.flush()
        traceback.print_exc()
        return 1


def lines_of(program: str) -> list[str] | None:
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        status = run_here(program)
        sys.stderr.flush()
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as output:
        text = output.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        print(f"{program} failed after printing:\n{text}", file=sys.stderr)
        return None
    return text.splitlines()


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs the Python halves of pairs.")
    parser.add_argument("--salt", type=int, default=0)
    parser.add_argument("programs", nargs="+")
    arguments = parser.parse_args()
    # Holes of all sizes, so that what is made later lies elsewhere.
    ballast = [bytearray(16 * (1 + (i * (arguments.salt + 7)) % 61)) for i in range(200 * arguments.salt)]
    del ballast[:: 2 + arguments.salt % 5]
    print(json.dumps({program: lines_of(program) for program in arguments.programs}))


if __name__ == "__main__":
    main()
