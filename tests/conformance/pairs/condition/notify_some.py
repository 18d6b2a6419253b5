# S63: notify(n) wakes the first n; notify_all() wakes the rest.
import asyncio


async def waiter(condition, name):
    async with condition:
        await condition.wait()
        print(name, "goes on, locked:", condition.locked())


async def main():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(condition, name)) for name in "abcd"]
    await asyncio.sleep(0)
    async with condition:
        condition.notify(2)
        print("notified two")
    await asyncio.sleep(1)
    async with condition:
        condition.notify_all()
        print("notified all")
    await asyncio.gather(*tasks)


asyncio.run(main())
