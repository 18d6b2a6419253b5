# S52, S53: what the body raises cancels the tasks, and comes in a group even alone.
import asyncio


async def slow():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("slow met it")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow())
            await asyncio.sleep(1)
            raise RuntimeError("body")
    except ExceptionGroup as error:
        print([str(each) for each in error.exceptions])


asyncio.run(main())
