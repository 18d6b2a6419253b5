# S43: work that swallows its cancellation and returns: its value counts.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        return "what I have"


async def main():
    print(await asyncio.wait_for(work(), 1))
    print("requests:", asyncio.current_task().cancelling())


asyncio.run(main())
