# S49: a timeout without a limit, and one whose deadline moves.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(None) as limit:
            print("when:", limit.when())
            limit.reschedule(loop.time() + 1)
            await asyncio.sleep(0.5)
            limit.reschedule(loop.time() + 1)
            print("when:", f"{limit.when():.1f}")
            await asyncio.sleep(10)
    except TimeoutError:
        print("over at", f"{loop.time():.1f}")
    try:
        limit.reschedule(loop.time() + 1)
    except RuntimeError:
        print("refused")
    async with asyncio.timeout(1) as limit:
        limit.reschedule(None)
        await asyncio.sleep(5)
    print("at", f"{loop.time():.1f}", "expired:", limit.expired())


asyncio.run(main())
