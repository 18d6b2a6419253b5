# needs 3.13: Queue.shutdown is new there
# S70: shutdown(immediate=True) drops what is in, and join() passes.
import asyncio


async def joiner(queue):
    await queue.join()
    print("joined")


async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.put_nowait(2)
    task = asyncio.create_task(joiner(queue))
    await asyncio.sleep(1)
    queue.shutdown(immediate=True)
    print("size:", queue.qsize())
    await task
    try:
        queue.get_nowait()
    except asyncio.QueueShutDown:
        print("shut down")


asyncio.run(main())
