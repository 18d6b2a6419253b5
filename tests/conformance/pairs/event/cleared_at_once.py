# S62: who waited when it was set goes on, even if it is cleared at once.
import asyncio


async def waiter(event, name):
    await event.wait()
    print(name, event.is_set())


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(event, name)) for name in "ab"]
    await asyncio.sleep(0)
    event.set()
    event.clear()
    late = asyncio.create_task(waiter(event, "late"))
    await asyncio.gather(*tasks)
    print("late is done:", late.done())
    event.set()
    await late


asyncio.run(main())
