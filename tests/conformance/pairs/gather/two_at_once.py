# S38: of two children that fail on the same turn the first to fail counts.
import asyncio


async def bad(name, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    raise RuntimeError(name)


async def main():
    for order in ((1, 1), (2, 1), (1, 2)):
        try:
            await asyncio.gather(bad("a", order[0]), bad("b", order[1]))
        except RuntimeError as error:
            print(error)


asyncio.run(main())
