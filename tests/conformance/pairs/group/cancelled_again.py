# S55: cancelled again while it waits for the child, the group waits on.
import asyncio


async def child():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        for i in range(2):
            try:
                await asyncio.sleep(2)
                print("cleaned up", i)
            except asyncio.CancelledError:
                print("disturbed", i)
        raise


async def parent():
    async with asyncio.TaskGroup() as group:
        group.create_task(child())


async def main():
    task = asyncio.create_task(parent())
    for _ in range(2):
        await asyncio.sleep(1)
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("at", f"{asyncio.get_running_loop().time():.1f}", task.cancelled(), task.cancelling())


asyncio.run(main())
