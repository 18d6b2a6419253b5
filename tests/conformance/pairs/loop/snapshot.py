# S02: a turn runs what was ready when it began; what that adds runs on the next turn.
import asyncio


def a(loop):
    print("a")
    loop.call_soon(print, "added by a")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(a, loop)
    loop.call_soon(print, "b")
    await asyncio.sleep(0)
    print("one turn later")
    await asyncio.sleep(0)
    print("two turns later")


asyncio.run(main())
