# S31: who catches CancelledError goes on, and may return a result; the request is counted.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("caught")
    await asyncio.sleep(1)
    return "a result all the same"


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    print(await task)
    print("cancelled:", task.cancelled(), "requests:", task.cancelling())


asyncio.run(main())
