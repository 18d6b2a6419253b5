# S25: a coroutine that nobody awaited is reported when it goes, and never ran.
import asyncio
import warnings


async def work():
    print("never printed")


async def main():
    warnings.simplefilter("always")
    warnings.showwarning = lambda *_, **__: print("reported")
    coro = work()
    print("made")
    del coro
    print("gone")


asyncio.run(main())
