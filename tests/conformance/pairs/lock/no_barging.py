# S60: who comes late stands behind one who was woken, though nobody holds the lock.
import asyncio


async def work(lock, name):
    async with lock:
        print(name)


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    tasks = [asyncio.create_task(work(lock, name)) for name in "ab"]
    await asyncio.sleep(0)
    lock.release()
    print("locked:", lock.locked())
    tasks.append(asyncio.create_task(work(lock, "late")))
    await asyncio.gather(*tasks)


asyncio.run(main())
