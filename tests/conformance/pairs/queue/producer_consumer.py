# S67: a small queue between two tasks; each waits for the other.
import asyncio


async def producer(queue):
    for i in range(5):
        await queue.put(i)
        print("put", i, "size", queue.qsize())


async def consumer(queue):
    for _ in range(5):
        item = await queue.get()
        print("got", item)
        await asyncio.sleep(1)


async def main():
    queue = asyncio.Queue(2)
    await asyncio.gather(producer(queue), consumer(queue))
    print("empty:", queue.empty())


asyncio.run(main())
