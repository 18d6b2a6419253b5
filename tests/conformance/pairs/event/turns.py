# S16: a waiter goes on one turn after set().
import asyncio


async def ticks():
    for i in range(3):
        print("turn", i)
        await asyncio.sleep(0)


async def waiter(event):
    await event.wait()
    print("goes on")


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(waiter(event))
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    event.set()
    await task
    await clock


asyncio.run(main())
