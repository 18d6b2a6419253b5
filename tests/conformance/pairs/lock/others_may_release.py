# S61: any task may release a lock; nobody may release one that is not held.
import asyncio


async def release(lock):
    lock.release()


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    await asyncio.create_task(release(lock))
    print("locked:", lock.locked())
    try:
        lock.release()
    except RuntimeError:
        print("refused")


asyncio.run(main())
