# S55: cancelling who runs the group cancels the child; CancelledError comes out.
import asyncio


async def child():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("child met it")
        await asyncio.sleep(2)
        print("child cleaned up")
        raise


async def parent():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child())
    except asyncio.CancelledError:
        print("parent met it at", f"{asyncio.get_running_loop().time():.1f}")
        raise


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled(), "requests:", task.cancelling())


asyncio.run(main())
