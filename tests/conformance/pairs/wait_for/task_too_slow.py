# S43: a task that is too slow is cancelled; the one who waited goes on.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("work met it at", f"{asyncio.get_running_loop().time():.1f}")
        raise


async def main():
    task = asyncio.create_task(work())
    try:
        await asyncio.wait_for(task, 2)
    except TimeoutError:
        print("TimeoutError, cancelled:", task.cancelled())
    print("requests:", asyncio.current_task().cancelling())


asyncio.run(main())
