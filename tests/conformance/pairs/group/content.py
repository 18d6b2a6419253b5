# S53: failures in the order in which the tasks ended, also those of cleaning up; no
# CancelledErrors; what the body raised is last.
import asyncio


async def clean_up_badly(name, delay):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        await asyncio.sleep(delay)
        raise RuntimeError(name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(clean_up_badly("slow to clean up", 2))
            group.create_task(clean_up_badly("quick to clean up", 1))
            group.create_task(asyncio.sleep(10))
            await asyncio.sleep(1)
            raise RuntimeError("body")
    except ExceptionGroup as error:
        print([str(each) for each in error.exceptions])


asyncio.run(main())
