# S66: each round gives every party a number of its own; the barrier can be used again.
import asyncio


async def party(barrier, name, rounds):
    for i in range(rounds):
        await asyncio.sleep(1 + i)
        print(name, "waits, with", barrier.n_waiting)
        place = await barrier.wait()
        print(name, "passed as", place)


async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(*[party(barrier, name, 2) for name in "abc"])
    print("waiting:", barrier.n_waiting, "parties:", barrier.parties)


asyncio.run(main())
