# S17: those who await a future go on in the order in which they came.
import asyncio


async def waiter(name, future, delay):
    await asyncio.sleep(delay)
    print(name, "waits")
    await future
    print(name, "goes on")


async def main():
    future = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(waiter(name, future, delay)) for name, delay in (("a", 3), ("b", 1), ("c", 2))]
    await asyncio.sleep(4)
    future.set_result(None)
    await asyncio.gather(*tasks)


asyncio.run(main())
