# S03, S12: a task that only gives way keeps the loop busy, and time still stands.
import asyncio


async def busy():
    for i in range(3):
        print("busy", i)
        await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, print, "timer")
    task = asyncio.create_task(busy())
    await asyncio.sleep(0.2)
    print("done:", task.done())


asyncio.run(main())
