# S15: a barrier of one lets through without giving way; one of none is refused.
import asyncio


async def main():
    barrier = asyncio.Barrier(1)
    asyncio.get_running_loop().call_soon(print, "callback")
    print(await barrier.wait(), await barrier.wait())
    await asyncio.sleep(0)
    try:
        asyncio.Barrier(0)
    except ValueError:
        print("refused")


asyncio.run(main())
