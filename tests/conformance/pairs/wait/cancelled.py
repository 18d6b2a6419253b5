# S41: cancelling who waits does not cancel what it waits for.
import asyncio


async def work():
    await asyncio.sleep(2)
    return "result"


async def waiter(task):
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        print("waiter gave up")
        raise


async def main():
    task = asyncio.create_task(work())
    waiting = asyncio.create_task(waiter(task))
    await asyncio.sleep(1)
    waiting.cancel()
    print(await task)
    print("cancelled:", waiting.cancelled(), task.cancelled())


asyncio.run(main())
