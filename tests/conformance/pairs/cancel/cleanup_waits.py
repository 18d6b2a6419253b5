# S31: cleaning up may wait; a second request meets the cleaning up.
import asyncio


async def work(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cleans up")
        try:
            await asyncio.sleep(1)
            print(name, "cleaned up")
        except asyncio.CancelledError:
            print(name, "was disturbed")
        raise


async def main():
    a = asyncio.create_task(work("a"))
    b = asyncio.create_task(work("b"))
    await asyncio.sleep(0)
    a.cancel()
    b.cancel()
    await asyncio.sleep(0.5)
    b.cancel()
    await asyncio.sleep(1)
    print("cancelled:", a.cancelled(), b.cancelled(), "requests:", a.cancelling(), b.cancelling())


asyncio.run(main())
