# needs 3.12: before, wait_for of a future took a turn more
# S16: who waits for a future goes on one turn after it is set.
import asyncio


async def ticks():
    for i in range(3):
        print("turn", i)
        await asyncio.sleep(0)


async def waiter(future):
    await asyncio.wait_for(future, 5)
    print("goes on")


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    future.set_result(None)
    await task
    await clock


asyncio.run(main())
