# S22: a coroutine object can be awaited once.
import asyncio


async def work():
    return 1


async def main():
    coro = work()
    print(await coro)
    try:
        await coro
    except RuntimeError:
        print("refused")


asyncio.run(main())
