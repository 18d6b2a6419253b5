# S48: when the outer's time is over the inner sees a plain CancelledError.
import asyncio


async def main():
    try:
        async with asyncio.timeout(1):
            try:
                async with asyncio.timeout(10):
                    await asyncio.sleep(5)
            except TimeoutError:
                print("never")
            except asyncio.CancelledError:
                print("inner CancelledError")
                raise
    except TimeoutError:
        print("outer TimeoutError")


asyncio.run(main())
