# S57: no new task for a group that has ended or is shutting down.
import asyncio


async def work():
    print("never")


async def child(group):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        try:
            group.create_task(work())
        except RuntimeError:
            print("shutting down: refused")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child(group))
            await asyncio.sleep(1)
            raise RuntimeError("body")
    except ExceptionGroup as error:
        print([str(each) for each in error.exceptions])
    try:
        group.create_task(work())
    except RuntimeError:
        print("ended: refused")


asyncio.run(main())
