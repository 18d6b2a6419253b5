# needs 3.13: before, there was no async for over as_completed
# S42: with `async for` the tasks themselves come, done.
import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    return name


async def main():
    tasks = [asyncio.create_task(work(name, delay), name=name) for name, delay in (("a", 2), ("b", 1))]
    async for task in asyncio.as_completed(tasks):
        print(task.get_name(), task is tasks[1], await task)


asyncio.run(main())
