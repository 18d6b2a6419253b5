# S60: who releases a lock and wants it again at once waits its turn.
import asyncio


async def other(lock):
    async with lock:
        print("other")


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    task = asyncio.create_task(other(lock))
    await asyncio.sleep(0)
    lock.release()
    async with lock:
        print("main again")
    await task


asyncio.run(main())
