# S16, S17: set_result wakes nobody at once; who awaits goes on a turn later.
import asyncio


async def waiter(future):
    print("got", await future)


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(waiter(future))
    await asyncio.sleep(0)
    future.set_result(5)
    print("set, done:", future.done())
    await asyncio.sleep(0)
    print("one turn later")
    await task


asyncio.run(main())
