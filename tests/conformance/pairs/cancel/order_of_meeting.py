# S28: several cancelled tasks meet it in the order in which they were asked; one that is
# ready keeps its place in the queue.
import asyncio


async def work(name, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "met it")
        raise


async def main():
    tasks = [asyncio.create_task(work(name, delay)) for name, delay in (("a", 10), ("b", 10), ("c", 10), ("d", 0))]
    await asyncio.sleep(0)
    for i in (2, 3, 0, 1):
        tasks[i].cancel()
    await asyncio.sleep(1)
    print([task.cancelled() for task in tasks])


asyncio.run(main())
