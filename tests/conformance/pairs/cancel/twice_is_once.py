# S32: two requests before the step: one CancelledError, two counted.
import asyncio


async def work():
    for i in range(2):
        try:
            await asyncio.sleep(1)
            print(i, "slept")
        except asyncio.CancelledError as error:
            print(i, "cancelled:", error)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    print(task.cancel("first"), task.cancel("second"))
    await task
    print("requests:", task.cancelling())
    print("taken back:", task.uncancel(), task.uncancel(), task.uncancel())


asyncio.run(main())
