# S30: cancelling a task that awaits another cancels the other first.
import asyncio


async def inner():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("inner met it")
        raise


async def outer(task):
    try:
        await task
    except asyncio.CancelledError:
        print("outer met it")
        raise


async def main():
    task = asyncio.create_task(inner())
    above = asyncio.create_task(outer(task))
    await asyncio.sleep(0)
    above.cancel()
    print("requests:", above.cancelling(), task.cancelling())
    await asyncio.sleep(1)
    print("cancelled:", above.cancelled(), task.cancelled())


asyncio.run(main())
