# S58: groups in groups: the outer holds the inner's exceptions as a group.
import asyncio


async def bad(name):
    raise RuntimeError(name)


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(bad("outer"))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(bad("inner"))
                await asyncio.sleep(1)
    except ExceptionGroup as error:
        print([str(each) for each in error.exceptions])
        print([str(each) for each in error.exceptions[1].exceptions])
    print("requests:", asyncio.current_task().cancelling())


asyncio.run(main())
