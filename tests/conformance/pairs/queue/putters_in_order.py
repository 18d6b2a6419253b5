# S67: those who wait to put are served in order.
import asyncio


async def putter(queue, item):
    await queue.put(item)
    print("put", item)


async def main():
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    tasks = [asyncio.create_task(putter(queue, item)) for item in (1, 2, 3)]
    await asyncio.sleep(0)
    try:
        queue.put_nowait(9)
    except asyncio.QueueFull:
        print("full")
    print("took", queue.get_nowait())
    for _ in range(3):
        print("got", await queue.get())
    await asyncio.gather(*tasks)


asyncio.run(main())
