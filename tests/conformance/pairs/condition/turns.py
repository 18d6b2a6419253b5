# S16, S63: a notified waiter takes the lock again, which may cost it another turn.
import asyncio


async def ticks():
    for i in range(5):
        print("turn", i)
        await asyncio.sleep(0)


async def waiter(condition, name):
    async with condition:
        await condition.wait()
        print(name, "goes on")


async def main():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(condition, name)) for name in "ab"]
    await asyncio.sleep(1)
    clock = asyncio.create_task(ticks())
    async with condition:
        condition.notify_all()
    await asyncio.gather(*tasks)
    await clock


asyncio.run(main())
