# S37: results come in the order of the arguments, not of completion.
import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    print(name, "is done")
    return name


async def main():
    print(await asyncio.gather(work("a", 3), work("b", 1), work("c", 2)))
    print("at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
