# S28: what a cancelled task raises instead is what its awaiter meets.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise RuntimeError("could not clean up")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except RuntimeError as error:
        print(error)
    print("cancelled:", task.cancelled(), "requests:", task.cancelling())


asyncio.run(main())
