# S20: several tasks await a task that fails; all of them meet its exception.
import asyncio


async def work():
    await asyncio.sleep(1)
    raise RuntimeError("no luck")


async def waiter(name, task):
    try:
        await task
    except RuntimeError as error:
        print(name, "met", error)


async def main():
    task = asyncio.create_task(work())
    await asyncio.gather(waiter("a", task), waiter("b", task))
    print("exception:", task.exception())
    print("cancelled:", task.cancelled())


asyncio.run(main())
