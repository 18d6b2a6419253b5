# S04: call_later(0) is a timer, and runs after what call_soon added in the same turn.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0, print, "later")
    loop.call_soon(print, "soon")
    await asyncio.sleep(0)
    print("one turn")
    await asyncio.sleep(0)
    print("two turns")


asyncio.run(main())
