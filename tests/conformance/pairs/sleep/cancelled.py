# S28, S30: a sleeper that is cancelled wakes at once, not when its time is over.
import asyncio


async def sleeper():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("woken at", f"{asyncio.get_running_loop().time():.1f}")
        raise


async def main():
    task = asyncio.create_task(sleeper())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(1)
    print("cancelled:", task.cancelled())


asyncio.run(main())
