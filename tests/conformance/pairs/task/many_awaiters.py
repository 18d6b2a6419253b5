# S20: several tasks await one task; all get its result, in the order in which they came.
import asyncio


async def work():
    await asyncio.sleep(1)
    return 5


async def waiter(name, task):
    print(name, "got", await task)


async def main():
    task = asyncio.create_task(work())
    waiters = [asyncio.create_task(waiter(name, task)) for name in "abc"]
    for each in waiters:
        await each
    print("main got", await task)


asyncio.run(main())
