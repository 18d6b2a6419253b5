# S41: when the time is over wait() returns; it raises nothing and cancels nobody.
import asyncio


async def work(delay):
    await asyncio.sleep(delay)
    return delay


async def main():
    tasks = [asyncio.create_task(work(delay)) for delay in (1, 5)]
    done, pending = await asyncio.wait(tasks, timeout=2)
    print("at", f"{asyncio.get_running_loop().time():.1f}", len(done), len(pending))
    print(tasks[0].result(), tasks[1].done(), tasks[1].cancelled())
    done, pending = await asyncio.wait(tasks, timeout=10)
    print("at", f"{asyncio.get_running_loop().time():.1f}", len(done), len(pending))


asyncio.run(main())
