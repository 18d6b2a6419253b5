# S15: a lock that is free is acquired without giving way.
import asyncio


async def main():
    lock = asyncio.Lock()
    asyncio.get_running_loop().call_soon(print, "callback")
    for _ in range(3):
        async with lock:
            print("held:", lock.locked())
    await asyncio.sleep(0)


asyncio.run(main())
