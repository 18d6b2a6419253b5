# S13, S75: tasks start in the order in which they were created, one made by a task last.
import asyncio


async def child(name):
    print("child", name)


async def parent(name):
    print("parent", name)
    asyncio.create_task(child(name))
    await asyncio.sleep(0)
    print("parent", name, "again")


async def main():
    for name in "abc":
        asyncio.create_task(parent(name))
    await asyncio.sleep(1)


asyncio.run(main())
