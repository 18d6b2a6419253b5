# S39: also with return_exceptions a cancelled gather raises.
import asyncio


async def main():
    group = asyncio.gather(asyncio.sleep(10), asyncio.sleep(20), return_exceptions=True)
    await asyncio.sleep(1)
    group.cancel()
    try:
        await group
        print("never")
    except asyncio.CancelledError:
        print("raised")


asyncio.run(main())
