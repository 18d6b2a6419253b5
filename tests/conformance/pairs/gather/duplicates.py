# S37: the same task given twice stands twice in the results, and runs once.
import asyncio


async def work(value):
    print("work", value)
    return value


async def main():
    task = asyncio.create_task(work(9))
    print(await asyncio.gather(task, work(1), task))


asyncio.run(main())
