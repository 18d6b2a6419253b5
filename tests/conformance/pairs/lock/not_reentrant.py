# S61: a task that acquires a lock twice waits for itself.
import asyncio


async def twice(lock):
    await lock.acquire()
    print("once")
    try:
        await lock.acquire()
        print("never")
    except asyncio.CancelledError:
        print("had to be cancelled")
    lock.release()


async def main():
    lock = asyncio.Lock()
    task = asyncio.create_task(twice(lock))
    await asyncio.sleep(1)
    print("done:", task.done())
    task.cancel()
    await task
    print("locked:", lock.locked())


asyncio.run(main())
