# S66: who comes back before all have left waits for the next round.
import asyncio


async def party(barrier, name):
    for i in range(2):
        place = await barrier.wait()
        print(name, "round", i, "place", place)


async def main():
    barrier = asyncio.Barrier(2)
    await asyncio.gather(*[party(barrier, name) for name in "abcd"])


asyncio.run(main())
