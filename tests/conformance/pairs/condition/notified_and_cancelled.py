# needs 3.13: before, the notification of a cancelled waiter was lost
# S64: a waiter that is notified and then cancelled passes the notification on.
import asyncio


async def waiter(condition, name):
    async with condition:
        await condition.wait()
        print(name, "goes on")


async def main():
    condition = asyncio.Condition()
    a = asyncio.create_task(waiter(condition, "a"))
    b = asyncio.create_task(waiter(condition, "b"))
    await asyncio.sleep(0)
    async with condition:
        condition.notify(1)
    a.cancel()
    await asyncio.sleep(1)
    print("a cancelled:", a.cancelled(), "b done:", b.done())


asyncio.run(main())
