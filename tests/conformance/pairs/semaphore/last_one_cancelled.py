# S65: when the last waiter is cancelled after it got its permit, the permit is free again.
import asyncio


async def main():
    semaphore = asyncio.Semaphore(0)
    task = asyncio.create_task(semaphore.acquire())
    await asyncio.sleep(0)
    print("locked:", semaphore.locked())
    semaphore.release()
    print("locked:", semaphore.locked())
    task.cancel()
    await asyncio.sleep(0)
    print("cancelled:", task.cancelled(), "locked:", semaphore.locked())
    await semaphore.acquire()
    print("acquired")


asyncio.run(main())
