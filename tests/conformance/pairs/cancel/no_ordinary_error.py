# S35: a handler for errors does not catch CancelledError.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except Exception:
        print("never")
    finally:
        print("cleaned up")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled())


asyncio.run(main())
