# S41: wait() gives who is done and who is not; by default it waits for all.
import asyncio


async def work(delay):
    await asyncio.sleep(delay)
    if delay == 2:
        raise RuntimeError("two")


async def main():
    tasks = [asyncio.create_task(work(delay)) for delay in (3, 1, 2)]
    done, pending = await asyncio.wait(tasks)
    print("at", f"{asyncio.get_running_loop().time():.1f}", len(done), len(pending))
    for task in tasks:
        print(task in done, task.exception())


asyncio.run(main())
