# S16: a getter goes on one turn after the put, a joiner one after the last task_done.
import asyncio


async def ticks():
    for i in range(4):
        print("turn", i)
        await asyncio.sleep(0)


async def getter(queue):
    print("got", await queue.get())
    queue.task_done()


async def joiner(queue):
    await queue.join()
    print("joined")


async def main():
    queue = asyncio.Queue()
    get = asyncio.create_task(getter(queue))
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    queue.put_nowait("item")
    join = asyncio.create_task(joiner(queue))
    await asyncio.gather(get, join, clock)


asyncio.run(main())
