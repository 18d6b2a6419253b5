# S71: a LifoQueue gives the newest first, a PriorityQueue the smallest (no ties here).
import asyncio


async def main():
    newest, smallest = asyncio.LifoQueue(), asyncio.PriorityQueue()
    for item in (3, 1, 4, 2, 5):
        await newest.put(item)
        await smallest.put(item)
    print([newest.get_nowait() for _ in range(3)], [smallest.get_nowait() for _ in range(3)])
    newest.put_nowait(9)
    smallest.put_nowait(0)
    print([newest.get_nowait() for _ in range(3)], [smallest.get_nowait() for _ in range(3)])


asyncio.run(main())
