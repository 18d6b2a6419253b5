# S20, S30: cancelling a task that awaits a future cancels the future, and so the others.
import asyncio


async def waiter(name, future):
    try:
        await future
    except asyncio.CancelledError:
        print(name, "met CancelledError")
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(waiter("a", future))
    b = asyncio.create_task(waiter("b", future))
    await asyncio.sleep(0)
    b.cancel()
    print("future cancelled:", future.cancelled())
    await asyncio.sleep(1)
    print("tasks cancelled:", a.cancelled(), b.cancelled())
    print("requests:", a.cancelling(), b.cancelling())


asyncio.run(main())
