# S52: a body that swallows its cancellation runs to its end; the group raises all the same.
import asyncio


async def bad():
    raise RuntimeError("bad")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(bad())
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                print("swallowed")
            await asyncio.sleep(1)
            print("the body ends")
    except ExceptionGroup as error:
        print([str(each) for each in error.exceptions])
    print("requests:", asyncio.current_task().cancelling())
    await asyncio.sleep(1)


asyncio.run(main())
