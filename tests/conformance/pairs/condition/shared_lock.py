# S63: two conditions may share a lock.
import asyncio


async def consumer(lock, filled, emptied, box):
    for _ in range(3):
        async with lock:
            await filled.wait_for(lambda: len(box) > 0)
            print("took", box.pop())
            emptied.notify()


async def producer(lock, filled, emptied, box):
    for i in range(3):
        async with lock:
            await emptied.wait_for(lambda: len(box) == 0)
            box.append(i)
            print("put", i)
            filled.notify()


async def main():
    lock = asyncio.Lock()
    filled, emptied = asyncio.Condition(lock), asyncio.Condition(lock)
    box = []
    await asyncio.gather(consumer(lock, filled, emptied, box), producer(lock, filled, emptied, box))


asyncio.run(main())
