# S45, S43: a deadline around a shield: who waits gives up, the work goes on.
import asyncio


async def work():
    await asyncio.sleep(3)
    return "late, but there"


async def main():
    task = asyncio.create_task(work())
    try:
        await asyncio.wait_for(asyncio.shield(task), 1)
    except TimeoutError:
        print("gave up at", f"{asyncio.get_running_loop().time():.1f}", "done:", task.done())
    print(await task)


asyncio.run(main())
