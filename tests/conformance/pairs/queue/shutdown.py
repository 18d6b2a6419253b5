# needs 3.13: Queue.shutdown is new there
# S70: after shutdown() nothing goes in; what is in comes out, then get raises.
import asyncio


async def main():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.shutdown()
    try:
        queue.put_nowait(2)
    except asyncio.QueueShutDown:
        print("put_nowait: shut down")
    try:
        await queue.put(2)
    except asyncio.QueueShutDown:
        print("put: shut down")
    print("got", await queue.get())
    try:
        await queue.get()
    except asyncio.QueueShutDown:
        print("get: shut down")
    try:
        queue.get_nowait()
    except asyncio.QueueShutDown:
        print("get_nowait: shut down")


asyncio.run(main())
