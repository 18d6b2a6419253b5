# S41: waiting for nothing is refused.
import asyncio


async def main():
    try:
        await asyncio.wait([])
    except ValueError:
        print("refused")


asyncio.run(main())
