# S49: where timeout(0) meets a body that only gives way.
import asyncio


async def main():
    try:
        async with asyncio.timeout(0):
            for i in range(4):
                print("round", i)
                await asyncio.sleep(0)
            print("through")
    except TimeoutError:
        print("TimeoutError")


asyncio.run(main())
