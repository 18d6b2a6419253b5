# S66: a party that is cancelled while it waits is not counted any more; nothing breaks.
import asyncio


async def party(barrier, name):
    try:
        print(name, "passed as", await barrier.wait())
    except asyncio.CancelledError:
        print(name, "gave up")


async def main():
    barrier = asyncio.Barrier(2)
    task = asyncio.create_task(party(barrier, "a"))
    await asyncio.sleep(0)
    print("waiting:", barrier.n_waiting)
    task.cancel()
    await task
    print("waiting:", barrier.n_waiting, "broken:", barrier.broken)
    await asyncio.gather(party(barrier, "b"), party(barrier, "c"))


asyncio.run(main())
