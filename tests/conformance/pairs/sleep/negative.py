# S12: a negative sleep is a sleep(0).
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: (print("first"), loop.call_soon(print, "second")))
    await asyncio.sleep(-5)
    print("back after one turn, at", f"{loop.time():.1f}")


asyncio.run(main())
