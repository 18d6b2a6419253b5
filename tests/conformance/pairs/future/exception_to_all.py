# S20: an exception set on a future reaches everybody who awaits it.
import asyncio


async def waiter(name, future):
    try:
        await future
    except RuntimeError as error:
        print(name, "met", error)


async def main():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, future.set_exception, RuntimeError("bad news"))
    await asyncio.gather(waiter("a", future), waiter("b", future))


asyncio.run(main())
