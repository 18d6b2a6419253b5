# needs 3.13: before, sleep(NaN) was not refused
# S12: a sleep takes a number.
import asyncio


async def main():
    try:
        await asyncio.sleep(float("nan"))
    except ValueError:
        print("refused")


asyncio.run(main())
