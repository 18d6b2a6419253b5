# S48: of nested timeouts the one whose time is over raises; the outer goes on.
import asyncio


async def main():
    async with asyncio.timeout(10) as outer:
        try:
            async with asyncio.timeout(1) as inner:
                await asyncio.sleep(5)
        except TimeoutError:
            print("inner TimeoutError")
        await asyncio.sleep(1)
    print("inner:", inner.expired(), "outer:", outer.expired())


asyncio.run(main())
