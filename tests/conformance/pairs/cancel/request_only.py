# S28: cancel() only asks; the task meets it at its next step. A task that is done says no.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("met")
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    print("asked:", task.cancel())
    print("cancelled:", task.cancelled(), "done:", task.done(), "requests:", task.cancelling())
    await asyncio.sleep(0)
    print("cancelled:", task.cancelled(), "done:", task.done(), "requests:", task.cancelling())
    print("asked again:", task.cancel())


asyncio.run(main())
