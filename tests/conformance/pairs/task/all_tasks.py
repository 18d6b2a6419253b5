# S24: which tasks there are: those that are not done.
import asyncio


async def work(delay):
    await asyncio.sleep(delay)


async def main():
    asyncio.current_task().set_name("main")
    tasks = [asyncio.create_task(work(i), name=f"work {i}") for i in (1, 2, 3)]
    for _ in range(4):
        print(sorted(task.get_name() for task in asyncio.all_tasks()), [task.done() for task in tasks])
        await asyncio.sleep(1)


asyncio.run(main())
