# S28: a task that raises CancelledError of its own accord ends cancelled.
import asyncio


async def work():
    await asyncio.sleep(1)
    raise asyncio.CancelledError("enough")


async def main():
    task = asyncio.create_task(work())
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled(), "requests:", task.cancelling())


asyncio.run(main())
