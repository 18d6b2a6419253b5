# needs 3.13: before, uncancel() did not take back a request that was not yet delivered
# S34: uncancel() to zero takes back a request that nobody has met yet.
import asyncio


async def work():
    asyncio.current_task().cancel()
    print("left:", asyncio.current_task().uncancel())
    await asyncio.sleep(0)
    return "alive"


async def main():
    print(await asyncio.create_task(work()))


asyncio.run(main())
