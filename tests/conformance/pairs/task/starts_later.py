# S13: calling a coroutine runs nothing; create_task starts it on a later turn.
import asyncio


async def work():
    print("work runs")


async def main():
    coro = work()
    print("called")
    task = asyncio.create_task(coro)
    print("created")
    await asyncio.sleep(0)
    print("done:", task.done())


asyncio.run(main())
