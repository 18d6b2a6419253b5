# S63: wait_for waits until its predicate holds, however often it is notified before.
import asyncio


async def waiter(condition, items):
    async with condition:
        await condition.wait_for(lambda: len(items) >= 3)
        print("three are there:", items)


async def main():
    condition = asyncio.Condition()
    items = []
    task = asyncio.create_task(waiter(condition, items))
    for i in range(4):
        await asyncio.sleep(1)
        async with condition:
            items.append(i)
            condition.notify_all()
            print("put", i)
    await task


asyncio.run(main())
