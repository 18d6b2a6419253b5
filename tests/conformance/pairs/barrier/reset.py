# S66: reset() sends those who wait away with BrokenBarrierError; the barrier stays good.
import asyncio


async def party(barrier, name):
    try:
        print(name, "passed as", await barrier.wait())
    except asyncio.BrokenBarrierError:
        print(name, "was sent away")


async def main():
    barrier = asyncio.Barrier(2)
    task = asyncio.create_task(party(barrier, "a"))
    await asyncio.sleep(0)
    await barrier.reset()
    print("broken:", barrier.broken)
    await task
    await asyncio.gather(party(barrier, "b"), party(barrier, "c"))


asyncio.run(main())
