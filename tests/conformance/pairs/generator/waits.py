# S72: a generator that waits between its values; other tasks run meanwhile.
import asyncio


async def countdown(start):
    for i in range(start, 0, -1):
        await asyncio.sleep(1)
        yield i


async def other():
    for _ in range(3):
        await asyncio.sleep(0.7)
        print("other at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    task = asyncio.create_task(other())
    async for i in countdown(3):
        print(i, "at", f"{asyncio.get_running_loop().time():.1f}")
    await task


asyncio.run(main())
