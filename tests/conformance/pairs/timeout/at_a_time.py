# S49: a deadline as a moment of the loop's time; one in the past is over at once.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    for when in (3, 1):
        try:
            async with asyncio.timeout_at(when):
                await asyncio.sleep(10)
        except TimeoutError:
            print("over at", f"{loop.time():.1f}")


asyncio.run(main())
