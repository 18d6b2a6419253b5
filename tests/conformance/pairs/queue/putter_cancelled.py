# S68: a putter that was woken and then cancelled lets the next one in.
import asyncio


async def putter(queue, item):
    await queue.put(item)
    print("put", item)


async def main():
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    a = asyncio.create_task(putter(queue, "a"))
    b = asyncio.create_task(putter(queue, "b"))
    await asyncio.sleep(0)
    print("took", queue.get_nowait())
    a.cancel()
    await asyncio.sleep(1)
    print("a cancelled:", a.cancelled(), "b done:", b.done(), "next:", queue.get_nowait())


asyncio.run(main())
