# S39: cancelling a gather cancels every child; it raises when they are done.
import asyncio


async def work(name, cleanup):
    try:
        await asyncio.sleep(10)
    finally:
        print(name, "met it")
        await asyncio.sleep(cleanup)
        print(name, "is done")


async def main():
    group = asyncio.gather(work("a", 2), work("b", 1))
    await asyncio.sleep(1)
    print("asked:", group.cancel())
    try:
        await group
    except asyncio.CancelledError:
        print("raised at", f"{asyncio.get_running_loop().time():.1f}", group.cancelled())


asyncio.run(main())
