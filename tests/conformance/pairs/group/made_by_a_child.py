# S57: a child may make more tasks while the group waits for its end.
import asyncio


async def leaf(name):
    await asyncio.sleep(1)
    print(name, "at", f"{asyncio.get_running_loop().time():.1f}")


async def child(group):
    await asyncio.sleep(1)
    group.create_task(leaf("first leaf"))
    await asyncio.sleep(0.5)
    group.create_task(leaf("second leaf"))
    print("child ends")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(child(group))
    print("group ends at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
