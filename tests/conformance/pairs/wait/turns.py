# S16: who waits goes on two turns after the last one is done.
import asyncio


async def ticks():
    for i in range(4):
        print("turn", i)
        await asyncio.sleep(0)


async def waiter(future):
    await asyncio.wait([future])
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
