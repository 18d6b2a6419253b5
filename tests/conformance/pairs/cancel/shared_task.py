# S20: cancelling one who awaits a shared task cancels the task, and so the others.
import asyncio


async def work():
    await asyncio.sleep(10)


async def waiter(name, task):
    try:
        await task
    except asyncio.CancelledError:
        print(name, "met CancelledError")
        raise


async def main():
    shared = asyncio.create_task(work())
    a = asyncio.create_task(waiter("a", shared))
    b = asyncio.create_task(waiter("b", shared))
    await asyncio.sleep(1)
    a.cancel()
    await asyncio.sleep(1)
    print("cancelled:", shared.cancelled(), a.cancelled(), b.cancelled())


asyncio.run(main())
