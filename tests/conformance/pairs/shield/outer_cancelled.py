# S45: cancelling who awaits a shield leaves what is inside alone.
import asyncio


async def work():
    await asyncio.sleep(2)
    print("work is done")
    return "result"


async def waiter(task):
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("waiter met it")
        raise


async def main():
    task = asyncio.create_task(work())
    waiting = asyncio.create_task(waiter(task))
    await asyncio.sleep(1)
    waiting.cancel()
    print(await task)
    print("cancelled:", waiting.cancelled(), task.cancelled())


asyncio.run(main())
