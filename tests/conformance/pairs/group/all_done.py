# S52: the block ends when all its tasks have ended; their results are there then.
import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    print(name, "is done")
    return delay


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(work("a", 2))
        b = group.create_task(work("b", 1))
        print("the body ends")
    print(a.result(), b.result(), "at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
