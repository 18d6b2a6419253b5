# S33: a task that cancels itself goes on until it really gives way.
import asyncio


async def work(done):
    asyncio.current_task().cancel()
    print("still here")
    await done
    print("past what was done")
    await asyncio.sleep(0)
    print("never")


async def main():
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    task = asyncio.create_task(work(done))
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled())


asyncio.run(main())
