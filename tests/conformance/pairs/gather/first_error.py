# S38: the first exception arrives at once; the siblings go on.
import asyncio


async def bad():
    await asyncio.sleep(1)
    raise RuntimeError("bad")


async def slow():
    await asyncio.sleep(3)
    print("slow is done at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    task = asyncio.create_task(slow())
    try:
        await asyncio.gather(bad(), task)
    except RuntimeError as error:
        print(error, "at", f"{asyncio.get_running_loop().time():.1f}")
    print("slow done:", task.done(), "cancelled:", task.cancelled())
    await task


asyncio.run(main())
