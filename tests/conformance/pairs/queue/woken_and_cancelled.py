# S68: a getter that was woken and then cancelled passes it on; the item is not lost.
import asyncio


async def getter(queue, name):
    print(name, "got", await queue.get())


async def main():
    queue = asyncio.Queue()
    a = asyncio.create_task(getter(queue, "a"))
    b = asyncio.create_task(getter(queue, "b"))
    await asyncio.sleep(0)
    queue.put_nowait("item")
    a.cancel()
    await asyncio.sleep(1)
    print("a cancelled:", a.cancelled(), "b done:", b.done(), "size:", queue.qsize())


asyncio.run(main())
