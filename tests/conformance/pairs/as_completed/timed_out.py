# S42: when the time is over what is left raises TimeoutError; the tasks go on.
import asyncio


async def work(delay):
    await asyncio.sleep(delay)
    return delay


async def main():
    tasks = [asyncio.create_task(work(delay)) for delay in (1, 5, 4)]
    for following in asyncio.as_completed(tasks, timeout=2):
        try:
            print("got", await following)
        except TimeoutError:
            print("the time is over, at", f"{asyncio.get_running_loop().time():.1f}")
    print([task.done() for task in tasks])
    await asyncio.sleep(5)
    print([task.done() for task in tasks])


asyncio.run(main())
