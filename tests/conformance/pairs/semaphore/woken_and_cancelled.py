# S65: a waiter that got its permit and is cancelled passes it on.
import asyncio


async def work(semaphore, name):
    await semaphore.acquire()
    print(name, "has it")


async def main():
    semaphore = asyncio.Semaphore(0)
    a = asyncio.create_task(work(semaphore, "a"))
    b = asyncio.create_task(work(semaphore, "b"))
    await asyncio.sleep(0)
    semaphore.release()
    a.cancel()
    await asyncio.sleep(1)
    print("a cancelled:", a.cancelled(), "b done:", b.done(), "locked:", semaphore.locked())


asyncio.run(main())
