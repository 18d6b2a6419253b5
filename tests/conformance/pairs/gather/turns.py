# S16: who awaits a gather goes on two turns after the last child's cause, a future.
import asyncio


async def ticks():
    for i in range(5):
        print("turn", i)
        await asyncio.sleep(0)


async def waiter(future):
    await asyncio.gather(future)
    print("gathered")


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    future.set_result(None)
    await task
    await clock


asyncio.run(main())
