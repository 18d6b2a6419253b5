# S47: cancelled from outside on the turn on which the time is over: CancelledError wins.
import asyncio


async def work():
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(20)
    except TimeoutError:
        print("never")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(1, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled(), "requests:", task.cancelling())


asyncio.run(main())
