# S16: a waiter runs one turn after the release.
import asyncio


async def ticks():
    for i in range(3):
        print("turn", i)
        await asyncio.sleep(0)


async def waiter(lock):
    await lock.acquire()
    print("acquired")


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    task = asyncio.create_task(waiter(lock))
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    lock.release()
    await task
    await clock


asyncio.run(main())
