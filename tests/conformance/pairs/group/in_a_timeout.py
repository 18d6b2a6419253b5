# S48, S55: a timeout around a group cancels the child, and becomes TimeoutError.
import asyncio


async def child():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("child met it at", f"{asyncio.get_running_loop().time():.1f}")
        raise


async def main():
    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                group.create_task(child())
    except TimeoutError:
        print("TimeoutError")
    print("requests:", asyncio.current_task().cancelling())


asyncio.run(main())
