# S67: get_nowait may take what a woken getter was woken for; that one waits on.
import asyncio


async def getter(queue):
    print("getter got", await queue.get())


async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(getter(queue))
    await asyncio.sleep(0)
    queue.put_nowait("first")
    print("main took", queue.get_nowait())
    await asyncio.sleep(1)
    print("done:", task.done())
    queue.put_nowait("second")
    await task


asyncio.run(main())
