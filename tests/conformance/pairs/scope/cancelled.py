# S31: the end of a scope runs when its body is cancelled, and waits; then it goes on.
import asyncio


class Door:
    async def __aenter__(self):
        print("opened")

    async def __aexit__(self, kind, error, trace):
        print("closing, cancelled:", isinstance(error, asyncio.CancelledError))
        await asyncio.sleep(1)
        print("closed at", f"{asyncio.get_running_loop().time():.1f}")


async def work():
    async with Door():
        await asyncio.sleep(10)
    print("never")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled())


asyncio.run(main())
