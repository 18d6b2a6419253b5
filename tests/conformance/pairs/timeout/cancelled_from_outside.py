# S47: a cancellation from outside stays a CancelledError.
import asyncio


async def work():
    try:
        async with asyncio.timeout(10):
            await asyncio.sleep(20)
    except TimeoutError:
        print("never")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled(), "requests:", task.cancelling())


asyncio.run(main())
