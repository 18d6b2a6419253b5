# S03: timers fire by their deadlines, not in the order in which they were set.
import asyncio


def fired(name):
    print(name, f"{asyncio.get_running_loop().time():.1f}")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(3, fired, "three")
    loop.call_later(1, fired, "one")
    loop.call_later(2, fired, "two")
    loop.call_at(1.5, fired, "one and a half")
    await asyncio.sleep(4)
    fired("main")


asyncio.run(main())
