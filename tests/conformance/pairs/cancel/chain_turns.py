# S30: down a chain of tasks a request goes at once; on the way back each costs a turn.
import asyncio


async def ticks():
    for i in range(10):
        print("turn", i)
        await asyncio.sleep(0)


async def nest(depth):
    try:
        if depth == 0:
            await asyncio.sleep(10)
        else:
            await asyncio.create_task(nest(depth - 1))
    except asyncio.CancelledError:
        print("depth", depth)
        raise


async def main():
    task = asyncio.create_task(nest(3))
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("main")
    await clock


asyncio.run(main())
