# S66: a party that is cancelled when the round is complete was counted all the same.
import asyncio


async def party(barrier, name):
    try:
        print(name, "passed as", await barrier.wait())
    except asyncio.CancelledError:
        print(name, "was cancelled")


async def main():
    barrier = asyncio.Barrier(2)
    a = asyncio.create_task(party(barrier, "a"))
    await asyncio.sleep(0)
    b = asyncio.create_task(party(barrier, "b"))
    await asyncio.sleep(0)
    a.cancel()
    await asyncio.gather(a, b)
    print("waiting:", barrier.n_waiting, "broken:", barrier.broken)


asyncio.run(main())
