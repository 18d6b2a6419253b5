# S39, S30: cancelling the task that awaits a gather cancels the children.
import asyncio


async def work(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "met it")
        raise


async def parent():
    try:
        await asyncio.gather(work("a"), work("b"))
    except asyncio.CancelledError as error:
        print("parent met it:", error)
        raise


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(1)
    task.cancel("stop")
    await asyncio.sleep(1)
    print("cancelled:", task.cancelled())


asyncio.run(main())
