# S61: a waiter that was woken and then cancelled passes the lock on.
import asyncio


async def work(lock, name):
    async with lock:
        print(name, "holds it")


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    a = asyncio.create_task(work(lock, "a"))
    b = asyncio.create_task(work(lock, "b"))
    await asyncio.sleep(0)
    lock.release()
    a.cancel()
    await asyncio.gather(a, b, return_exceptions=True)
    print("cancelled:", a.cancelled(), "locked:", lock.locked())


asyncio.run(main())
