# S44: cancelling who waits cancels the task that it waits for.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("work met it")
        raise


async def waiter(task):
    try:
        await asyncio.wait_for(task, 5)
    except asyncio.CancelledError:
        print("waiter met it")
        raise


async def main():
    task = asyncio.create_task(work())
    waiting = asyncio.create_task(waiter(task))
    await asyncio.sleep(1)
    waiting.cancel()
    await asyncio.sleep(1)
    print("cancelled:", waiting.cancelled(), task.cancelled())


asyncio.run(main())
