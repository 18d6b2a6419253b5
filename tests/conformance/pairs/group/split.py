# S53: the exceptions of one kind are handled, the rest goes on.
import asyncio


async def bad(error):
    await asyncio.sleep(1)
    raise error


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(bad(ValueError("a value")))
            group.create_task(bad(RuntimeError("a runtime")))
            group.create_task(bad(ValueError("another value")))
    except ExceptionGroup as error:
        mine, rest = error.split(ValueError)
        print([str(each) for each in mine.exceptions])
        print([str(each) for each in rest.exceptions])
        print(rest.split(ValueError)[0])


asyncio.run(main())
