# S69: task_done() more often than items were put is refused.
import asyncio


async def main():
    queue = asyncio.Queue()
    try:
        queue.task_done()
    except ValueError:
        print("refused")
    queue.put_nowait(1)
    joined = asyncio.create_task(queue.join())
    await asyncio.sleep(0)
    queue.get_nowait()
    await asyncio.sleep(1)
    print("got, joined:", joined.done())
    queue.task_done()
    await joined
    try:
        queue.task_done()
    except ValueError:
        print("refused")


asyncio.run(main())
