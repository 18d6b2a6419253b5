# S17, S28: a future is cancelled at once; who awaits it meets CancelledError a turn later.
import asyncio


async def waiter(name, future):
    try:
        await future
    except asyncio.CancelledError:
        print(name, "met CancelledError")


async def main():
    future = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(waiter("a", future))
    b = asyncio.create_task(waiter("b", future))
    await asyncio.sleep(0)
    print("cancel:", future.cancel(), "cancelled:", future.cancelled())
    print("again:", future.cancel())
    await asyncio.gather(a, b)
    print("tasks cancelled:", a.cancelled(), b.cancelled())


asyncio.run(main())
