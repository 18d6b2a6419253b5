# needs 3.13: before, the cancellation was lost
# S56: cancelled from outside while a child fails: the group's exception comes first, the
# cancellation at the next wait.
import asyncio


async def child():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise RuntimeError("child")


async def parent():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child())
    except ExceptionGroup as error:
        print([str(each) for each in error.exceptions], asyncio.current_task().cancelling())
    try:
        await asyncio.sleep(1)
        print("never")
    except asyncio.CancelledError:
        print("and then CancelledError")
        raise


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled())


asyncio.run(main())
