# S10: a loop cannot be run inside a running one.
import asyncio


async def other():
    print("never")


async def main():
    coro = other()
    try:
        asyncio.run(coro)
    except RuntimeError:
        print("refused")
    coro.close()
    await asyncio.sleep(1)
    print("the loop is unharmed")


asyncio.run(main())
