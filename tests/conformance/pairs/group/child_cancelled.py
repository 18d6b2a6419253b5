# S55: a child that is cancelled by itself disturbs nobody.
import asyncio


async def work():
    await asyncio.sleep(3)
    print("work is done")


async def main():
    async with asyncio.TaskGroup() as group:
        gone = group.create_task(asyncio.sleep(10))
        group.create_task(work())
        await asyncio.sleep(1)
        gone.cancel()
    print("cancelled:", gone.cancelled(), "at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
