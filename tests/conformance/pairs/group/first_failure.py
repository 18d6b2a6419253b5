# S52: the first failure cancels the sibling and the body; the group raises when all ended.
import asyncio


async def bad():
    await asyncio.sleep(1)
    raise RuntimeError("bad")


async def slow():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("slow met it")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(bad())
            group.create_task(slow())
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                print("the body met it")
                raise
    except ExceptionGroup as error:
        print(error.message, [str(each) for each in error.exceptions])
    print("requests:", asyncio.current_task().cancelling(), "at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
