# S62: an event as a signal that comes several times.
import asyncio


async def worker(event):
    for i in range(3):
        await event.wait()
        event.clear()
        print("signal", i, "at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(worker(event))
    for delay in (1, 0.5, 2):
        await asyncio.sleep(delay)
        event.set()
    await task


asyncio.run(main())
