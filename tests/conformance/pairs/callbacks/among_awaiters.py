# S17: callbacks and tasks that await stand in one line.
import asyncio


async def waiter(name, future):
    await future
    print("task", name)


async def main():
    future = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(waiter("a", future))
    await asyncio.sleep(0)
    future.add_done_callback(lambda _: print("callback b"))
    c = asyncio.create_task(waiter("c", future))
    await asyncio.sleep(0)
    future.add_done_callback(lambda _: print("callback d"))
    future.set_result(None)
    await asyncio.gather(a, c)


asyncio.run(main())
