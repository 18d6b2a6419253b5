# S40: a cancelled child makes the gather raise CancelledError; the gather itself counts
# as failed, and the siblings go on.
import asyncio


async def main():
    a = asyncio.create_task(asyncio.sleep(10))
    b = asyncio.create_task(asyncio.sleep(1))
    group = asyncio.gather(a, b)
    await asyncio.sleep(0)
    a.cancel()
    try:
        await group
    except asyncio.CancelledError:
        print("raised, gather cancelled:", group.cancelled(), "done:", group.done())
    print("b done:", b.done())
    await b
    print("b cancelled:", b.cancelled())


asyncio.run(main())
