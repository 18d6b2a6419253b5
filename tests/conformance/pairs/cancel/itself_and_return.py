# S33: a task that cancels itself and returns without giving way ends cancelled.
import asyncio


async def work():
    asyncio.current_task().cancel()
    return 5


async def main():
    task = asyncio.create_task(work())
    try:
        print(await task)
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled())


asyncio.run(main())
