"""Runs an asyncio program on a clock that jumps: python3 virtual_asyncio.py PROGRAM.

When nothing is ready, the loop's time moves to the next timer at once, so that six
seconds of sleeping take none. Everything else is asyncio's own. A program that would
wait for ever, with no timer and no file to wait for, ends with an error.
"""
import asyncio
import runpy
import selectors
import sys

# A real clock moves on between two looks at it, so that of two timers with the same delay
# the one set first is due first. So does this one, by less than asyncio's own resolution.
TICK = 1e-12


class JumpingSelector(selectors.DefaultSelector):
    """Waits by moving the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.base = 0.0
        self.looks = 0

    @property
    def now(self) -> float:
        return self.base + self.looks * TICK

    def select(self, timeout=None):
        ready = super().select(0)
        if ready:
            return ready
        if timeout is None:
            # The loop's own wake-up socket is always there.
            if len(self.get_map()) <= 1:
                raise RuntimeError("nothing is ready, and no timer is set: the program would wait for ever")
            return super().select(None)
        # Without the looks that are in the deadline: all looks so far stay in the time, so that a timer
        # that is set after the jump is due after one that was set before it for the same moment.
        self.base = round(self.now + max(0.0, timeout), 6)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An asyncio loop on virtual time."""

    def __init__(self) -> None:
        self.jumping = JumpingSelector()
        super().__init__(self.jumping)

    def time(self) -> float:
        self.jumping.looks += 1
        return self.jumping.now


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Usage: virtual_asyncio.py PROGRAM; name one asyncio program.")
    # asyncio.run asks here for its loop, in every version since 3.7.
    asyncio.events.new_event_loop = VirtualLoop
    runpy.run_path(sys.argv[1], run_name="__main__")


if __name__ == "__main__":
    main()
