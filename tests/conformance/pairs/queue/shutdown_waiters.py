# needs 3.13: Queue.shutdown is new there
# S70: those who wait to get or to put look again and raise.
import asyncio


async def getter(queue, name):
    try:
        print(name, "got", await queue.get())
    except asyncio.QueueShutDown:
        print(name, "cannot get")


async def putter(queue, name):
    try:
        await queue.put(name)
        print(name, "put")
    except asyncio.QueueShutDown:
        print(name, "cannot put")


async def main():
    empty, full = asyncio.Queue(), asyncio.Queue(1)
    full.put_nowait("item")
    tasks = [asyncio.create_task(getter(empty, name)) for name in "ab"]
    tasks += [asyncio.create_task(putter(full, name)) for name in "cd"]
    await asyncio.sleep(1)
    full.shutdown()
    empty.shutdown()
    await asyncio.gather(*tasks)
    print("left:", full.get_nowait())


asyncio.run(main())
