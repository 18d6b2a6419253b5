# S01: call_soon is first come, first served.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    for i in range(4):
        loop.call_soon(print, "callback", i)
    print("nothing ran yet")
    await asyncio.sleep(0)
    print("all ran")


asyncio.run(main())
