# S66: abort() breaks the barrier until it is reset.
import asyncio


async def party(barrier, name):
    try:
        print(name, "passed as", await barrier.wait())
    except asyncio.BrokenBarrierError:
        print(name, "found it broken")


async def main():
    barrier = asyncio.Barrier(2)
    task = asyncio.create_task(party(barrier, "a"))
    await asyncio.sleep(0)
    await barrier.abort()
    await task
    print("broken:", barrier.broken)
    await party(barrier, "b")
    await barrier.reset()
    print("broken:", barrier.broken)
    await asyncio.gather(party(barrier, "c"), party(barrier, "d"))


asyncio.run(main())
