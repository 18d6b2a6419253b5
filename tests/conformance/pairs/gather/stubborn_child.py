# S39: a child that swallows its cancellation: the gather raises all the same.
import asyncio


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("no")
    await asyncio.sleep(1)
    return "stubborn"


async def main():
    child = asyncio.create_task(stubborn())
    group = asyncio.gather(child)
    await asyncio.sleep(1)
    group.cancel()
    try:
        await group
    except asyncio.CancelledError:
        print("raised at", f"{asyncio.get_running_loop().time():.1f}")
    print(child.result())


asyncio.run(main())
