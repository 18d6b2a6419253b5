# S16: who runs a group goes on three turns after the future that its child waits for is set.
import asyncio


async def ticks():
    for i in range(5):
        print("turn", i)
        await asyncio.sleep(0)


async def child(future):
    await future
    print("child ends")


async def parent(future):
    async with asyncio.TaskGroup() as group:
        group.create_task(child(future))
    print("group ends")


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(parent(future))
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    future.set_result(None)
    await task
    await clock


asyncio.run(main())
