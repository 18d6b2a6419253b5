# S42: results in the order of completion (the tasks are made before: their start is
# left to chance otherwise).
import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    return name


async def main():
    tasks = [asyncio.create_task(work(name, delay)) for name, delay in (("a", 3), ("b", 1), ("c", 2))]
    for following in asyncio.as_completed(tasks):
        print(await following, "at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
