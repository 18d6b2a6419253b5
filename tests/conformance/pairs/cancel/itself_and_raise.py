# S33: a task that cancels itself and raises ends with what it raised.
import asyncio


async def work():
    asyncio.current_task().cancel()
    raise RuntimeError("an error")


async def main():
    task = asyncio.create_task(work())
    try:
        await task
    except RuntimeError as error:
        print("raised", error)
    print("cancelled:", task.cancelled())


asyncio.run(main())
