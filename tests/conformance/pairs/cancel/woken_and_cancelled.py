# S28: a request to a task that was woken but has not run yet still arrives.
import asyncio


async def waiter(future):
    try:
        print("got", await future)
    except asyncio.CancelledError:
        print("cancelled, though the result was there:", future.result())


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(0)
    future.set_result(5)
    print("asked:", task.cancel())
    await task


asyncio.run(main())
