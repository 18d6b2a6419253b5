# S03: a timer whose time has passed comes after what is ready already.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(1)
    loop.call_at(0.5, print, "past")
    loop.call_soon(print, "soon")
    print("both stand")
    await asyncio.sleep(0.1)
    print("done")


asyncio.run(main())
