# S46, S47: a timeout in the cleaning up of a cancelled task counts from there.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("requests:", asyncio.current_task().cancelling())
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(5)
    except TimeoutError:
        print("TimeoutError, requests:", asyncio.current_task().cancelling())
    return "done"


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    print(await task)


asyncio.run(main())
