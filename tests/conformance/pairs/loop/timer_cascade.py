# S04: a timer set for "at once" by a timer waits for the next turn, however late it is.
import asyncio


def first(loop):
    print("first")
    loop.call_later(0, print, "from first")
    loop.call_soon(print, "soon from first")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(1, first, loop)
    loop.call_later(1.1, print, "second")
    await asyncio.sleep(2)
    print("done")


asyncio.run(main())
