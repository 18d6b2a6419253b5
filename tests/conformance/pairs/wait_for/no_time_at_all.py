# S44: without any time a coroutine is not started; what is done gives its result.
import asyncio


async def work():
    print("never")


async def main():
    try:
        await asyncio.wait_for(work(), 0)
    except TimeoutError:
        print("TimeoutError")
    done = asyncio.get_running_loop().create_future()
    done.set_result("done before")
    print(await asyncio.wait_for(done, 0))
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    try:
        await asyncio.wait_for(task, -1)
    except TimeoutError:
        print("TimeoutError, cancelled:", task.cancelled())


asyncio.run(main())
