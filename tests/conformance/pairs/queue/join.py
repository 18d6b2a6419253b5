# S69: join() waits until everything that was put is done, and passes if nothing is left.
import asyncio


async def worker(queue, name):
    while True:
        item = await queue.get()
        await asyncio.sleep(item)
        print(name, "did", item, "at", f"{asyncio.get_running_loop().time():.1f}")
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    await queue.join()
    print("nothing to do")
    for item in (3, 1, 1.5, 2):
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(queue, name)) for name in "ab"]
    await queue.join()
    print("all done at", f"{asyncio.get_running_loop().time():.1f}")
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


asyncio.run(main())
