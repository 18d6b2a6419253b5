# S45: cancelling what is inside cancels the shield.
import asyncio


async def main():
    task = asyncio.create_task(asyncio.sleep(10))
    shield = asyncio.shield(task)
    await asyncio.sleep(0)
    task.cancel()
    try:
        await shield
    except asyncio.CancelledError:
        print("cancelled:", shield.cancelled(), task.cancelled())


asyncio.run(main())
