# S37: gathers of gathers; each level costs its turns.
import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    print(name)
    return name


async def main():
    inner = asyncio.gather(work("a", 1), work("b", 2))
    print(await asyncio.gather(inner, work("c", 2)))


asyncio.run(main())
