# S12: sleep(0) gives way exactly once.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: (print("first"), loop.call_soon(print, "second")))
    await asyncio.sleep(0)
    print("back after one turn")
    await asyncio.sleep(0)
    print("back after two")


asyncio.run(main())
