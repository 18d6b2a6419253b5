# S53: two that fail on the same turn are both in the group.
import asyncio


async def bad(name):
    await asyncio.sleep(1)
    raise RuntimeError(name)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for name in "abc":
                group.create_task(bad(name))
    except ExceptionGroup as error:
        print(error)
        print([str(each) for each in error.exceptions])


asyncio.run(main())
