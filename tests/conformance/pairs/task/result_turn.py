# S16: who awaits a task goes on one turn after it is done.
import asyncio


async def ticks():
    for i in range(6):
        print("turn", i)
        await asyncio.sleep(0)


async def work():
    await asyncio.sleep(0)
    print("work is done")


async def main():
    clock = asyncio.create_task(ticks())
    task = asyncio.create_task(work())
    await task
    print("main goes on")
    await clock


asyncio.run(main())
