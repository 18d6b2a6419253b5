# S17: a task's callbacks run whether it returned, raised or was cancelled.
import asyncio


async def good():
    return 1


async def bad():
    raise RuntimeError("bad")


def tell(task):
    if task.cancelled():
        print(task.get_name(), "was cancelled")
    elif task.exception():
        print(task.get_name(), "raised", task.exception())
    else:
        print(task.get_name(), "returned", task.result())


async def main():
    tasks = [
        asyncio.create_task(good(), name="good"),
        asyncio.create_task(bad(), name="bad"),
        asyncio.create_task(asyncio.sleep(10), name="slow"),
    ]
    for task in tasks:
        task.add_done_callback(tell)
    await asyncio.sleep(1)
    tasks[2].cancel()
    await asyncio.sleep(1)


asyncio.run(main())
