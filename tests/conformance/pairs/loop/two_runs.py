# S10: one run after the other is fine; each begins with a clock and tasks of its own.
import asyncio


async def main(name):
    await asyncio.sleep(1)
    print(name, len(asyncio.all_tasks()))
    return name


print(asyncio.run(main("first")))
print(asyncio.run(main("second")))
