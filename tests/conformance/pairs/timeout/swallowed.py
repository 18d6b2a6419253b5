# S50: a body that swallows the cancellation: no TimeoutError, though the time is over.
import asyncio


async def main():
    async with asyncio.timeout(1) as limit:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("swallowed")
        await asyncio.sleep(1)
    print("expired:", limit.expired(), "requests:", asyncio.current_task().cancelling())
    await asyncio.sleep(1)
    print("at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
