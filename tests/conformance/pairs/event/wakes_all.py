# S62: set() wakes everybody who waits, in the order in which they came.
import asyncio


async def waiter(event, name):
    await event.wait()
    print(name, "goes on")


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(event, name)) for name in "abc"]
    await asyncio.sleep(1)
    event.set()
    print("set:", event.is_set())
    await asyncio.gather(*tasks)


asyncio.run(main())
