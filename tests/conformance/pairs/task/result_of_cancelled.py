# S18, S28: a cancelled task has neither result nor exception; asking raises CancelledError.
import asyncio


async def main():
    task = asyncio.create_task(asyncio.sleep(100))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    print("done:", task.done(), "cancelled:", task.cancelled())
    try:
        task.result()
    except asyncio.CancelledError:
        print("result: cancelled")
    try:
        task.exception()
    except asyncio.CancelledError:
        print("exception: cancelled")


asyncio.run(main())
