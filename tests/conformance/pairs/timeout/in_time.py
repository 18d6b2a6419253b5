# S15, S46: a body that is done in time is not disturbed; one that does not wait gives way
# to nobody.
import asyncio


async def main():
    asyncio.get_running_loop().call_soon(print, "callback")
    async with asyncio.timeout(5) as limit:
        print("no waiting")
    print("expired:", limit.expired())
    async with asyncio.timeout(5) as limit:
        await asyncio.sleep(4)
    await asyncio.sleep(4)
    print("at", f"{asyncio.get_running_loop().time():.1f}", "expired:", limit.expired())


asyncio.run(main())
