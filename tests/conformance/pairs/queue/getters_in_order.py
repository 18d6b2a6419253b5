# S67: those who wait to get are served in order; the items stay in the queue until they run.
import asyncio


async def getter(queue, name):
    print(name, "got", await queue.get())


async def main():
    queue = asyncio.Queue()
    tasks = [asyncio.create_task(getter(queue, name)) for name in "abc"]
    await asyncio.sleep(0)
    for item in (1, 2, 3):
        queue.put_nowait(item)
    print("size:", queue.qsize())
    await asyncio.gather(*tasks)
    print("size:", queue.qsize())


asyncio.run(main())
